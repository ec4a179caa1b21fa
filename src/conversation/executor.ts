import type { Command, ReportedStatus } from "../domain/commands.ts";
import { type Conversation, type ConversationView, conversationView } from "../domain/conversation.ts";
import { type Decision, decide } from "../domain/decide.ts";
import { mergeStatus } from "../domain/delivery.ts";
import { type Event, isMessageEvent } from "../domain/events.ts";
import { parseMessageId } from "../domain/ids.ts";
import { type Attachment, type Message, numberOf } from "../domain/message.ts";
import type { Policy } from "../domain/policy.ts";
import type { Rejection } from "../domain/rejections.ts";
import { attemptsThatCount } from "../domain/sending.ts";
import type { Thread } from "../domain/thread.ts";
import { err, ok, type Result } from "../lib/result.ts";
import type { MediaRequest, Outcome, Request, SendRequest } from "./port.ts";
import { MOST_TOLD, portion } from "./portion.ts";
import type { ConversationRepository, Cursors, KnownKey } from "./repository.ts";
import { movesInLists, showsInLists } from "./showing.ts";

/** So many events are kept in memory for the desk. */
const MOST_RECENT = 200;

/** What a command led to, with the events themselves for whoever in here needs them. */
interface Executed {
  outcome: Outcome;
  events: Event[];
}

/** The thread in memory and on disk: a command is known, refused, or decided and stored. Synchronous throughout. */
export class Executor {
  readonly #repository: ConversationRepository;
  /** Conversations that the desk has not heard of since they changed, each with the seq of its last change. */
  readonly changed = new Map<number, number>();
  cursors: Cursors;
  thread: Thread;
  /** The last event that changes where its conversation stands in the lists, as far as the desk may not know of it. */
  movedSeq: number;
  /** What was appended since the desk was told, and perhaps before; null where the log must be read. */
  #recent: Event[] | null;

  constructor(repository: ConversationRepository) {
    this.#repository = repository;
    ({ thread: this.thread, cursors: this.cursors } = repository.load());
    const recent: Event[] = [];
    this.movedSeq = 0;
    for (const event of repository.eachEvent(this.cursors.desk)) {
      if (recent.length < MOST_RECENT) recent.push(event);
      if (movesInLists(event)) this.movedSeq = event.seq;
      this.#noteChanges([event]);
    }
    this.#recent = recent.length < MOST_RECENT ? recent : null;
  }

  /** @returns what the command led to, or the rule that refuses it */
  execute(request: Request, policy: Policy): Result<Executed, Rejection> {
    const known = this.#supplement(request, policy) ?? this.#known(request);
    if (known) return known.ok ? ok({ outcome: known.value, events: [] }) : known;
    const before = this.thread;
    const command = this.#resolve(this.#repository.messages.parked.withChanges(request.command));
    if (command === null) return err({ code: "quoted_message_not_found" });
    const decision = decide(before, command, policy, Date.now());
    if (!decision.ok) return decision;
    const { events, thread } = decision.value;
    const outcome =
      events.length > 0 || request.keys.length > 0
        ? this.#repository.transaction(() => this.#commit(request, before, decision.value))
        : this.#outcome(decision.value);
    this.thread = thread;
    this.movedSeq = events.findLast(movesInLists)?.seq ?? this.movedSeq;
    this.#recall(events);
    this.#noteChanges(events);
    return ok({ outcome, events });
  }

  #noteChanges(events: readonly Event[]): void {
    for (const event of events.filter(showsInLists))
      for (const number of this.#changedBy(event)) this.changed.set(number, event.seq);
  }

  /** Keeps what was just appended, unless it changed what was before. */
  #recall(events: readonly Event[]): void {
    const isPlain = !events.some(({ type }) => type === "message.changed" || type === "messages.purged");
    const isFew = (this.#recent?.length ?? 0) + events.length < MOST_RECENT;
    if (isPlain && isFew) this.#recent?.push(...events);
    else this.#recent = null;
  }

  /** What the desk has not been told, the oldest first; so many events at most, and fewer where they are large. */
  untold(limit: number): Event[] {
    const { desk } = this.cursors;
    if (this.#recent !== null) this.#recent = this.#recent.filter(({ seq }) => seq > desk);
    const untold = portion(this.#recent ?? this.#repository.eachEvent(desk), limit, MOST_TOLD);
    if (this.#recent !== null) return untold;
    // What was read up to its end can be gone on with.
    const isWhole = (untold.at(-1)?.seq ?? this.thread.seq) === this.thread.seq;
    if (isWhole && untold.length < MOST_RECENT) this.#recent = untold;
    return untold;
  }

  /** Within a transaction. */
  #commit(request: Request, before: Thread, decision: Decision): Outcome {
    this.#repository.append(before, decision.events, this.cursors);
    const outcome = this.#outcome(decision);
    this.#remember(request, outcome, decision.events);
    return outcome;
  }

  /** The conversations that are listed otherwise from now on: a change may mean a message of another than today's. */
  #changedBy(event: Event): number[] {
    const seq = event.type === "message.changed" && event.change.type !== "reaction" ? event.target.message_seq : null;
    const message = seq === null ? null : this.#repository.messages.get(seq);
    return message ? [...new Set([event.number, numberOf(message)])] : [event.number];
  }

  /**
   * The history names a file first by a placeholder and later by itself, under the same id and in whichever way: what is
   * known gets it as an edit. Null where there is nothing to add.
   */
  #supplement({ command, keys }: Request, policy: Policy): Result<Outcome, Rejection> | null {
    if (!("saying" in command) || !("place" in command) || !("identity" in command.place)) return null;
    if (command.saying.attachments.length === 0) return null;
    const known = keys.map((key) => this.#repository.known(key)?.seq ?? null).find((seq) => seq !== null);
    const message = known === undefined ? null : this.#repository.messages.get(known);
    if (message?.origin !== "history" || message.attachments.length > 0 || message.deleted_at !== null) return null;
    const { message_type, content, payload, attachments, timestamp, whatsapp_message_id } = command.saying;
    const edit = { message_type, content, payload, attachments };
    const target = { message_id: message.id, message_seq: message.seq, channel_message_id: whatsapp_message_id };
    const change = { type: "edit", edit, at: timestamp } as const;
    const by = message.direction === "in" ? "customer" : "agent";
    const done = this.command({ type: "change_message", place: command.place, by, target, change }, policy);
    return done.ok ? ok(done.value.outcome) : done;
  }

  /** The answer of before, for a key that is known: nothing happens twice. */
  #known({ keys, fingerprint }: Request): Result<Outcome, Rejection> | null {
    for (const key of keys) {
      const known = this.#repository.known(key);
      if (!known) continue;
      if (known.fingerprint !== null && known.fingerprint !== fingerprint) return err({ code: "idempotency_conflict" });
      return ok(known.answer === null ? this.#outcomeOf(known) : this.#withLastMessage(JSON.parse(known.answer)));
    }
    return null;
  }

  #remember({ keys, fingerprint }: Request, outcome: Outcome, events: Event[]): void {
    // What changed a message is no message, but its key goes with its place in the log when that is purged.
    const seq = outcome.message?.seq ?? events.at(-1)?.seq ?? null;
    for (const key of keys) {
      const mine = key.startsWith("idempotency:");
      this.#repository.remember(key, seq, mine ? fingerprint : null, mine ? answerOf(outcome) : null);
    }
  }

  /** An answer of before, with whose it is (VS1) and what was said last as that stands now: it may be gone. */
  #withLastMessage(outcome: Outcome): Outcome {
    const { conversation } = outcome;
    const found = conversation && this.conversation(conversation.number);
    if (!found) return outcome;
    const { outlet_id, last_message } = this.view(found);
    return { ...outcome, conversation: { ...conversation, outlet_id, last_message } };
  }

  #outcome({ events, thread, overdue }: Decision): Outcome {
    const own = events.slice(overdue);
    // The first: what we say of ourselves because of a message, such as that nobody is there, comes after it.
    const message = own.find(isMessageEvent)?.message ?? null;
    const handoff = own.findLast((event) => event.type === "handoff.requested");
    const opened = own.some(({ type }) => type === "conversation.opened");
    const conversation = thread.current && this.view(thread.current, thread);
    return { conversation, message, handoff_reason: handoff?.reason ?? null, opened };
  }

  #outcomeOf({ seq }: KnownKey): Outcome {
    const message = seq === null ? null : this.#repository.messages.get(seq);
    const conversation = this.thread.current && this.view(this.thread.current);
    return { conversation, message, handoff_reason: null, opened: false };
  }

  /**
   * A reply names the channel's id or ours; the log shall know both. Null where it names one of ours that is not here:
   * a client's mistake, while the channel may quote what we never saw.
   */
  #resolve(command: Command): Command | null {
    if (command.type === "change_message") return this.#aimed(command);
    if (!("saying" in command) || !command.saying?.reply_to) return command;
    const { message_id, channel_message_id } = command.saying.reply_to;
    const seq = this.seqOf(message_id, channel_message_id);
    const quoted = seq === null ? null : this.#repository.messages.get(seq);
    if (!quoted) return message_id === null ? command : null;
    const reply_to = { message_id: quoted.id, channel_message_id: quoted.whatsapp_message_id ?? channel_message_id };
    return { ...command, saying: { ...command.saying, reply_to } } as Command;
  }

  /** A change names the message by the channel's id. */
  #aimed(command: Extract<Command, { type: "change_message" }>): Command {
    const { channel_message_id } = command.target;
    const seq = this.seqOf(null, channel_message_id);
    const message = seq === null ? null : this.#repository.messages.get(seq);
    const target = { message_id: message?.id ?? null, message_seq: message?.seq ?? null, channel_message_id };
    return { ...command, target };
  }

  /** The place of a message in the log, by our id or by the channel's. */
  seqOf(messageId: string | null, channelMessageId: string | null): number | null {
    const parsed = messageId === null ? null : parseMessageId(messageId);
    if (parsed && parsed.threadKey === this.thread.identity?.thread_key && parsed.seq <= this.thread.seq)
      return parsed.seq;
    if (channelMessageId === null) return null;
    // What another app said or heard is known by a key of its own.
    const keys = [`wa:${channelMessageId}`, `standby:${channelMessageId}`];
    return keys.map((key) => this.#repository.known(key)?.seq ?? null).find((seq) => seq !== null) ?? null;
  }

  /** A status of a message; one that brings nothing new is no event. */
  reportStatus(message_seq: number, report: ReportedStatus, policy: Policy): void {
    const message = this.#repository.messages.get(message_seq);
    // What a customer said has no way to its receiver.
    if (message?.direction !== "out") return;
    const status = { status: report.status, at: report.at, error: report.error };
    if (mergeStatus(message, status) === message) return;
    const number = numberOf(message);
    this.command({ type: "report_status", message_seq, number, report }, policy);
    // DL2: it was delivered after all, and the list said that it failed.
    if (message.status === "failed") this.changed.set(number, this.thread.seq);
  }

  /** The next message to send, once it is recorded that it is being sent. */
  claim(resume: boolean, policy: Policy): SendRequest | null {
    const done = this.command({ type: "claim_send", resume }, policy);
    const claimed = done.ok ? done.value.events.find((event) => event.type === "message.sending") : undefined;
    const message = claimed && this.#repository.messages.get(claimed.message_seq);
    const { identity, contact } = this.thread;
    if (!claimed || !message || !identity) return null;
    const quoted_channel_message_id = this.withQuoted(message).reply_to?.channel_message_id ?? null;
    const { attempt, marks_read, by_service = false } = claimed;
    const [sending] = this.thread.pending;
    const tries = sending ? attemptsThatCount(sending) : attempt;
    const { inbox_id } = identity;
    return { inbox_id, attempt, tries, message, contact, quoted_channel_message_id, marks_read, by_service };
  }

  /** The quoted message may have been accepted, and so got its channel's id, only after this one was written. */
  withQuoted(message: Message): Message {
    const { reply_to } = message;
    const seq = reply_to ? this.seqOf(reply_to.message_id, null) : null;
    const known = seq === null ? null : this.#repository.messages.get(seq)?.whatsapp_message_id;
    return reply_to && known ? { ...message, reply_to: { ...reply_to, channel_message_id: known } } : message;
  }

  /** A customer's file to fetch, once it is recorded that it is being fetched. */
  claimMedia(message_seq: number, policy: Policy): MediaRequest | null {
    const done = this.command({ type: "claim_media", message_seq }, policy);
    const claimed = done.ok ? done.value.events.find((event) => event.type === "media.fetching") : undefined;
    const attachment = claimed && this.#repository.messages.get(message_seq)?.attachments.find(isPending);
    const { identity } = this.thread;
    if (!claimed || !identity) return null;
    if (!attachment) {
      // It was taken back before it came.
      const verdict = { outcome: "failed", reason: "The message was deleted" } as const;
      const { attempt, number } = claimed;
      this.command({ type: "report_media", message_seq, number, attempt, verdict }, policy);
      return null;
    }
    return { inbox_id: identity.inbox_id, message_seq, attempt: claimed.attempt, attachment };
  }

  /** The thread was erased: nothing of before is known any more. */
  begin(thread: Thread): void {
    this.thread = thread;
    this.#recent = null;
    this.changed.clear();
  }

  /** A command of our own machinery: safe to repeat, so it needs no key. */
  command(command: Command, policy: Policy): Result<Executed, Rejection> {
    return this.execute({ keys: [], fingerprint: null, command }, policy);
  }

  /** The facts of a conversation of this thread; null when there is none of this number. */
  conversation(number: number): Conversation | null {
    const { current, history } = this.thread;
    if (number === 0) return history;
    if (!current || number < 1 || number > current.number) return null;
    return number === current.number ? current : this.#repository.closedConversation(number);
  }

  view(conversation: Conversation, thread = this.thread): ConversationView {
    if (!thread.identity) throw new Error("a conversation without a thread");
    const { shown_seq } = conversation;
    const shown = shown_seq === undefined ? null : this.#repository.messages.get(shown_seq);
    const view = conversationView(thread.identity, thread.contact, conversation, thread.seq, shown);
    const isFirst = conversation.number - 1 <= (thread.erased?.last_number ?? 0);
    return isFirst ? { ...view, previous_id: null } : view;
  }
}

/** An answer as it is kept for a repetition: what was said is kept with its message alone, and goes with it. */
const answerOf = ({ conversation, ...outcome }: Outcome): string =>
  JSON.stringify({ conversation: conversation && { ...conversation, last_message: null }, ...outcome });

const isPending = ({ state }: Attachment): boolean => state === "pending";
