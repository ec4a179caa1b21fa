import { DurableObject } from "cloudflare:workers";
import type { Command, ReportedStatus, Verdict } from "../domain/commands.ts";
import { type Conversation, type ConversationView, conversationView } from "../domain/conversation.ts";
import { type Decision, decide } from "../domain/decide.ts";
import { mergeStatus } from "../domain/delivery.ts";
import { nextDue } from "../domain/due.ts";
import { type Event, isMessageEvent } from "../domain/events.ts";
import { parseMessageId } from "../domain/ids.ts";
import type { Policy } from "../domain/policy.ts";
import type { Rejection } from "../domain/rejections.ts";
import { claimable } from "../domain/sending.ts";
import type { Thread } from "../domain/thread.ts";
import { errorText, log } from "../lib/log.ts";
import { err, ok, type Result } from "../lib/result.ts";
import { configurationOf, policyOf } from "../tenant/configuration.ts";
import { Outbox } from "./outbox.ts";
import type { Outcome, Page, Request, SendRequest } from "./port.ts";
import { ConversationRepository, type Cursors, type KnownKey } from "./repository.ts";

/** Should the object die before it told everybody, its alarm does so this much later. */
const DRAIN_GUARD_MS = 30_000;

/** One thread: the shell around the rules. It loads, decides, stores, arms the one alarm and drains; no rule, no SQL. */
export class ConversationObject extends DurableObject<Cloudflare.Env> {
  readonly #repository = new ConversationRepository(this.ctx.storage);
  readonly #outbox = new Outbox(this.env);
  #thread: Thread;
  #cursors: Cursors;
  /** Conversations that the desk has not heard of since they changed. */
  #changed: Set<number>;
  #alarmAt: number | null = null;
  #draining: Promise<void> | null = null;

  constructor(ctx: DurableObjectState, env: Cloudflare.Env) {
    super(ctx, env);
    ({ thread: this.#thread, cursors: this.#cursors } = this.#repository.load());
    const untold = this.#repository.exists ? this.#repository.events(this.#cursors.desk, Number.MAX_SAFE_INTEGER) : [];
    this.#changed = new Set(untold.filter(showsInLists).map(({ number }) => number));
    ctx.blockConcurrencyWhile(async () => {
      this.#alarmAt = await ctx.storage.getAlarm();
    });
  }

  /** The only way in: a wish with the keys by which its repetition is known. */
  async execute(request: Request): Promise<Result<Outcome, Rejection>> {
    const policy = await this.#policy();
    const result = this.#execute(request, policy);
    this.#settle(policy);
    return result.ok ? ok(result.value.outcome) : result;
  }

  /** Several wishes of one webhook, in order; each is taken or refused for itself. */
  async executeAll(requests: Request[]): Promise<Result<null, Rejection>[]> {
    const policy = await this.#policy();
    const results = requests.map((request) => {
      const result = this.#execute(request, policy);
      return result.ok ? ok(null) : result;
    });
    this.#settle(policy);
    return results;
  }

  /** Status webhooks. One whose message is not known yet is kept until it is. */
  async reportStatuses(reports: { message_id: string | null; report: ReportedStatus }[]): Promise<void> {
    if (!this.#repository.exists) return;
    const policy = await this.#policy();
    for (const { message_id, report } of reports) {
      const seq = this.#seqOf(message_id, report.channel_message_id);
      if (seq === null) this.#repository.park(report, new Date().toISOString());
      else this.#reportStatus(seq, report, policy);
    }
    this.#settle(policy);
  }

  /** Gives the next message to whoever sends it; null when there is none, or one is in flight. */
  async claim(): Promise<SendRequest | null> {
    if (!this.#repository.exists) return null;
    const policy = await this.#policy();
    const request = this.#claim(policy);
    this.#settle(policy);
    return request;
  }

  /** Takes the verdict on an attempt and gives the next message to send. */
  async report(message_seq: number, attempt: number, verdict: Verdict): Promise<SendRequest | null> {
    const policy = await this.#policy();
    this.#command({ type: "report_send", message_seq, attempt, verdict }, policy);
    if (verdict.outcome === "accepted") {
      const parked = this.#repository.unpark(verdict.channel_message_id, new Date().toISOString());
      for (const report of parked) this.#reportStatus(message_seq, report, policy);
    }
    const next = this.#claim(policy);
    this.#settle(policy);
    return next;
  }

  /** A conversation of this thread; null when there is none of this number. */
  conversation(number: number): ConversationView | null {
    const conversation = this.#conversation(number);
    return conversation && this.#view(conversation);
  }

  /** Messages of a conversation as one JSON array, oldest first; null when there is no such conversation. */
  messages(number: number, page: Page): string | null {
    const conversation = this.#conversation(number);
    if (!conversation) return null;
    const next = this.#conversation(number + 1)?.first_seq ?? this.#thread.seq + 1;
    const range = {
      from: Math.max(conversation.first_seq, (page.after_seq ?? 0) + 1),
      through: Math.min(next - 1, (page.before_seq ?? Number.MAX_SAFE_INTEGER) - 1),
    };
    const end = page.after_seq === undefined ? "last" : "first";
    return `[${this.#repository.messages(range, page.limit, end).join(",")}]`;
  }

  /** The last messages that were said, for a model's context: what was suppressed was not said. */
  recent(number: number, count: number): string | null {
    const conversation = this.#conversation(number);
    if (!conversation) return null;
    const next = this.#conversation(number + 1)?.first_seq ?? this.#thread.seq + 1;
    return `[${this.#repository.said({ from: conversation.first_seq, through: next - 1 }, count).join(",")}]`;
  }

  /** The log after a seq: of the whole thread, in order, without a gap; null when there is no such conversation. */
  events(number: number, after: number, limit: number): Event[] | null {
    return this.#conversation(number) && this.#repository.events(after, limit);
  }

  override async alarm(): Promise<void> {
    this.#alarmAt = null;
    let next: number | null = Date.now() + DRAIN_GUARD_MS;
    try {
      const policy = await this.#policy();
      if (this.#repository.exists) this.#command({ type: "wake" }, policy);
      await this.#drain(true);
      if (!this.#isBehind()) next = nextDue(this.#thread, policy, Date.now());
    } catch (error) {
      // An alarm that throws is retried a few times and then dropped for good; this one comes again.
      log("error", "conversation.alarm_failed", { error: errorText(error) });
    }
    this.#arm(next);
  }

  #execute(request: Request, policy: Policy): Result<Executed, Rejection> {
    const known = this.#known(request);
    if (known) return known.ok ? ok({ outcome: known.value, events: [] }) : known;
    const before = this.#thread;
    const decision = decide(before, this.#resolve(request.command), policy, Date.now());
    if (!decision.ok) return decision;
    const outcome = this.#outcome(decision.value);
    const { events, thread } = decision.value;
    if (events.length > 0 || request.keys.length > 0) {
      this.#repository.transaction(() => {
        this.#repository.append(before, events, this.#cursors);
        this.#remember(request, outcome);
      });
    }
    this.#thread = thread;
    for (const { number } of events.filter(showsInLists)) this.#changed.add(number);
    return ok({ outcome, events });
  }

  /** The answer of before, for a key that is known: nothing happens twice. */
  #known({ keys, fingerprint }: Request): Result<Outcome, Rejection> | null {
    for (const key of keys) {
      const known = this.#repository.known(key);
      if (!known) continue;
      if (known.fingerprint !== null && known.fingerprint !== fingerprint) return err({ code: "idempotency_conflict" });
      return ok(known.answer === null ? this.#outcomeOf(known) : (JSON.parse(known.answer) as Outcome));
    }
    return null;
  }

  #remember({ keys, fingerprint }: Request, outcome: Outcome): void {
    const seq = outcome.message?.seq ?? null;
    for (const key of keys) {
      const mine = key.startsWith("idempotency:");
      this.#repository.remember(key, seq, mine ? fingerprint : null, mine ? JSON.stringify(outcome) : null);
    }
  }

  #outcome({ events, thread }: Decision): Outcome {
    const current = thread.current as Conversation;
    const message = events.findLast(isMessageEvent)?.message ?? null;
    const handoff = events.findLast((event) => event.type === "handoff.requested");
    const opened = events.some(({ type }) => type === "conversation.opened");
    return { conversation: this.#view(current, thread), message, handoff_reason: handoff?.reason ?? null, opened };
  }

  #outcomeOf({ seq }: KnownKey): Outcome {
    const message = seq === null ? null : this.#repository.message(seq);
    const conversation = this.#view(this.#thread.current as Conversation);
    return { conversation, message, handoff_reason: null, opened: false };
  }

  /** A reply names the channel's id or ours; the log shall know both. */
  #resolve(command: Command): Command {
    if (!("saying" in command) || command.saying.reply_to === null) return command;
    const { message_id, channel_message_id } = command.saying.reply_to;
    const seq = this.#seqOf(message_id, channel_message_id);
    const quoted = seq === null ? null : this.#repository.message(seq);
    if (!quoted) return command;
    const reply_to = { message_id: quoted.id, channel_message_id: quoted.whatsapp_message_id ?? channel_message_id };
    return { ...command, saying: { ...command.saying, reply_to } };
  }

  #seqOf(messageId: string | null, channelMessageId: string | null): number | null {
    const parsed = messageId === null ? null : parseMessageId(messageId);
    if (parsed && parsed.threadKey === this.#thread.identity?.thread_key && parsed.seq <= this.#thread.seq)
      return parsed.seq;
    return channelMessageId === null ? null : (this.#repository.known(`wa:${channelMessageId}`)?.seq ?? null);
  }

  #reportStatus(message_seq: number, report: ReportedStatus, policy: Policy): void {
    const message = this.#repository.message(message_seq);
    if (!message) return;
    const status = { status: report.status, at: report.at, error: report.error };
    if (mergeStatus(message, status) === message) return;
    this.#command({ type: "report_status", message_seq, report }, policy);
  }

  #claim(policy: Policy): SendRequest | null {
    const done = this.#command({ type: "claim_send" }, policy);
    const claimed = done.ok ? done.value.events.find((event) => event.type === "message.sending") : undefined;
    const message = claimed && this.#repository.message(claimed.message_seq);
    const { identity, contact } = this.#thread;
    if (!claimed || !message || !identity) return null;
    const { message_id = null, channel_message_id = null } = message.reply_to ?? {};
    const quoted = this.#seqOf(message_id, null);
    // The quoted message may have been accepted, and so got its channel's id, only after this one was written.
    const known = quoted === null ? null : this.#repository.message(quoted)?.whatsapp_message_id;
    const quoted_channel_message_id = known ?? channel_message_id;
    return { inbox_id: identity.inbox_id, attempt: claimed.attempt, message, contact, quoted_channel_message_id };
  }

  /** A command of our own machinery: safe to repeat, so it needs no key. */
  #command(command: Command, policy: Policy): Result<Executed, Rejection> {
    return this.#execute({ keys: [], fingerprint: null, command }, policy);
  }

  #conversation(number: number): Conversation | null {
    const { current } = this.#thread;
    if (!current || number < 1 || number > current.number) return null;
    return number === current.number ? current : this.#repository.closedConversation(number);
  }

  #view(conversation: Conversation, thread = this.#thread): ConversationView {
    if (!thread.identity) throw new Error("a conversation without a thread");
    return conversationView(thread.identity, thread.contact, conversation, thread.seq);
  }

  async #policy(): Promise<Policy> {
    return policyOf(await configurationOf(this.env, this.#tenantId));
  }

  get #tenantId(): string {
    return this.ctx.id.name?.split(":")[0] ?? this.#thread.identity?.tenant_id ?? "";
  }

  /** After a commit: the alarm first, so that what follows may fail; then those who must be told, behind the answer. */
  #settle(policy: Policy): void {
    if (!this.#repository.exists) return;
    const at = Date.now();
    this.#arm(nextDue(this.#thread, policy, at));
    if (this.#isBehind()) this.#arm(at + DRAIN_GUARD_MS);
    this.ctx.waitUntil(this.#drain(false));
  }

  /** IN5: the alarm is written only when it must come earlier: one that comes early finds nothing to do. */
  #arm(time: number | null): void {
    if (time === null || (this.#alarmAt !== null && this.#alarmAt <= time)) return;
    this.#alarmAt = time;
    // Not awaited: it is part of the same commit, and the answer waits for that in any case.
    void this.ctx.storage.setAlarm(time);
  }

  #isBehind(): boolean {
    return this.#cursors.desk < this.#thread.seq;
  }

  #drain(again: boolean): Promise<void> {
    this.#draining ??= this.#drainAll(again).finally(() => {
      this.#draining = null;
    });
    return this.#draining;
  }

  /** Tells everybody what lies behind their cursor; what is added meanwhile goes with the next round. */
  async #drainAll(again: boolean): Promise<void> {
    do {
      const { seq, identity, pending } = this.#thread;
      const send = claimable(pending, Date.now());
      if (identity && send) await this.#outbox.dispatch(identity, send, again);
      const numbers = [...this.#changed];
      this.#changed.clear();
      try {
        const views = numbers.map((number) => this.conversation(number)).filter((view) => view !== null);
        if (views.length > 0) await this.#outbox.project(this.#tenantId, views);
        this.#cursors = { ...this.#cursors, desk: seq };
      } catch (error) {
        for (const number of numbers) this.#changed.add(number);
        log("warn", "desk.unreachable", { error: errorText(error) });
        return;
      }
    } while (this.#isBehind());
  }
}

/** What a command led to, with the events themselves for whoever in here needs them. */
interface Executed {
  outcome: Outcome;
  events: Event[];
}

/** Whether an event changes what a list shows of its conversation: the way of a message to the channel does not. */
const showsInLists = ({ type }: Event): boolean =>
  type !== "message.sending" &&
  type !== "message.deferred" &&
  type !== "message.unanswered" &&
  type !== "message.status";
