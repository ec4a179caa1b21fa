import type { Command } from "./commands.ts";
import { SYSTEM } from "./conversation.ts";
import type { Draft } from "./draft.ts";
import type { AttachmentState } from "./message.ts";
import type { Rejection } from "./rejections.ts";
import type { PendingMedia } from "./thread.ts";

type Of<T extends Command["type"]> = Extract<Command, { type: T }>;

/** WhatsApp keeps what a customer sent for seven days (Meta, "Media"). */
const MEDIA_LIFETIME_MS = 7 * 24 * 60 * 60 * 1000;

/** An attempt that said nothing for so long is taken for lost: as long as a queue's consumer may run. */
const FETCH_TIMEOUT_MS = 15 * 60 * 1000;

const FIRST_RETRY_MS = 30_000;
const LONGEST_RETRY_MS = 6 * 60 * 60 * 1000;

/** From when on a file may be fetched, in epoch milliseconds. */
export function fetchableFrom({ claimed_at, retry_at, received_at }: PendingMedia): number {
  if (claimed_at !== null) return Date.parse(claimed_at) + FETCH_TIMEOUT_MS;
  return Date.parse(retry_at ?? received_at);
}

/** MD1: a file is fetched by one consumer at a time, and given up when the channel no longer has it. */
export function claimMedia(draft: Draft, { message_seq }: Of<"claim_media">, at: number): Rejection | null {
  const media = draft.thread.media.find((one) => one.message_seq === message_seq);
  if (!media || fetchableFrom(media) > at) return null;
  const { message_id, number, attempt } = media;
  if (isExpired(media, at)) {
    settle(draft, media, "expired", "WhatsApp keeps files for seven days; this one could not be fetched in that time");
  } else {
    draft.record({ type: "media.fetching", message_id, message_seq, attempt: attempt + 1 }, SYSTEM, number);
  }
  return null;
}

/** MD2: what cannot be fetched now is tried again, ever more slowly, until it expires. */
export function reportMedia(draft: Draft, command: Of<"report_media">, at: number): Rejection | null {
  const { message_seq, attempt, verdict } = command;
  const media = draft.thread.media.find((one) => one.message_seq === message_seq);
  if (!media || media.attempt !== attempt || media.claimed_at === null) return null;
  const { message_id, number } = media;
  if (verdict.outcome === "stored") {
    const { size, sha256, mime_type } = verdict;
    draft.record(
      { type: "media.settled", message_id, message_seq, state: "stored", size, sha256, mime_type, error: null },
      SYSTEM,
      number,
    );
  } else if (verdict.outcome === "try_later" && !isExpired(media, at)) {
    const until = new Date(at + Math.min(FIRST_RETRY_MS * 2 ** (attempt - 1), LONGEST_RETRY_MS)).toISOString();
    draft.record({ type: "media.deferred", message_id, message_seq, until, reason: verdict.reason }, SYSTEM, number);
  } else {
    settle(draft, media, verdict.outcome === "failed" ? "failed" : "expired", verdict.reason);
  }
  return null;
}

const isExpired = ({ received_at }: PendingMedia, at: number): boolean =>
  at >= Date.parse(received_at) + MEDIA_LIFETIME_MS;

function settle(
  draft: Draft,
  { message_id, message_seq, number }: PendingMedia,
  state: Exclude<AttachmentState, "pending" | "stored">,
  error: string,
): void {
  draft.record(
    { type: "media.settled", message_id, message_seq, state, size: null, sha256: null, mime_type: null, error },
    SYSTEM,
    number,
  );
}
