import type { Saying, Sender } from "./commands.ts";
import type { Actor, Conversation } from "./conversation.ts";
import type { Event, Fact } from "./events.ts";
import { conversationId, messageId } from "./ids.ts";
import type { Message } from "./message.ts";
import { EMPTY_THREAD, evolve, type Thread } from "./thread.ts";

/** A decision being made: each fact gets the next seq and is at once part of the state that the next one sees. */
export class Draft {
  readonly at: string;
  readonly events: Event[] = [];
  thread: Thread;

  constructor(thread: Thread, at: number) {
    this.thread = thread;
    this.at = new Date(at).toISOString();
  }

  /** The latest conversation while it is open. */
  get open(): Conversation | null {
    return this.thread.current?.state === "open" ? this.thread.current : null;
  }

  record(fact: Fact, actor: Actor, number = this.thread.current?.number ?? 1): void {
    const event: Event = { ...fact, seq: this.thread.seq + 1, at: this.at, number, actor };
    this.events.push(event);
    this.thread = evolve(this.thread, event);
  }

  /** The message that a saying becomes in this place of the log. */
  message(sender: Sender | { type: "customer"; id: string | null; display_name: string }, saying: Saying): Message {
    const { thread_key, channel } = this.thread.identity ?? { thread_key: "", channel: "none" };
    const seq = this.thread.seq + 1;
    return {
      schema_version: 1,
      id: messageId(thread_key, seq),
      conversation_id: conversationId(thread_key, this.thread.current?.number ?? 1),
      seq,
      direction: sender.type === "customer" ? "in" : "out",
      sender_type: sender.type,
      sender_id: sender.id,
      sender,
      channel,
      message_type: saying.message_type,
      content: saying.content,
      payload: saying.payload,
      attachments: [],
      reply_to: saying.reply_to,
      whatsapp_message_id: saying.whatsapp_message_id,
      status: null,
      status_times: {},
      error: null,
      possible_duplicate: false,
      timestamp: saying.timestamp,
      received_at: this.at,
      metadata: saying.metadata,
      passive: false,
    };
  }
}

/** The fold of a log. */
export const replay = (events: Iterable<Event>, from: Thread = EMPTY_THREAD): Thread => {
  let thread = from;
  for (const event of events) thread = evolve(thread, event);
  return thread;
};
