import type { Event } from "./events.ts";
import { type Attachment, type Message, numberOf } from "./message.ts";
import type { PendingMedia, Thread } from "./thread.ts";

/** A message's files that are still to be fetched. */
export function withMedia(thread: Thread, message: Message): Thread {
  const { id: message_id, seq: message_seq, received_at, attachments } = message;
  return expecting(thread, attachments, { message_seq, message_id, number: numberOf(message), received_at });
}

/** What was taken back need not be fetched; what an edit brings must be. */
export function withFilesOf(thread: Thread, event: Extract<Event, { type: "message.changed" }>): Thread {
  const { message_id, message_seq } = event.target;
  if (event.change.type === "revoke") return withoutMedia(thread, message_seq);
  if (event.change.type !== "edit" || message_seq === null || message_id === null) return thread;
  const { number, at: received_at } = event;
  return expecting(thread, event.change.edit.attachments ?? [], { message_seq, message_id, number, received_at });
}

function expecting(
  thread: Thread,
  files: readonly Pick<Attachment, "state">[],
  of: Pick<PendingMedia, "message_seq" | "message_id" | "number" | "received_at">,
): Thread {
  if (!files.some(({ state }) => state === "pending")) return thread;
  return { ...thread, media: [...thread.media, { ...of, attempt: 0, claimed_at: null, retry_at: null }] };
}

/** Files that somebody may be fetching although they are not expected any more. */
export const abandoned = (before: Thread, after: Thread): readonly PendingMedia[] =>
  before.media.filter(
    ({ claimed_at, message_id }) =>
      claimed_at !== null && !after.media.some((media) => media.message_id === message_id),
  );

export const withoutMedia = (thread: Thread, seq: number | null): Thread => ({
  ...thread,
  media: thread.media.filter(({ message_seq }) => message_seq !== seq),
});

export const fetching = (thread: Thread, seq: number, changes: Partial<PendingMedia>): Thread => ({
  ...thread,
  media: thread.media.map((media) => (media.message_seq === seq ? { ...media, ...changes } : media)),
});
