import type { Saying, Sender } from "./commands.ts";
import type { Actor, Conversation } from "./conversation.ts";
import type { Event, Fact } from "./events.ts";
import { evolve } from "./evolve.ts";
import { conversationId, messageId } from "./ids.ts";
import type { Message, Origin } from "./message.ts";
import { EMPTY_THREAD, type Thread } from "./thread.ts";

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

  /** @param number the conversation that it is of: the latest one, or the history where there is no other */
  record(fact: Fact, actor: Actor, number = this.#number): void {
    const event: Event = { ...fact, seq: this.thread.seq + 1, at: this.at, number, actor };
    this.events.push(event);
    this.thread = evolve(this.thread, event);
  }

  get #number(): number {
    const { current, history } = this.thread;
    return (current ?? history)?.number ?? 1;
  }

  /** The message that a saying becomes in this place of the log. */
  message(
    sender: Sender | { type: "customer"; id: string | null; display_name: string },
    saying: Saying,
    origin: Origin,
    number = this.#number,
  ): Message {
    const { thread_key, channel } = this.thread.identity ?? { thread_key: "", channel: "none" };
    const seq = this.thread.seq + 1;
    const id = messageId(thread_key, seq);
    return {
      schema_version: 1,
      id,
      conversation_id: conversationId(thread_key, number),
      seq,
      direction: sender.type === "customer" ? "in" : "out",
      origin,
      sender_type: sender.type,
      sender_id: sender.id,
      sender,
      channel,
      message_type: saying.message_type,
      content: saying.content,
      payload: saying.payload,
      attachments: saying.attachments.map((attachment) => ({ ...attachment, id: attachment.id ?? id, error: null })),
      reply_to: saying.reply_to,
      referral: saying.referral,
      forwarded: saying.forwarded,
      reactions: [],
      whatsapp_message_id: saying.whatsapp_message_id,
      status: null,
      status_times: {},
      error: null,
      possible_duplicate: false,
      timestamp: saying.timestamp,
      received_at: this.at,
      edited_at: null,
      deleted_at: null,
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
