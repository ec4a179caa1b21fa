import type { Answer, Conversation } from "../../api/types.ts";

type Policies = Answer<"getTenant">["policies"];

/** WhatsApp's customer service window, from the customer's last message on. */
const WINDOW_MS = 24 * 3_600_000;

/** Times are epoch milliseconds. */
export type Timer =
  /** Until then anything may be written; afterwards templates only. */
  | { is: "window"; until: number; part: number }
  | { is: "windowOver"; since: number | null }
  | { is: "wakes"; at: number }
  | { is: "aside" }
  /** By silence; `warns`: when the customer is told so, where they are. */
  | { is: "closes"; at: number; warns: number | null }
  | { is: "offered"; until: number }
  | { is: "purged"; at: number };

/** So a ticket that stands by sleeps: until somebody moves (`src/domain/ticket.ts`). */
const ENDLESS_YEAR = "9999-";

/** What happens to a conversation by itself, and when; as `src/domain/due.ts` decides it. */
export function timersOf(conversation: Conversation, policies: Policies | undefined, now: number): Timer[] {
  const all = [
    conversation.channel === "whatsapp" && conversation.state === "open" ? windowOf(conversation, now) : null,
    offerOf(conversation, now),
    sleepOf(conversation),
    policies ? closingOf(conversation, policies) : null,
    policies ? purgingOf(conversation, policies) : null,
  ];
  return all.filter((timer) => timer !== null);
}

function windowOf({ window_expires_at }: Conversation, now: number): Timer {
  if (window_expires_at === null) return { is: "windowOver", since: null };
  const until = Date.parse(window_expires_at);
  return until > now
    ? { is: "window", until, part: Math.min(1, (until - now) / WINDOW_MS) }
    : { is: "windowOver", since: until };
}

function offerOf({ ticket, state }: Conversation, now: number): Timer | null {
  if (state === "closed" || !ticket?.offered_to) return null;
  const until = Date.parse(ticket.offered_to.until);
  return until > now ? { is: "offered", until } : null;
}

function sleepOf({ state, snoozed_until }: Conversation): Timer | null {
  if (state === "closed" || snoozed_until === null) return null;
  return snoozed_until.startsWith(ENDLESS_YEAR) ? { is: "aside" } : { is: "wakes", at: Date.parse(snoozed_until) };
}

function closingOf(conversation: Conversation, policies: Policies): Timer | null {
  const { state, snoozed_until, control, last_message_at, started_at } = conversation;
  if (state === "closed" || snoozed_until !== null) return null;
  const own = policies.inactivity_timeouts[control];
  const timeout = own === undefined ? policies.inactivity_timeout : own;
  if (timeout === null) return null;
  const since = Math.max(Date.parse(last_message_at), Date.parse(started_at));
  const at = since + timeout * 1000;
  const warning = policies.inactivity_warning;
  return { is: "closes", at, warns: warning === null ? null : Math.max(at - warning * 1000, since) };
}

function purgingOf({ state, ended_at }: Conversation, { retention_after_close }: Policies): Timer | null {
  if (state === "open" || ended_at === null || retention_after_close === null) return null;
  return { is: "purged", at: Date.parse(ended_at) + retention_after_close * 1000 };
}
