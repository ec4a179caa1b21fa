import type { ConversationPort, Outcome, Request } from "../../../src/conversation/port.ts";
import type { DeskPort } from "../../../src/desk/port.ts";
import type { Command, Saying } from "../../../src/domain/commands.ts";
import { type Actor, type Contact, type Identity, NOBODY_KNOWN } from "../../../src/domain/conversation.ts";
import { parseMessageId } from "../../../src/domain/ids.ts";
import type { Rejection } from "../../../src/domain/rejections.ts";
import type { Result } from "../../../src/lib/result.ts";
import type { StatusNews } from "./channel.ts";
import { stubOf } from "./host.ts";
import type { Plant } from "./plant.ts";
import { AGENTS, INBOX, OUTLET } from "./tenant.ts";
import type { World } from "./world.ts";

/** Whoever is outside lives for ever. */
const OUTSIDE = { isAlive: true };

/** Who was answered nothing asks again after so long. */
const AGAIN_MS = 5_000;

/** Clients give up after so many times; the channel does not. */
const MOST_TRIES = 4;

/** What the system has acknowledged, and must therefore keep. */
interface Acknowledged {
  thread_key: string;
  /** The message's id in the channel. */
  wamid: string | null;
  /** Ours, and its place. */
  message: { id: string; seq: number } | null;
}

const THREADS = ["00000000000000000000a01", "00000000000000000000a02"];

const contactOf = (threadKey: string): Contact => ({
  ...NOBODY_KNOWN,
  name: "Ann",
  phone: `+15550001${threadKey.slice(-2)}0`,
  wa_id: `15550001${threadKey.slice(-2)}0`,
});

/** Customers, agents, clients and the channel's webhooks: who asks something of the system, and remembers what it said. */
export class People {
  readonly acknowledged: Acknowledged[] = [];
  /** Messages that clients were answered under each key. */
  readonly answered = new Map<string, Set<string>>();
  readonly #plant: Plant;
  readonly #world: World;
  readonly #desk: DeskPort;
  readonly #numbers = new Map<string, number>();
  #count = 0;

  constructor(plant: Plant) {
    this.#plant = plant;
    this.#world = plant.world;
    this.#desk = stubOf(plant.world, () => plant.desk, OUTSIDE) as DeskPort;
  }

  /** One of them does something. */
  act(): void {
    const world = this.#world;
    const threadKey = world.pick(THREADS);
    const number = this.#numbers.get(threadKey) ?? 1;
    const agent = world.pick(AGENTS);
    const actor: Actor = { type: "agent", id: agent };
    const wishes: (() => void)[] = [
      () => this.#write(threadKey, "hello"),
      () => this.#write(threadKey, "hello again"),
      () => this.#write(threadKey, "is anybody there?"),
      () => this.#write(threadKey, "a human, please"),
      () => this.#wish(threadKey, this.#says(number, agent)),
      () => this.#wish(threadKey, this.#says(number, agent)),
      () => this.#wish(threadKey, this.#says(number, "rosa", "llm")),
      () => this.#wish(threadKey, { type: "assign_agent", number, agent_id: agent, actor }),
      () =>
        this.#wish(threadKey, {
          type: "request_handoff",
          number,
          trigger: "api",
          reason: "It is complicated",
          agent_id: null,
          actor,
        }),
      () => this.#wish(threadKey, { type: "release_handoff", number, actor }),
      () => this.#wish(threadKey, { type: "set_status", number, status: "resolved", actor }),
      () => this.#wish(threadKey, { type: "set_labels", number, labels: [world.pick(["vip", "late"])], actor }),
      () => this.#wish(threadKey, { type: "add_note", number, ticket_id: null, content: "a note", actor }),
      () => {
        const until = new Date(world.now + 300_000).toISOString();
        this.#wish(threadKey, { type: "snooze", number, until, actor });
      },
      () => this.#ignoring(this.#desk.setPresence(agent, world.pick(["online", "online", "busy", "offline"]), null)),
      () => this.#ignoring(this.#work(agent)),
    ];
    world.pick(wishes)();
  }

  /** A status webhook: repeated until it is taken. */
  async report(news: StatusNews): Promise<void> {
    const { message_id, status, at, channel_message_id } = news;
    const sent = this.#plant.channel.arrivals.find((one) => one.channel_message_id === channel_message_id);
    const key = parseMessageId(sent?.message_id ?? "")?.threadKey ?? "";
    await this.#untilTaken(() =>
      this.#thread(key).reportStatuses([{ message_id, report: { status, at, channel_message_id, error: null } }]),
    );
    this.#plant.channel.told.push({ ...news, taken_at: this.#world.now });
  }

  /** The customer writes: the webhook is repeated until it is taken, and at times although it was. */
  async #write(threadKey: string, content: string): Promise<void> {
    const wamid = `wamid.in.${++this.#count}`;
    this.#world.note(`customer ${threadKey.slice(-2)} writes ${wamid}: ${content}`);
    const contact = contactOf(threadKey);
    const place = { identity: identityOf(this.#plant.tenantId, threadKey), contact };
    const saying = { ...sayingOf(content, this.#world.now), whatsapp_message_id: wamid };
    const command: Command = { type: "receive_message", place, saying, passive: false };
    const request: Request = { keys: [`wa:${wamid}`], fingerprint: null, command };
    const take = () => this.#untilTaken(() => this.#thread(threadKey).take([request], [contact], []));
    if (this.#world.happens(this.#world.faults.repeated)) void take();
    const taken = await take();
    if (taken.kind !== "taken" || taken.results.some(({ ok }) => !ok)) throw new Error("a message was not taken");
    this.#world.note(`${wamid} is taken`);
    this.acknowledged.push({ thread_key: threadKey, wamid, message: null });
  }

  /** A client asks for something under a key of its own, a few times where it gets no answer. */
  async #wish(threadKey: string, command: Command): Promise<void> {
    const key = `idempotency:${++this.#count}`;
    this.#world.note(`a client of ${threadKey.slice(-2)} wishes ${command.type} under ${key}`);
    const request: Request = { keys: [key], fingerprint: command.type, command };
    const ask = async (tries: number): Promise<void> => {
      try {
        this.#answered(threadKey, command, key, await this.#thread(threadKey).execute(request));
      } catch {
        if (tries < MOST_TRIES) this.#world.after(AGAIN_MS, () => void ask(tries + 1));
      }
    };
    if (this.#world.happens(this.#world.faults.repeated)) void ask(1);
    await ask(1);
  }

  #answered(threadKey: string, { type }: Command, key: string, result: Result<Outcome, Rejection>): void {
    this.#world.note(`${key} is ${result.ok ? "done" : result.error.code}`);
    if (!result.ok) return;
    const { conversation, message } = result.value;
    if (conversation) this.#numbers.set(threadKey, conversation.number);
    if (type !== "send_message" || message === null) return;
    this.acknowledged.push({ thread_key: threadKey, wamid: null, message: { id: message.id, seq: message.seq } });
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

  #untilTaken<T>(call: () => Promise<T>): Promise<T> {
    return new Promise((resolve) => {
      const attempt = () => call().then(resolve, () => this.#world.after(AGAIN_MS, attempt));
      void attempt();
    });
  }

  #ignoring(work: Promise<unknown>): void {
    void work.catch(() => undefined);
  }

  #thread(threadKey: string): ConversationPort {
    return stubOf(this.#world, () => this.#plant.thread(threadKey), OUTSIDE) as ConversationPort;
  }

  #says(number: number, id: string, type: "agent" | "llm" = "agent"): Command {
    const saying = sayingOf("How can I help?", this.#world.now);
    return {
      type: "send_message",
      number,
      sender: { type, id, display_name: id },
      saying,
      deliver: true,
    };
  }
}

const identityOf = (tenantId: string, thread_key: string): Identity => ({
  tenant_id: tenantId,
  inbox_id: INBOX,
  outlet_id: OUTLET,
  channel: "whatsapp",
  thread_key,
});

const sayingOf = (content: string, at: number): Saying => ({
  message_type: "text",
  content,
  payload: { body: content },
  attachments: [],
  reply_to: null,
  referral: null,
  forwarded: null,
  whatsapp_message_id: null,
  timestamp: new Date(at).toISOString(),
  metadata: null,
});
