import type { Event } from "./events.ts";
import { type Message, numberOf } from "./message.ts";
import type { PendingMedia, Thread } from "./thread.ts";

/** A message's files that are still to be fetched. */
export function withMedia(thread: Thread, message: Message): Thread {
  if (!message.attachments.some(({ state }) => state === "pending")) return thread;
  const { id: message_id, seq: message_seq, received_at } = message;
  const number = numberOf(message);
  const media = { message_seq, message_id, number, received_at, attempt: 0, claimed_at: null, retry_at: null };
  return { ...thread, media: [...thread.media, media] };
}

/** What was taken back need not be fetched; what an edit brings must be. */
export function withFilesOf(thread: Thread, event: Extract<Event, { type: "message.changed" }>): Thread {
  const { message_id, message_seq } = event.target;
  if (event.change.type === "revoke") return withoutMedia(thread, message_seq);
  const files = event.change.type === "edit" ? (event.change.edit.attachments ?? []) : [];
  if (message_seq === null || message_id === null || !files.some(({ state }) => state === "pending")) return thread;
  const { number, at: received_at } = event;
  const media = { message_seq, message_id, number, received_at, attempt: 0, claimed_at: null, retry_at: null };
  return { ...thread, media: [...thread.media, media] };
}

export const withoutMedia = (thread: Thread, seq: number | null): Thread => ({
  ...thread,
  media: thread.media.filter(({ message_seq }) => message_seq !== seq),
});

export const fetching = (thread: Thread, seq: number, changes: Partial<PendingMedia>): Thread => ({
  ...thread,
  media: thread.media.map((media) => (media.message_seq === seq ? { ...media, ...changes } : media)),
});
