import type { Command, MediaVerdict, ReportedStatus, Verdict } from "../domain/commands.ts";
import type { Actor, Contact, ConversationView } from "../domain/conversation.ts";
import type { Event } from "../domain/events.ts";
import { threadName } from "../domain/ids.ts";
import type { Attachment, Message } from "../domain/message.ts";
import type { Doubt } from "../domain/recognising.ts";
import type { Rejection } from "../domain/rejections.ts";
import { repeating } from "../lib/repeating.ts";
import type { Result } from "../lib/result.ts";
import type { Documented, Part, Told } from "./told.ts";

/** A command with the keys by which its repetition is known: a message's id in its channel, a client's key. */
export interface Request {
  keys: string[];
  /** Hash of what was asked under a client's key: the same key with another one is refused. */
  fingerprint: string | null;
  command: Command;
}

/** What a command led to; kept for a client's key, so that a repetition gets the same answer. */
export interface Outcome {
  /** The thread's latest; null in a thread that never had one. */
  conversation: ConversationView | null;
  message: Message | null;
  /** Why this command handed the conversation over, if it did. */
  handoff_reason: string | null;
  opened: boolean;
}

/** What the channel's client needs to make one attempt. */
export interface SendRequest {
  inbox_id: string;
  attempt: number;
  /** The same without those in which it was only held: which try this is. */
  tries: number;
  message: Message;
  contact: Contact;
  /** The channel's id of the message that is quoted, or that a reaction is for. */
  quoted_channel_message_id: string | null;
  /** The customer's last message, to be marked as read before this one is sent; null where it need not be. */
  marks_read: string | null;
  /** A service sends it to the channel, not we. */
  by_service: boolean;
}

/** What is needed to make one attempt to fetch a file that a customer sent. */
export interface MediaRequest {
  inbox_id: string;
  message_seq: number;
  attempt: number;
  attachment: Attachment;
}

/** What lies after a cursor: events of the log, and how far it was looked at. */
export interface Untold {
  events: Event[];
  /** Where the thread is; null before it has a place. */
  place: { outlet_id: string; inbox_id: string } | null;
  after: number;
  /** The last seq that was looked at; what was purged is passed over. */
  through: number;
  /** The last there is. */
  head: number;
}

/** What a thread tells, how far it looked, and the last there is. */
export interface Telt {
  told: Told[];
  through: number;
  head: number;
  /** How much that is, about. */
  characters: number;
}

/** The job on the queue of callbacks: services are to be told of what lies behind the thread's cursor. */
export interface CallbackJob {
  tenant_id: string;
  thread_key: string;
}

/** The job on the outbound queue: a thread has something to send. Nothing of the message is in it: it is claimed. */
export interface OutboundJob {
  tenant_id: string;
  thread_key: string;
  /** The inbox can send again: what was held need not wait any longer. */
  resume?: boolean;
}

/** The jobs on the work queue. */
export type WorkJob =
  | { kind: "fetch_media"; tenant_id: string; thread_key: string; message_seq: number }
  /** Our own AI agent is asked; `seq`: where the log says so. */
  | { kind: "ask_ai"; tenant_id: string; thread_key: string; seq: number }
  /** Marks a customer's message, and all before it, as read. Best effort: a receipt that is lost is not made up for. */
  | {
      kind: "mark_read";
      tenant_id: string;
      inbox_id: string;
      channel_message_id: string;
      typing: boolean;
    };

/** Which messages of a conversation: the last ones, those before a seq, or the first ones after it. */
export interface Page {
  limit: number;
  before_seq?: number | undefined;
  after_seq?: number | undefined;
}

/** A part of a thread's log. */
export interface Logged {
  events: Event[];
  /** Whether there is more of it after these. */
  has_more: boolean;
}

/** Status webhooks of a thread: whose they are by our id, where the channel gave it back. */
export interface StatusReport {
  message_id: string | null;
  report: ReportedStatus;
}

/** What became of each that a channel brought, and whether the thread is of somebody who was erased, and still is. */
interface Done {
  kind: "taken";
  results: Result<null, Rejection>[];
  is_erased: boolean;
}

/** What a thread says to what a channel brings: what became of it, or why it is not certain that it is its own. */
export type Taken = Done | Doubt;

/** How two threads of one person are made one. */
export type LinkCommand = Extract<Command, { type: "forward_thread" | "join_thread" | "leave_phone" }>;

/** How old a thread is, and whether another one goes on with its person. */
export interface Standing {
  since: string;
  forwarded_to: string | null;
  user_ids: string[];
  left_phones: string[];
  /** When their customer's message opened the service window last. */
  window_from: string | null;
  /** Nobody has written since it was erased. */
  is_erased: boolean;
}

/** What became of the wish to erase a thread. */
export interface Erasing {
  /** When it was erased last; null where there was nothing to erase. */
  at: string | null;
  /** The other threads of the same person. */
  linked: string[];
  /** Whether the list and the files know of nothing any more, either; else ask again. */
  is_done: boolean;
}

/** What a command would lead to: the types of the events, or the refusal. */
export type Foreseen = Result<Event["type"][], Rejection>;

/** A message that a customer sent, as its channel knows it. */
export interface Inbound {
  inbox_id: string;
  channel_message_id: string;
}

/** The conversation object as others see it. */
export interface ConversationPort {
  execute(request: Request): Promise<Result<Outcome, Rejection>>;
  take(requests: Request[], people: Contact[], claimed: string[]): Promise<Taken>;
  reportStatuses(reports: StatusReport[]): Promise<{ unknown: StatusReport[]; forwarded_to: string | null }>;
  standing(): Promise<Standing | null>;
  erase(of: Extract<Command, { type: "erase_thread" }>["of"], actor: Actor): Promise<Result<Erasing, Rejection>>;
  knows(keys: string[]): Promise<string[]>;
  link(command: LinkCommand): Promise<Standing>;
  claim(resume: boolean): Promise<SendRequest | null>;
  report(messageSeq: number, attempt: number, verdict: Verdict): Promise<SendRequest | null>;
  claimMedia(messageSeq: number): Promise<MediaRequest | null>;
  reportMedia(messageSeq: number, attempt: number, verdict: MediaVerdict): Promise<void>;
  message(messageSeq: number): Promise<Message | null>;
  conversation(number: number): Promise<ConversationView | null>;
  messages(number: number, page: Page): Promise<string | null>;
  recent(number: number, count: number): Promise<string | null>;
  events(number: number, after: number, limit: number): Promise<Logged | null>;
  /** Notes of a conversation after a seq, the oldest first; null when there is none. */
  notes(number: number, after: number, limit: number): Promise<Extract<Event, { type: "note.added" }>[] | null>;
  /** What commands would lead to, one after the other; nothing is done. */
  foresee(commands: Command[]): Promise<Foreseen[]>;
  /**
   * What is to be told after a seq, of at most so many events, and of fewer where they are large.
   * @param hasContext with the messages and the log that an answer needs; else with the last of the messages
   */
  tell(after: number, limit: number, hasContext?: boolean): Promise<Telt>;
  /** What nobody was told of yet, of at most so many events; null in a thread that never was. */
  untold(limit: number): Promise<Untold | null>;
  /** Every subscription knows of everything up to here. */
  heard(through: number): Promise<void>;
  /** Somebody has begun to look at a conversation of this thread: the desk is told of all that happens, at once. */
  watch(): Promise<void>;
  /** The seq of the last event before a time; 0 when there is none. */
  seqBefore(time: string): Promise<number>;
  /** Conversations of these numbers, and what their log says. */
  document(numbers: number[], part: Part): Promise<Documented>;
  /** The customer's last message, to be marked as read; null when the conversation is none of this thread's. */
  lastInbound(number: number): Promise<Inbound | null>;
  /** Whether a message of the thread has a file that was uploaded for it alone. */
  bears(mediaId: string): Promise<boolean>;
}

/** The object of a thread. The name begins with the caller's own tenant, so nobody reaches another's. */
export const threadAt = (env: Cloudflare.Env, tenantId: string, threadKey: string): ConversationPort =>
  repeating(
    // The platform's own stub type gives up on free JSON inside a message; the interface above is what it offers.
    () => env.CONVERSATION.getByName(threadName(tenantId, threadKey)) as unknown as ConversationPort,
    mayRepeat,
  );

/** All that a thread is asked is known when it comes again, but for a wish without a key. */
const mayRepeat = (method: string, [request]: unknown[]): boolean =>
  method !== "execute" || (request as Request).keys.length > 0;
