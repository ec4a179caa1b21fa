import type { Check, Setup } from "../protocol/inbox-setup.ts";

export type RefusalReason = NonNullable<Setup["last_refused"]>["reason"];

/** What became of a call of an inbox's webhook. */
export type WebhookNote = { type: "verified" } | { type: "taken" } | { type: "refused"; reason: RefusalReason };

/** How an inbox and its channel have found each other. It lies beside the inbox: webhooks change it, people do not. */
export interface InboxSetup {
  id: string;
  created_at: string;
  verified_at: string | null;
  last_webhook_at: string | null;
  last_refused: { at: string; reason: RefusalReason } | null;
  check: Check | null;
}

/** Of an inbox whose webhook nobody has called yet. */
export const noSetup = (id: string, at: string): InboxSetup => ({
  id,
  created_at: at,
  verified_at: null,
  last_webhook_at: null,
  last_refused: null,
  check: null,
});

/** So long the same again writes nothing. */
const TRUE_TO_MS = 60_000;

/** How it stands after a call of the webhook; the very same value where that says nothing new. */
export function afterWebhook(setup: InboxSetup, note: WebhookNote, now: number): InboxSetup {
  const at = new Date(now).toISOString();
  const isNew = (before: string | null) => before === null || Date.parse(before) + TRUE_TO_MS <= now;
  switch (note.type) {
    case "verified":
      return isNew(setup.verified_at) ? { ...setup, verified_at: at } : setup;
    case "taken":
      return isNew(setup.last_webhook_at) ? { ...setup, last_webhook_at: at } : setup;
    case "refused": {
      const { reason } = note;
      const isSame = setup.last_refused?.reason === reason && !isNew(setup.last_refused.at);
      return isSame ? setup : { ...setup, last_refused: { at, reason } };
    }
  }
}
