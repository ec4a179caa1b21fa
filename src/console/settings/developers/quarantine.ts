import type { Answer } from "../../api/types.ts";

export type QuarantineItem = Answer<"listQuarantine">["items"][number];

/** Why something could not be placed, as far as the console has words for it. */
export const REASONS = [
  "unknown_number",
  "not_understood",
  "not_json",
  "too_large",
  "no_message_id",
  "no_sender",
  "no_recipient",
  "group_message",
  "group_status",
  "status_not_understood",
  "status_of_unknown_message",
  "nothing_to_attach_to",
  "identity_not_understood",
  "nothing_to_place",
] as const;
export type KnownReason = (typeof REASONS)[number];

/** Null where a server of another version says it. */
export const knownReason = (reason: string): KnownReason | null => REASONS.find((one) => one === reason) ?? null;

/** What came of trying many again. */
export interface Replayed {
  placed: number;
  still: number;
}

type Page = Answer<"replayQuarantine">;

/** Tries all again, page by page, and tells how far it is after each. */
export async function replayAll(
  replay: (cursor: string | null) => Promise<Page>,
  onProgress: (soFar: Replayed) => void,
): Promise<Replayed> {
  let soFar: Replayed = { placed: 0, still: 0 };
  let cursor: string | null = null;
  do {
    const page: Page = await replay(cursor);
    soFar = { placed: soFar.placed + page.placed, still: soFar.still + page.still_quarantined };
    onProgress(soFar);
    cursor = page.next_cursor;
  } while (cursor !== null);
  return soFar;
}
