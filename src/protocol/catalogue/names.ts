import type { Event } from "../../domain/events.ts";

/** What services tell this store, as the seeds name it. */
export const INCOMING_NAMES = [
  "whatsapp-business-text-message-received",
  "whatsapp-business-message-received",
  "whatsapp-business-text-message-with-user-info-received",
  "whatsapp-business-message-with-user-info-received",
  "message-received",
  "whatsapp-business-message-delivered",
  "ai-agent-answer-generated",
  "agent-answer-generated",
  "flow-answer-generated",
  "flow-execution-ended",
  "ticket-opened",
  "ticket-closed",
  "ticket-state-changed",
  "agent-assigned",
  "ticket-comment-added",
  "get-conversation",
  "get-user-conversation",
] as const;
export type IncomingName = (typeof INCOMING_NAMES)[number];

/** What this store tells services, as the seeds name it. The two of `…-received` ask for the look-up of a customer. */
export const COMMAND_NAMES = [
  "generate-ai-agent-answer",
  "generate-ai-agent-answer-with-user-info",
  "generate-agent-answer",
  "message-added",
  "open-ticket",
  "conversation-document",
  "send-whatsapp-business-text-message",
  "send-whatsapp-business-message",
  "start-flow-execution",
  "whatsapp-business-text-message-received",
  "whatsapp-business-message-received",
] as const;
export type CommandName = (typeof COMMAND_NAMES)[number];

/** VoIPBIN's events: only for who names them. */
export const FACADE_NAMES = [
  "conversation_created",
  "conversation_updated",
  "conversation_deleted",
  "conversation_message_created",
  "conversation_message_updated",
  "conversation_message_deleted",
] as const;
export type FacadeName = (typeof FACADE_NAMES)[number];

/** What a subscription itself is told of. */
export const SUBSCRIPTION_NAMES = ["subscription.test", "subscription.disabled"] as const;
export type SubscriptionName = (typeof SUBSCRIPTION_NAMES)[number];

/** The events of the log, each told under its own type. */
const LOG_EVENTS: { [type in Event["type"]]: true } = {
  "conversation.opened": true,
  "conversation.reopened": true,
  "conversation.closed": true,
  "conversation.snoozed": true,
  "conversation.unsnoozed": true,
  "conversation.labels_changed": true,
  "conversation.priority_changed": true,
  "conversation.moved": true,
  "conversation.details_changed": true,
  "inactivity.warned": true,
  "conversation.rated": true,
  "conversation.seen": true,
  "conversation.deleted": true,
  "history.begun": true,
  "thread.forwarded": true,
  "thread.joined": true,
  "contact.changed": true,
  "phone.left": true,
  "handoff.requested": true,
  "agent.assigned": true,
  "control.released": true,
  "ai.requested": true,
  "ai.timed_out": true,
  "ai.abstained": true,
  "flow.requested": true,
  "flow.ended": true,
  "answer.requested": true,
  "ticket.requested": true,
  "ticket.opened": true,
  "ticket.offered": true,
  "ticket.offer_ended": true,
  "ticket.state_changed": true,
  "ticket.closed": true,
  "note.added": true,
  "document.requested": true,
  "customer.requested": true,
  "customer.looked_up": true,
  "message.received": true,
  "message.queued": true,
  "message.added": true,
  "message.suppressed": true,
  "message.echoed": true,
  "message.observed": true,
  "message.imported": true,
  "message.changed": true,
  "message.sending": true,
  "message.deferred": true,
  "message.unanswered": true,
  "message.status": true,
  "media.fetching": true,
  "media.deferred": true,
  "media.settled": true,
  "messages.purged": true,
  "thread.erased": true,
};
export const LOG_EVENT_NAMES = Object.keys(LOG_EVENTS) as Event["type"][];

/** Spellings that differ in more than case and the signs between words. */
const ALIASES: { [spelling: string]: IncomingName } = {
  "whatsapp-business-text-message-received-with-user-info": "whatsapp-business-text-message-with-user-info-received",
  "whatsapp-business-message-received-with-user-info": "whatsapp-business-message-with-user-info-received",
  "v0.wa.message_delivred": "whatsapp-business-message-delivered",
  "v0.wa.message_delivered": "whatsapp-business-message-delivered",
};

/** "Ticket Opened", "ticket_opened", "TicketOpened" and "ticket-opened" are one name; dots are kept apart. */
const squash = (spelling: string): string => spelling.toLowerCase().replace(/[\s_-]+/g, "");

const SEED_NAMES = [...new Set<string>([...INCOMING_NAMES, ...COMMAND_NAMES])];
const BY_SPELLING = new Map([
  ...SEED_NAMES.map((name): [string, string] => [squash(name), name]),
  ...Object.entries(ALIASES).map(([spelling, name]): [string, string] => [squash(spelling), name]),
]);
/** Names that have one spelling. */
const OWN = new Set<string>([...FACADE_NAMES, ...SUBSCRIPTION_NAMES, ...LOG_EVENT_NAMES]);

/** The name as this store prints it: of a seed's name in any spelling, of our own in its own. Null where it is none. */
export function canonicalName(spelling: string): string | null {
  const trimmed = spelling.trim();
  return OWN.has(trimmed) ? trimmed : (BY_SPELLING.get(squash(trimmed)) ?? null);
}

/** Every name that is taken for this one, apart from case. */
export const spellingsOf = (name: string): string[] => [
  name,
  ...(SEED_NAMES.includes(name) ? [name.replaceAll("-", "_")] : []),
  ...Object.keys(ALIASES).filter((spelling) => ALIASES[spelling] === name),
];

/** The name of a payload's schema, as `dataschema` of a CloudEvent says it. */
export const schemaName = (name: string): string => `urn:conversation-store:schema:${name}:1`;
