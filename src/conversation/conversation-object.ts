import { DurableObject } from "cloudflare:workers";
import type { Command, MediaVerdict, Verdict } from "../domain/commands.ts";
import type { Actor, Contact, ConversationView } from "../domain/conversation.ts";
import { earliest, nextDue } from "../domain/due.ts";
import type { Event } from "../domain/events.ts";
import { type Message, numberOf } from "../domain/message.ts";
import type { Policy } from "../domain/policy.ts";
import type { Rejection } from "../domain/rejections.ts";
import { errorText, log } from "../lib/log.ts";
import { OneAlarm } from "../lib/one-alarm.ts";
import { err, ok, type Result } from "../lib/result.ts";
import { configurationOf, policyOf } from "../tenant/configuration.ts";
import { Drain } from "./drain.ts";
import { Erasure } from "./erasure.ts";
import { Executor } from "./executor.ts";
import { foresee } from "./foreseeing.ts";
import { Identification } from "./identification.ts";
import { Outbox, receiptOf } from "./outbox.ts";
import type {
  Erasing,
  Foreseen,
  Inbound,
  LinkCommand,
  Logged,
  MediaRequest,
  Outcome,
  Page,
  Request,
  SendRequest,
  Standing,
  StatusReport,
  Taken,
  Telt,
  Untold,
} from "./port.ts";
import { Reading } from "./reading.ts";
import { ConversationRepository } from "./repository.ts";
import { SharedTurn } from "./shared-turn.ts";
import { movesInLists } from "./showing.ts";
import { Statuses } from "./statuses.ts";
import { Taking } from "./taking.ts";
import type { Documented, Part } from "./told.ts";

/** An alarm that failed comes again this much later. */
const ALARM_RETRY_MS = 30_000;

/** One thread: the shell around the rules. It loads, decides, stores, arms the one alarm and drains; no rule, no SQL. */
export class ConversationObject extends DurableObject<Cloudflare.Env> {
  readonly #repository = new ConversationRepository(this.ctx.storage);
  readonly #outbox = new Outbox(this.env);
  readonly #executor = new Executor(this.#repository);
  readonly #reading = new Reading(this.#executor, this.#repository);
  readonly #alarm = new OneAlarm(this.ctx);
  readonly #turn = new SharedTurn();
  readonly #drain = new Drain(this.#executor, this.#repository, this.#outbox, () => this.#tenantId);
  readonly #erasure = new Erasure(this.#executor, this.#repository, this.env, () => this.#tenantId);
  readonly #taking = new Taking(this.#executor, this.#erasure, this.env, () => this.#tenantId);
  readonly #statuses = new Statuses(this.#executor, this.#erasure, this.#repository.messages.parked);

  readonly #identification = new Identification(this.#executor, this.env, () => this.#tenantId);

  /** The only way in: a wish with the keys by which its repetition is known. */
  async execute(request: Request): Promise<Result<Outcome, Rejection>> {
    const policy = await this.#policy();
    await this.#identification.look(request.command, policy);
    await this.#turn.join();
    const result = await this.#erasure.knowing(request.keys, (erased) =>
      erased.size > 0 ? err({ code: "thread_erased" } as const) : this.#executor.execute(request, policy),
    );
    this.#settle(policy);
    if (!result.ok) return result;
    // Whoever opens, closes or assigns a conversation finds it so in the list; a message need not wait for that.
    if (result.value.events.some(movesInLists)) await this.#drain.run(false);
    return ok(result.value.outcome);
  }

  /**
   * What a channel brings of one person, in order; each is taken or refused for itself. Nothing is taken while it is not
   * certain that this is the person's thread.
   * @param claimed business-scoped user ids that lead here, as the directory says
   */
  async take(requests: Request[], people: Contact[], claimed: string[]): Promise<Taken> {
    const policy = await this.#policy();
    await this.#identification.look(null, policy, people);
    await this.#turn.join();
    const taken = await this.#taking.take({ requests, people, claimed }, policy, (events) => {
      if (policy.read_receipts === "on_receipt") this.#markRead(events);
    });
    if (taken.kind === "taken") this.#settle(policy);
    return taken;
  }

  /** Which of these keys are known, also of what was erased; asked by a thread that this one leads to. */
  async knows(keys: string[]): Promise<string[]> {
    if (!this.#repository.exists) return [];
    // Asked before it is waited for anything: what comes after this question is no part of the answer.
    const known = new Set(keys.filter((key) => this.#repository.known(key) !== null));
    return this.#erasure.knowing(keys, (erased) => keys.filter((key) => known.has(key) || erased.has(key)));
  }

  /** Status webhooks. One whose message is not known yet is kept until it is; what no thread is there for comes back. */
  async reportStatuses(reports: StatusReport[]): Promise<{ unknown: StatusReport[]; forwarded_to: string | null }> {
    if (!this.#repository.exists) return { unknown: reports, forwarded_to: null };
    const policy = await this.#policy();
    const reported = await this.#statuses.report(reports, policy);
    this.#settle(policy);
    return reported;
  }

  /** How old this thread is, and what leads to it; null when there is none. */
  standing(): Standing | null {
    return this.#reading.standing();
  }

  /** Forgets all that is held of the person here, in the list and among the files. Safe to repeat. */
  async erase(of: Extract<Command, { type: "erase_thread" }>["of"], actor: Actor): Promise<Result<Erasing, Rejection>> {
    const policy = await this.#policy();
    const done = await this.#erasure.erase({ type: "erase_thread", of, actor }, policy);
    if (!done.ok) return done;
    // The alarm went with all else.
    this.#alarm.gone();
    this.#settle(policy);
    await this.#drain.run(false);
    const { erased, joined, forwarded_to } = this.#executor.thread;
    const linked = [...joined.map(({ thread_key }) => thread_key), ...(forwarded_to === null ? [] : [forwarded_to])];
    return ok({ at: erased?.at ?? null, linked, is_done: this.#drain.hasForgotten });
  }

  /** Makes two threads of one person one; says how this one stands from then on. */
  async link(command: LinkCommand): Promise<Standing> {
    const policy = await this.#policy();
    if (command.type === "leave_phone") await this.#erasure.leavePhone(command.phone);
    const result = this.#executor.command(command, policy);
    if (!result.ok) throw new Error(`a thread refused to be linked: ${result.error.code}`);
    this.#settle(policy);
    const standing = this.standing();
    if (standing === null) throw new Error("a thread was linked and is not there");
    return standing;
  }

  /** Gives the next message to whoever sends it; null when there is none, or one is in flight. */
  async claim(resume: boolean): Promise<SendRequest | null> {
    if (!this.#repository.exists) return null;
    const policy = await this.#policy();
    const request = this.#executor.claim(resume, policy);
    this.#settle(policy);
    return request;
  }

  /** Takes the verdict on an attempt and gives the next message to send. */
  async report(message_seq: number, attempt: number, verdict: Verdict): Promise<SendRequest | null> {
    const policy = await this.#policy();
    const message = this.#repository.messages.get(message_seq);
    if (message === null) return null;
    const number = numberOf(message);
    this.#executor.command({ type: "report_send", message_seq, number, attempt, verdict }, policy);
    if (verdict.outcome === "accepted") this.#statuses.applyParked(message_seq, verdict.channel_message_id, policy);
    const next = this.#executor.claim(verdict.outcome === "accepted", policy);
    this.#settle(policy);
    return next;
  }

  /** Gives a customer's file to whoever fetches it; null when there is nothing to fetch, or somebody is at it. */
  async claimMedia(messageSeq: number): Promise<MediaRequest | null> {
    if (!this.#repository.exists) return null;
    const policy = await this.#policy();
    this.#drain.dropLateFile(messageSeq);
    const request = this.#executor.claimMedia(messageSeq, policy);
    this.#settle(policy);
    return request;
  }

  /** Takes the verdict on an attempt to fetch a file. */
  async reportMedia(message_seq: number, attempt: number, verdict: MediaVerdict): Promise<void> {
    if (!this.#repository.exists) return;
    const policy = await this.#policy();
    const message = this.#repository.messages.get(message_seq);
    this.#drain.dropLateFile(message_seq);
    const number = message ? numberOf(message) : 0;
    this.#executor.command({ type: "report_media", message_seq, number, attempt, verdict }, policy);
    this.#settle(policy);
  }

  /** One message of this thread; null when it never was, or is purged. */
  message(messageSeq: number): Message | null {
    return this.#repository.messages.get(messageSeq);
  }

  lastInbound(number: number): Inbound | null {
    return this.#reading.lastInbound(number);
  }

  bears(mediaId: string): boolean {
    return this.#repository.messages.bears(mediaId);
  }

  /** A conversation of this thread; null when there is none of this number. */
  conversation(number: number): ConversationView | null {
    const conversation = this.#executor.conversation(number);
    return conversation && this.#executor.view(conversation);
  }

  messages(number: number, page: Page): string | null {
    return this.#reading.messages(number, page);
  }

  recent(number: number, count: number): string | null {
    return this.#reading.recent(number, count);
  }

  document(numbers: number[], part: Part): Documented {
    return this.#reading.document(numbers, part);
  }

  async tell(after: number, limit: number, hasContext = true): Promise<Telt> {
    const configuration = await configurationOf(this.env, this.#tenantId);
    const inbox = configuration?.inboxes.find(({ id }) => id === this.#executor.thread.identity?.inbox_id);
    const our_number = inbox?.channel.type === "whatsapp" ? inbox.channel.display_phone_number : null;
    return this.#reading.tell({ after, limit, hasContext }, our_number);
  }

  untold(limit: number): Untold | null {
    return this.#repository.exists ? this.#reading.untold(this.#executor.cursors.services, limit) : null;
  }

  heard(through: number): void {
    this.#drain.heard(through);
  }

  watch(): void {
    this.#drain.watch();
  }

  seqBefore(time: string): number {
    return this.#repository.seqBefore(time);
  }

  /** The log after a seq: of the whole thread, in order, without a gap; null when there is no such conversation. */
  events(number: number, after: number, limit: number): Logged | null {
    return this.#reading.events(number, after, limit);
  }

  notes(number: number, after: number, limit: number): Extract<Event, { type: "note.added" }>[] | null {
    return this.#executor.conversation(number) && this.#repository.notes(number, after, limit);
  }

  async foresee(commands: Command[]): Promise<Foreseen[]> {
    return foresee(this.#executor.thread, commands, await this.#policy(), Date.now());
  }

  override async alarm(): Promise<void> {
    this.#alarm.gone();
    let next: number | null = Date.now() + ALARM_RETRY_MS;
    try {
      const policy = await this.#policy();
      if (this.#repository.exists) this.#executor.command({ type: "wake" }, policy);
      await this.#drain.run(true);
      next = this.#nextDue(policy);
    } catch (error) {
      // An alarm that throws is retried a few times and then dropped for good; this one comes again.
      log("error", "conversation.alarm_failed", { error: errorText(error) });
    }
    this.#alarm.arm(next);
  }

  /** DL10: the customer sees at once that they were read. Nothing is made up for: a receipt that is lost is lost. */
  #markRead(events: Event[]): void {
    const job = receiptOf(this.#executor.thread, events);
    if (job) this.ctx.waitUntil(this.#outbox.markRead(job));
  }

  async #policy(): Promise<Policy> {
    return policyOf(await configurationOf(this.env, this.#tenantId));
  }

  get #tenantId(): string {
    return this.ctx.id.name?.split(":")[0] ?? this.#executor.thread.identity?.tenant_id ?? "";
  }

  /** After a commit: the alarm first, so that what follows may fail; then those who must be told, behind the answer. */
  #settle(policy: Policy): void {
    if (!this.#repository.exists) return;
    this.#alarm.arm(this.#nextDue(policy));
    this.ctx.waitUntil(this.#drain.run(false));
    if (this.#identification.isOpen) this.ctx.waitUntil(this.#identify(policy));
  }

  /** The earliest time at which it has to do something by itself; null when never. */
  #nextDue(policy: Policy): number | null {
    const at = Date.now();
    return earliest([nextDue(this.#executor.thread, policy, at), this.#drain.nextDue(at)]);
  }

  /** Who was never heard of before could not be looked up before. */
  async #identify(policy: Policy): Promise<void> {
    if (await this.#identification.look(null, policy)) this.#settle(policy);
  }
}
