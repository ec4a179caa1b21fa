import type { Command, ReportedStatus, Verdict } from "../domain/commands.ts";
import type { Contact, ConversationView } from "../domain/conversation.ts";
import type { Event } from "../domain/events.ts";
import { threadName } from "../domain/ids.ts";
import type { Message } from "../domain/message.ts";
import type { Rejection } from "../domain/rejections.ts";
import type { Result } from "../lib/result.ts";

/** A command with the keys by which its repetition is known: a message's id in its channel, a client's key. */
export interface Request {
  keys: string[];
  /** Hash of what was asked under a client's key: the same key with another one is refused. */
  fingerprint: string | null;
  command: Command;
}

/** What a command led to; kept for a client's key, so that a repetition gets the same answer. */
export interface Outcome {
  conversation: ConversationView;
  message: Message | null;
  /** Why this command handed the conversation over, if it did. */
  handoff_reason: string | null;
  opened: boolean;
}

/** What the channel's client needs to make one attempt. */
export interface SendRequest {
  inbox_id: string;
  attempt: number;
  message: Message;
  contact: Contact;
  /** The channel's id of the message that is quoted. */
  quoted_channel_message_id: string | null;
}

/** The job on the outbound queue: a thread has something to send. Nothing of the message is in it: it is claimed. */
export interface OutboundJob {
  tenant_id: string;
  thread_key: string;
}

/** Which messages of a conversation: the last ones, those before a seq, or the first ones after it. */
export interface Page {
  limit: number;
  before_seq?: number | undefined;
  after_seq?: number | undefined;
}

/** The conversation object as others see it. */
export interface ConversationPort {
  execute(request: Request): Promise<Result<Outcome, Rejection>>;
  executeAll(requests: Request[]): Promise<Result<null, Rejection>[]>;
  reportStatuses(reports: { message_id: string | null; report: ReportedStatus }[]): Promise<void>;
  claim(): Promise<SendRequest | null>;
  report(messageSeq: number, attempt: number, verdict: Verdict): Promise<SendRequest | null>;
  conversation(number: number): Promise<ConversationView | null>;
  messages(number: number, page: Page): Promise<string | null>;
  recent(number: number, count: number): Promise<string | null>;
  events(number: number, after: number, limit: number): Promise<Event[] | null>;
}

/** The object of a thread. The name begins with the caller's own tenant, so nobody reaches another's. */
export const threadAt = (env: Cloudflare.Env, tenantId: string, threadKey: string): ConversationPort =>
  // The platform's own stub type gives up on free JSON inside a message; the interface above is what it offers.
  env.CONVERSATION.getByName(threadName(tenantId, threadKey)) as unknown as ConversationPort;
