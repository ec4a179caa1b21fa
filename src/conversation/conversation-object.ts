import { DurableObject } from "cloudflare:workers";
import type { MediaVerdict, ReportedStatus, Verdict } from "../domain/commands.ts";
import type { Contact, Conversation, ConversationView } from "../domain/conversation.ts";
import { nextDue } from "../domain/due.ts";
import type { Event } from "../domain/events.ts";
import { conversationId, messageId } from "../domain/ids.ts";
import { type Message, numberOf } from "../domain/message.ts";
import type { Policy } from "../domain/policy.ts";
import { doubtAbout } from "../domain/recognising.ts";
import type { Rejection } from "../domain/rejections.ts";
import { errorText, log } from "../lib/log.ts";
import { ok, type Result } from "../lib/result.ts";
import { configurationOf, policyOf } from "../tenant/configuration.ts";
import { Drain } from "./drain.ts";
import { Executor, movesInLists } from "./executor.ts";
import { Outbox, receiptOf } from "./outbox.ts";
import { LONGEST_WAIT_MS } from "./parking.ts";
import {
  type LinkCommand,
  type MediaRequest,
  type Outcome,
  type Page,
  type Request,
  type SendRequest,
  type Standing,
  type StatusReport,
  type Taken,
  threadAt,
} from "./port.ts";
import { ConversationRepository } from "./repository.ts";

/** Should the object die before it told everybody, its alarm does so this much later. */
const DRAIN_GUARD_MS = 30_000;

/** One thread: the shell around the rules. It loads, decides, stores, arms the one alarm and drains; no rule, no SQL. */
export class ConversationObject extends DurableObject<Cloudflare.Env> {
  readonly #repository = new ConversationRepository(this.ctx.storage);
  readonly #outbox = new Outbox(this.env);
  readonly #executor = new Executor(this.#repository);
  #alarmAt: number | null = null;
  readonly #drain = new Drain(this.#executor, this.#repository.messages, this.#outbox, () => this.#tenantId);

  constructor(ctx: DurableObjectState, env: Cloudflare.Env) {
    super(ctx, env);
    ctx.blockConcurrencyWhile(async () => {
      this.#alarmAt = await ctx.storage.getAlarm();
    });
  }

  /** The only way in: a wish with the keys by which its repetition is known. */
  async execute(request: Request): Promise<Result<Outcome, Rejection>> {
    const policy = await this.#policy();
    const result = this.#executor.execute(request, policy);
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
    const elsewhere = await this.#knownElsewhere(requests);
    // From here on nothing is waited for: what was found out still holds when the requests are executed.
    const doubt = doubtAbout(this.#executor.thread, people, claimed);
    if (doubt) return doubt;
    const results = requests.map((request) => {
      if (request.keys.some((key) => elsewhere.has(key))) return ok(null);
      const result = this.#executor.execute(request, policy);
      if (result.ok && policy.read_receipts === "on_receipt") this.#markRead(result.value.events);
      return result.ok ? ok(null) : result;
    });
    this.#settle(policy);
    return { kind: "taken", results };
  }

  /** Which of these keys are known; asked by a thread that this one leads to. */
  knows(keys: string[]): string[] {
    return this.#repository.exists ? keys.filter((key) => this.#repository.known(key) !== null) : [];
  }

  /** EX1: what came to a thread that leads here since is not taken again, for as long as the channel may repeat it. */
  async #knownElsewhere(requests: Request[]): Promise<Set<string>> {
    const { joined } = this.#executor.thread;
    const repeatable = joined.filter(({ at }) => Date.parse(at) > Date.now() - LONGEST_WAIT_MS);
    if (repeatable.length === 0) return new Set();
    const keys = requests.flatMap((request) => request.keys);
    const known = await Promise.all(
      repeatable.map(({ thread_key }) => threadAt(this.env, this.#tenantId, thread_key).knows(keys)),
    );
    const isUnchanged = this.#executor.thread.joined.length === joined.length;
    return isUnchanged ? new Set(known.flat()) : this.#knownElsewhere(requests);
  }

  /** Status webhooks. One whose message is not known yet is kept until it is; what no thread is there for comes back. */
  async reportStatuses(reports: StatusReport[]): Promise<{ unknown: StatusReport[]; forwarded_to: string | null }> {
    if (!this.#repository.exists) return { unknown: reports, forwarded_to: null };
    const { forwarded_to } = this.#executor.thread;
    const policy = await this.#policy();
    const unknown: StatusReport[] = [];
    for (const { message_id, report } of reports) {
      const seq = this.#executor.seqOf(message_id, report.channel_message_id);
      if (seq !== null) this.#reportStatus(seq, report, policy);
      else if (forwarded_to === null) this.#repository.messages.parked.addStatus(report, new Date().toISOString());
      else unknown.push({ message_id, report });
    }
    this.#settle(policy);
    return { unknown, forwarded_to };
  }

  /** How old this thread is, and what leads to it; null when there is none. */
  standing(): Standing | null {
    const { since, forwarded_to, user_ids } = this.#executor.thread;
    return since === null ? null : { since, forwarded_to, user_ids };
  }

  /** Makes two threads of one person one; says how this one stands from then on. */
  async link(command: LinkCommand): Promise<Standing> {
    const policy = await this.#policy();
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
    if (verdict.outcome === "accepted") this.#applyParked(message_seq, verdict.channel_message_id, policy);
    const next = this.#executor.claim(verdict.outcome === "accepted", policy);
    this.#settle(policy);
    return next;
  }

  /** Gives a customer's file to whoever fetches it; null when there is nothing to fetch, or somebody is at it. */
  async claimMedia(messageSeq: number): Promise<MediaRequest | null> {
    if (!this.#repository.exists) return null;
    const policy = await this.#policy();
    const request = this.#executor.claimMedia(messageSeq, policy);
    this.#settle(policy);
    return request;
  }

  /** Takes the verdict on an attempt to fetch a file. */
  async reportMedia(message_seq: number, attempt: number, verdict: MediaVerdict): Promise<void> {
    if (!this.#repository.exists) return;
    const policy = await this.#policy();
    const message = this.#repository.messages.get(message_seq);
    // It was taken back or purged while it was being fetched.
    if (!message || message.deleted_at !== null) this.#repository.messages.deleteMedia(this.#messageId(message_seq));
    const number = message ? numberOf(message) : 0;
    this.#executor.command({ type: "report_media", message_seq, number, attempt, verdict }, policy);
    this.#settle(policy);
  }

  #messageId(seq: number): string {
    return messageId(this.#executor.thread.identity?.thread_key ?? "", seq);
  }

  /** One message of this thread; null when it never was, or is purged. */
  message(messageSeq: number): Message | null {
    return this.#repository.messages.get(messageSeq);
  }

  /** The customer's last message, to be marked as read; null when the conversation is none of this thread's. */
  lastInbound(number: number): { inbox_id: string; channel_message_id: string } | null {
    const { identity, last_inbound_id } = this.#executor.thread;
    if (!this.#executor.conversation(number) || !identity || last_inbound_id === null) return null;
    return { inbox_id: identity.inbox_id, channel_message_id: last_inbound_id };
  }

  /** A conversation of this thread; null when there is none of this number. */
  conversation(number: number): ConversationView | null {
    const conversation = this.#executor.conversation(number);
    return conversation && this.#executor.view(conversation);
  }

  /** Messages of a conversation as one JSON array, oldest first; null when there is no such conversation. */
  messages(number: number, page: Page): string | null {
    const conversation = this.#executor.conversation(number);
    if (!conversation) return null;
    const whole = this.#rangeOf(conversation);
    const range = {
      ...whole,
      from: Math.max(whole.from, (page.after_seq ?? 0) + 1),
      through: Math.min(whole.through, (page.before_seq ?? Number.MAX_SAFE_INTEGER) - 1),
    };
    const end = page.after_seq === undefined ? "last" : "first";
    return `[${this.#repository.messages.page(range, page.limit, end).join(",")}]`;
  }

  /** The last messages that were said, for a model's context: what was suppressed was not said. */
  recent(number: number, count: number): string | null {
    const conversation = this.#executor.conversation(number);
    if (!conversation) return null;
    return `[${this.#repository.messages.said(this.#rangeOf(conversation), count).join(",")}]`;
  }

  /** Where a conversation's messages lie in the log; those of the history may lie anywhere. */
  #rangeOf({ number, first_seq }: Conversation) {
    const { thread } = this.#executor;
    const conversation_id = conversationId(thread.identity?.thread_key ?? "", number);
    const next = number === 0 ? null : this.#executor.conversation(number + 1);
    return { conversation_id, from: first_seq, through: (next?.first_seq ?? thread.seq + 1) - 1 };
  }

  /** The log after a seq: of the whole thread, in order, without a gap; null when there is no such conversation. */
  events(number: number, after: number, limit: number): Event[] | null {
    return this.#executor.conversation(number) && this.#repository.events(after, limit);
  }

  override async alarm(): Promise<void> {
    this.#alarmAt = null;
    let next: number | null = Date.now() + DRAIN_GUARD_MS;
    try {
      const policy = await this.#policy();
      if (this.#repository.exists) this.#executor.command({ type: "wake" }, policy);
      await this.#drain.run(true);
      if (!this.#drain.isBehind) next = nextDue(this.#executor.thread, policy, Date.now());
    } catch (error) {
      // An alarm that throws is retried a few times and then dropped for good; this one comes again.
      log("error", "conversation.alarm_failed", { error: errorText(error) });
    }
    this.#arm(next);
  }

  #reportStatus(messageSeq: number, report: ReportedStatus, policy: Policy): void {
    this.#executor.reportStatus(messageSeq, report, policy);
    this.#applyParked(messageSeq, report.channel_message_id, policy);
  }

  /** DL3: from now on it is known whose these statuses are. */
  #applyParked(messageSeq: number, channelMessageId: string, policy: Policy): void {
    for (const report of this.#repository.messages.parked.takeStatuses(channelMessageId)) {
      this.#executor.reportStatus(messageSeq, report, policy);
    }
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
    const at = Date.now();
    const due = nextDue(this.#executor.thread, policy, at);
    const guard = this.#drain.isBehind ? at + DRAIN_GUARD_MS : null;
    this.#arm(due === null || guard === null ? (due ?? guard) : Math.min(due, guard));
    this.ctx.waitUntil(this.#drain.run(false));
  }

  /** IN5: the alarm is written only when it must come earlier: one that comes early finds nothing to do. */
  #arm(time: number | null): void {
    // One that is long overdue was lost: nothing would ring unless it is set again.
    const isComing = this.#alarmAt !== null && this.#alarmAt > Date.now() - DRAIN_GUARD_MS;
    if (time === null || (isComing && Number(this.#alarmAt) <= time)) return;
    this.#alarmAt = time;
    // Not awaited: it is part of the same commit, and the answer waits for that in any case.
    void this.ctx.storage.setAlarm(time);
  }
}
