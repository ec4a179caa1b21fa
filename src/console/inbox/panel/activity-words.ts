import { reasonOf } from "../../api/reason.ts";
import type { LogEvent } from "../../api/types.ts";

/** What of the log is told here: what somebody did with the conversation, not what was said in it. */
const TOLD = {
  "conversation.opened": "opened",
  "conversation.reopened": "reopened",
  "conversation.closed": "closed",
  "conversation.snoozed": "snoozed",
  "conversation.unsnoozed": "unsnoozed",
  "conversation.labels_changed": "labels",
  "conversation.priority_changed": "priority",
  "conversation.moved": "moved",
  "conversation.details_changed": "details",
  "conversation.rated": "rated",
  "inactivity.warned": "warned",
  "contact.changed": "contact",
  "customer.looked_up": "customer",
  "handoff.requested": "handoff",
  "agent.assigned": "assigned",
  "control.released": "released",
  "ai.timed_out": "aiTimedOut",
  "ai.abstained": "aiAbstained",
  "flow.requested": "flowBegan",
  "flow.ended": "flowEnded",
  "ticket.opened": "ticketOpened",
  "ticket.offered": "ticketOffered",
  "ticket.offer_ended": "offerEnded",
  "ticket.state_changed": "ticketState",
  "ticket.closed": "ticketClosed",
  "note.added": "note",
  "message.suppressed": "suppressed",
  "messages.purged": "purged",
  "thread.joined": "joined",
  "history.begun": "history",
} as const;

type ToldType = keyof typeof TOLD;
type ActivityKey = (typeof TOLD)[ToldType];

/** Who is meant: everybody, the agents, or what happened by itself. */
export type ActivityFilter = "all" | "people" | "automatic";

const isTold = (type: string): type is ToldType => Object.hasOwn(TOLD, type);

/** Something that was done. */
export interface Deed {
  seq: number;
  at: string;
  key: ActivityKey;
  actor: LogEvent["actor"];
  event: LogEvent;
}

/** What was done in a conversation, the latest first; of what is said twice the same, once. */
export function deedsOf(events: readonly LogEvent[], number: number, filter: ActivityFilter): Deed[] {
  return events
    .filter((event) => event.number === number)
    .flatMap((event): Deed[] => {
      const { type, seq, at, actor } = event;
      if (!isTold(type) || !isMeant(actor.type, filter) || isEmpty(event)) return [];
      return [{ seq, at, key: TOLD[type], actor, event }];
    })
    .toSorted((one, other) => other.seq - one.seq);
}

const isMeant = (actor: string, filter: ActivityFilter): boolean =>
  filter === "all" || (actor === "agent") === (filter === "people");

/** A look-up that found nobody tells nothing. */
const isEmpty = (event: LogEvent): boolean => event.type === "customer.looked_up" && !event.customer_id;

const text = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);

/** What an event says beside what it is: why, or what. */
export function detailOf({ event, key }: Deed): string | null {
  if (key === "labels") return Array.isArray(event.labels) ? event.labels.join(", ") || null : null;
  if (key === "note") return text(event.content);
  return reasonOf(event);
}

/** A text of an event's own, such as an id; null where it has none. */
export const fieldOf = ({ event }: Deed, field: string): string | null => text(event[field]);
