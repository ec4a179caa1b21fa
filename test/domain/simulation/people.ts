import type { ConversationPort, Outcome, Request } from "../../../src/conversation/port.ts";
import type { DeskPort } from "../../../src/desk/port.ts";
import type { Command, NewAttachment } from "../../../src/domain/commands.ts";
import type { Actor } from "../../../src/domain/conversation.ts";
import { parseMessageId } from "../../../src/domain/ids.ts";
import type { Rejection } from "../../../src/domain/rejections.ts";
import type { Result } from "../../../src/lib/result.ts";
import type { StatusNews } from "./channel.ts";
import { AGAIN_MS, Customers, OUTSIDE, PICTURE, sayingOf } from "./customers.ts";
import { configure, manage, rarely } from "./deeds.ts";
import { erase } from "./erasing.ts";
import { MENU } from "./flow.ts";
import { stubOf } from "./host.ts";
import type { Plant } from "./plant.ts";
import { type Said, Says } from "./says.ts";
import { Subscribers } from "./subscribers.ts";
import { AGENTS } from "./tenant.ts";
import type { World } from "./world.ts";

const UNDELIVERABLE = { code: 131026, title: "Message undeliverable", detail: null };

/** Clients give up after so many times; the channel does not. */
const MOST_TRIES = 4;

/** Agents, clients and the channel's statuses: who asks something of the system, and remembers what it said. */
export class People {
  readonly says: Says;
  /** Messages that clients were answered under each key. */
  readonly answered = new Map<string, Set<string>>();
  readonly #plant: Plant;
  readonly #world: World;
  readonly #desk: DeskPort;
  readonly customers: Customers;
  readonly subscribers: Subscribers;
  /** The threads in which each of them may be, those of their numbers first. */
  #threads: string[][] = [];
  /** Whether somebody wishes to be forgotten. */
  readonly #forgets: boolean;
  readonly #numbers = new Map<string, number>();
  #count = 0;

  constructor(plant: Plant) {
    this.#plant = plant;
    this.#world = plant.world;
    this.#desk = stubOf(plant.world, () => plant.desk, OUTSIDE) as DeskPort;
    this.says = new Says(plant.world);
    this.customers = new Customers(plant, this.says);
    this.subscribers = new Subscribers(plant);
    this.#forgets = plant.world.happens(0.3);
  }

  async begin(): Promise<void> {
    this.#threads = await this.customers.threads();
  }

  /** One of them does something. */
  act(): void {
    const world = this.#world;
    const index = world.pick([0, 1]);
    const [byNumber = "", byUserId = ""] = this.#threads[index] ?? [];
    const threadKey = this.customers.hasUserIds && world.happens(0.3) ? byUserId : byNumber;
    const number = (this.#numbers.get(threadKey) ?? 1) + (world.happens(0.1) ? 1 : 0);
    const agent = world.pick(AGENTS);
    const actor: Actor = { type: "agent", id: agent };
    const token = () => this.says.begin(index, threadKey).token;
    const wishes: (() => void)[] = [
      () => this.#write(index, "hello"),
      () => this.#write(index, "hello again"),
      () => this.#write(index, "is anybody there?"),
      () => this.#write(index, "a human, please"),
      () => this.#write(index, world.pick([MENU, "3", "3"])),
      () => this.#write(index, PICTURE),
      () => this.#say(index, threadKey, number, agent),
      () => this.#say(index, threadKey, number, agent),
      () => this.#say(index, threadKey, number, "rosa", "llm"),
      () => this.#wish(threadKey, { type: "assign_agent", number, agent_id: agent, actor }),
      () =>
        this.#wish(threadKey, {
          type: "request_handoff",
          number,
          trigger: "api",
          reason: `It is complicated ${token()}`,
          agent_id: null,
          actor,
        }),
      () => this.#wish(threadKey, { type: "release_handoff", number, actor }),
      () => this.#wish(threadKey, { type: "set_status", number, status: "resolved", actor }),
      () => this.#wish(threadKey, { type: "set_labels", number, labels: [world.pick(["vip", "late"])], actor }),
      () => this.#wish(threadKey, { type: "add_note", number, ticket_id: null, content: `a note ${token()}`, actor }),
      () => {
        const until = new Date(world.now + 300_000).toISOString();
        this.#wish(threadKey, { type: "snooze", number, until, actor });
      },
      () => this.#ignoring(this.#desk.setPresence(agent, world.pick(["online", "online", "busy", "offline"]), null)),
      () => this.#ignoring(this.#work(agent)),
    ];
    const forget = () =>
      this.#ignoring(erase(this.#plant, this.says, { person: index, thread_key: threadKey, number }));
    const rare = () => this.#wish(threadKey, rarely(world, number, actor));
    const managed = () =>
      this.#ignoring(manage(world, this.#desk, actor, (key, command) => void this.#wish(key, command)));
    const configured = () => this.#ignoring(configure(world, this.#desk, this.#plant.configuration));
    const elsewhere = () => void this.customers.answerElsewhere(index);
    const changed = () => void this.customers.change(index);
    const before = () => void this.customers.bringHistory(index);
    if (world.isBusy)
      wishes.push(
        elsewhere,
        before,
        before,
        changed,
        changed,
        configured,
        rare,
        rare,
        rare,
        rare,
        rare,
        managed,
        managed,
        managed,
      );
    const administer = () => this.subscribers.act(threadKey);
    if (world.moves) wishes.push(...this.#moves(index));
    if (world.administers) wishes.push(administer, administer, administer, administer, administer, administer);
    if (this.#forgets) wishes.push(forget, forget, forget, forget);
    world.pick(wishes)();
  }

  /** What somebody does who is known by something else from then on, and who gets what they give up. */
  #moves(index: number): (() => void)[] {
    const move = async () => {
      void this.customers.move(index);
      this.#threads = await this.customers.threads();
    };
    const stranger = () => this.customers.writeAsStranger();
    return [() => void move(), () => void move(), () => void move(), stranger, stranger, stranger, stranger];
  }

  goHome(): void {
    for (const agent of AGENTS) this.#ignoring(this.#desk.setPresence(agent, "offline", null));
    if (this.#world.isBusy) this.#ignoring(this.#desk.settingsChanged());
    this.subscribers.goHome();
  }

  /** A status webhook: repeated until it is taken. */
  async report(news: StatusNews): Promise<void> {
    const { message_id, status, at, channel_message_id } = news;
    const error = status === "failed" ? UNDELIVERABLE : null;
    const sent = this.#plant.channel.arrivals.find((one) => one.channel_message_id === channel_message_id);
    const key = parseMessageId(sent?.message_id ?? "")?.threadKey ?? "";
    await this.customers.untilTaken(() =>
      this.#thread(key).reportStatuses([{ message_id, report: { status, at, channel_message_id, error } }]),
    );
    this.#plant.channel.told.push({ ...news, taken_at: this.#world.now });
  }

  /** A client asks for something under a key of its own, a few times where it gets no answer. */
  async #wish(threadKey: string, command: Command, said: Said | null = null): Promise<void> {
    const key = `idempotency:${++this.#count}`;
    this.#world.note(`a client of ${threadKey.slice(-2)} wishes ${command.type} under ${key}`);
    const request: Request = { keys: [key], fingerprint: command.type, command };
    const ask = async (tries: number): Promise<void> => {
      try {
        this.#answered(threadKey, said, key, await this.#thread(threadKey).execute(request));
      } catch {
        if (tries < MOST_TRIES) this.#world.after(AGAIN_MS, () => void ask(tries + 1));
      }
    };
    if (this.#world.happens(this.#world.faults.repeated)) void ask(1);
    await ask(1);
  }

  #answered(threadKey: string, said: Said | null, key: string, result: Result<Outcome, Rejection>): void {
    this.#world.note(`${key} is ${result.ok ? "done" : result.error.code}`);
    if (!result.ok) return;
    const { conversation, message } = result.value;
    if (conversation) this.#numbers.set(threadKey, conversation.number);
    if (said === null || message === null) return;
    said.acknowledged ??= { at: this.#world.elapsed, wamid: null, id: message.id };
    this.answered.set(key, new Set([...(this.answered.get(key) ?? []), message.id]));
  }

  /** An agent takes or declines the ticket that has waited longest. */
  async #work(agent: string): Promise<void> {
    const page = await this.#desk.tickets({ state: "pending", outlet_ids: null, order: "oldest", limit: 1 });
    const [ticket] = page.tickets;
    if (!ticket) return;
    const isTaken = this.#world.happens(0.7);
    this.#world.note(`${agent} ${isTaken ? "takes" : "declines"} a ticket`);
    await (isTaken ? this.#desk.acceptTicket(ticket.id, agent) : this.#desk.declineTicket(ticket.id, agent));
  }

  #ignoring(work: Promise<unknown>): void {
    void work.catch(() => undefined);
  }

  #thread(threadKey: string): ConversationPort {
    return stubOf(this.#world, () => this.#plant.thread(threadKey), OUTSIDE) as ConversationPort;
  }

  #write(index: number, words: string): void {
    void this.customers.write(index, words);
  }

  /** MD5: a file of one message, in the bucket before that is said. */
  #uploaded(said: Said): NewAttachment {
    const { files, bucket, tenantId, uploads } = this.#plant;
    const id = `6a0f5a3e-0d5c-4b69-9f0e-${said.token.replaceAll("q", "").padStart(12, "0")}`;
    const channel_media_id = `sent.${said.token}`;
    const sha256 = files.add(channel_media_id);
    const name = `${tenantId}/${id}`;
    const { bytes } = files.sent.get(channel_media_id) ?? { bytes: new Uint8Array() };
    bucket.files.set(name, { bytes, sha256 });
    uploads.set(name, said);
    const known = { kind: "image", mime_type: "image/png", file_name: null, size: bytes.length, sha256 } as const;
    return { ...known, id, voice: false, channel_media_id, link: null, state: "stored", single_use: true };
  }

  #say(index: number, threadKey: string, number: number, id: string, type: "agent" | "llm" = "agent"): void {
    const said = this.says.begin(index, threadKey);
    const isAttached = this.#world.attaches && type === "agent" && this.#world.happens(0.4);
    const attachments = isAttached ? [this.#uploaded(said)] : [];
    const saying = { ...sayingOf(`How can I help? ${said.token}`, this.#world.now), attachments };
    const sender = { type, id, display_name: id };
    void this.#wish(threadKey, { type: "send_message", number, sender, saying, deliver: true }, said);
  }
}
