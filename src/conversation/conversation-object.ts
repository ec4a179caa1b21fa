import { DurableObject } from "cloudflare:workers";
import type { ReportedStatus, Verdict } from "../domain/commands.ts";
import type { ConversationView } from "../domain/conversation.ts";
import { nextDue } from "../domain/due.ts";
import type { Event } from "../domain/events.ts";
import { numberOf } from "../domain/message.ts";
import type { Policy } from "../domain/policy.ts";
import type { Rejection } from "../domain/rejections.ts";
import { claimable } from "../domain/sending.ts";
import { errorText, log } from "../lib/log.ts";
import { ok, type Result } from "../lib/result.ts";
import { configurationOf, policyOf } from "../tenant/configuration.ts";
import { Executor, movesInLists } from "./executor.ts";
import { Outbox } from "./outbox.ts";
import type { Outcome, Page, Request, SendRequest } from "./port.ts";
import { ConversationRepository } from "./repository.ts";

/** Should the object die before it told everybody, its alarm does so this much later. */
const DRAIN_GUARD_MS = 30_000;

/** One thread: the shell around the rules. It loads, decides, stores, arms the one alarm and drains; no rule, no SQL. */
export class ConversationObject extends DurableObject<Cloudflare.Env> {
  readonly #repository = new ConversationRepository(this.ctx.storage);
  readonly #outbox = new Outbox(this.env);
  readonly #executor = new Executor(this.#repository);
  #alarmAt: number | null = null;
  #draining: Promise<void> | null = null;

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
    if (result.value.events.some(movesInLists)) await this.#drain(false);
    return ok(result.value.outcome);
  }

  /** Several wishes of one webhook, in order; each is taken or refused for itself. */
  async executeAll(requests: Request[]): Promise<Result<null, Rejection>[]> {
    const policy = await this.#policy();
    const results = requests.map((request) => {
      const result = this.#executor.execute(request, policy);
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
      const seq = this.#executor.seqOf(message_id, report.channel_message_id);
      if (seq === null) this.#repository.park(report, new Date().toISOString());
      else this.#reportStatus(seq, report, policy);
    }
    this.#settle(policy);
  }

  /** Gives the next message to whoever sends it; null when there is none, or one is in flight. */
  async claim(): Promise<SendRequest | null> {
    if (!this.#repository.exists) return null;
    const policy = await this.#policy();
    const request = this.#executor.claim(policy);
    this.#settle(policy);
    return request;
  }

  /** Takes the verdict on an attempt and gives the next message to send. */
  async report(message_seq: number, attempt: number, verdict: Verdict): Promise<SendRequest | null> {
    const policy = await this.#policy();
    const message = this.#repository.message(message_seq);
    if (message === null) return null;
    const number = numberOf(message);
    this.#executor.command({ type: "report_send", message_seq, number, attempt, verdict }, policy);
    if (verdict.outcome === "accepted") this.#applyParked(message_seq, verdict.channel_message_id, policy);
    const next = this.#executor.claim(policy);
    this.#settle(policy);
    return next;
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
    const next = this.#executor.conversation(number + 1)?.first_seq ?? this.#executor.thread.seq + 1;
    const range = {
      from: Math.max(conversation.first_seq, (page.after_seq ?? 0) + 1),
      through: Math.min(next - 1, (page.before_seq ?? Number.MAX_SAFE_INTEGER) - 1),
    };
    const end = page.after_seq === undefined ? "last" : "first";
    return `[${this.#repository.messages(range, page.limit, end).join(",")}]`;
  }

  /** The last messages that were said, for a model's context: what was suppressed was not said. */
  recent(number: number, count: number): string | null {
    const conversation = this.#executor.conversation(number);
    if (!conversation) return null;
    const next = this.#executor.conversation(number + 1)?.first_seq ?? this.#executor.thread.seq + 1;
    return `[${this.#repository.said({ from: conversation.first_seq, through: next - 1 }, count).join(",")}]`;
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
      await this.#drain(true);
      if (!this.#isBehind()) next = nextDue(this.#executor.thread, policy, Date.now());
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
    for (const report of this.#repository.unpark(channelMessageId)) {
      this.#executor.reportStatus(messageSeq, report, policy);
    }
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
    const guard = this.#isBehind() ? at + DRAIN_GUARD_MS : null;
    this.#arm(due === null || guard === null ? (due ?? guard) : Math.min(due, guard));
    this.ctx.waitUntil(this.#drain(false));
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

  #isBehind(): boolean {
    return this.#executor.cursors.desk < this.#executor.thread.seq;
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
      const { seq, identity, pending } = this.#executor.thread;
      const send = claimable(pending, Date.now());
      if (identity && send) await this.#outbox.dispatch(identity, send, again);
      const numbers = [...this.#executor.changed];
      this.#executor.changed.clear();
      try {
        const views = numbers.map((number) => this.conversation(number)).filter((view) => view !== null);
        if (views.length > 0) await this.#outbox.project(this.#tenantId, views);
        this.#executor.cursors = { ...this.#executor.cursors, desk: seq };
      } catch (error) {
        for (const number of numbers) this.#executor.changed.add(number);
        log("warn", "desk.unreachable", { error: errorText(error) });
        return;
      }
    } while (this.#isBehind());
  }
}
