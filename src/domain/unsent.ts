import type { Thread } from "./thread.ts";

/** MS11: what waits is part of the state, which is one row and so two megabytes at most (Cloudflare, "Limits"). */
export const MOST_UNSENT = 1_000;

/** Whether no more may wait to be sent to this person. */
export const isFull = ({ pending }: Thread): boolean => pending.length >= MOST_UNSENT;
