import type { Event } from "../domain/events.ts";
import type { Message } from "../domain/message.ts";

/** An event as the log keeps it once the message is gone that it edited: that there was an edit, not what it said. */
export function withoutEditOf(message: Pick<Message, "seq" | "whatsapp_message_id">, event: Event): Event {
  if (event.type !== "message.changed" || event.change.type !== "edit") return event;
  const { message_seq, channel_message_id } = event.target;
  const own =
    message_seq === message.seq || (message_seq === null && channel_message_id === message.whatsapp_message_id);
  if (!own) return event;
  const edit = { message_type: event.change.edit.message_type, content: "", payload: {} };
  return { ...event, change: { ...event.change, edit } };
}

/** A note as the log keeps it once its conversation is purged: that there was one. */
export const withoutNoteIn = (number: number, event: Event): Event =>
  event.type === "note.added" && event.number === number ? { ...event, content: "" } : event;
