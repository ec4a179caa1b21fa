import type { Answer } from "../../api/types.ts";
import type { BadgeTone } from "../../ui/badge.tsx";

export type Inbox = Answer<"listInboxes">["inboxes"][number];
export type InboxDetail = Answer<"getInbox">;
export type Setup = NonNullable<InboxDetail["setup"]>;
export type Check = Answer<"checkInbox">;

export const TONES: Record<Inbox["health"]["status"], BadgeTone> = {
  healthy: "success",
  paced: "warning",
  unhealthy: "danger",
};

/** What may be waited for after WhatsApp was given the webhook, in its order. */
export type Waited = "verification" | "message" | "nothing";

/** What an inbox still waits for. A webhook that came was verified at some time. */
export function waitedFor({ verified_at, last_webhook_at }: Pick<Setup, "verified_at" | "last_webhook_at">): Waited {
  if (last_webhook_at !== null) return "nothing";
  return verified_at === null ? "verification" : "message";
}

const LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/** A verify token from so much chance (as many numbers from 0 to 255 as it has letters); none that is read in two ways. */
export const verifyTokenFrom = (chance: Uint8Array): string =>
  Array.from(chance, (number) => LETTERS[number % LETTERS.length]).join("");

export const newVerifyToken = (): string => verifyTokenFrom(crypto.getRandomValues(new Uint8Array(24)));
