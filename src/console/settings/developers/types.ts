import type { CommandName, FacadeName, LOG_EVENT_NAMES, SubscriptionName } from "../../../protocol/catalogue/names.ts";

/** What a subscription can be told of. */
export type TypeName = (typeof LOG_EVENT_NAMES)[number] | CommandName | FacadeName | SubscriptionName;

export const GROUPS = [
  "messages",
  "conversations",
  "people",
  "automation",
  "customers",
  "commands",
  "subscriptions",
  "voipbin",
] as const;
export type GroupId = (typeof GROUPS)[number];

const GROUP_OF = {
  "message.received": "messages",
  "message.added": "messages",
  "message.queued": "messages",
  "message.sending": "messages",
  "message.status": "messages",
  "message.changed": "messages",
  "message.deferred": "messages",
  "message.suppressed": "messages",
  "message.unanswered": "messages",
  "message.echoed": "messages",
  "message.observed": "messages",
  "message.imported": "messages",
  "messages.purged": "messages",
  "media.fetching": "messages",
  "media.deferred": "messages",
  "media.settled": "messages",
  "note.added": "messages",
  "conversation.opened": "conversations",
  "conversation.reopened": "conversations",
  "conversation.closed": "conversations",
  "conversation.snoozed": "conversations",
  "conversation.unsnoozed": "conversations",
  "conversation.labels_changed": "conversations",
  "conversation.priority_changed": "conversations",
  "conversation.moved": "conversations",
  "conversation.details_changed": "conversations",
  "conversation.rated": "conversations",
  "conversation.seen": "conversations",
  "conversation.deleted": "conversations",
  "inactivity.warned": "conversations",
  "handoff.requested": "people",
  "agent.assigned": "people",
  "control.released": "people",
  "ticket.requested": "people",
  "ticket.opened": "people",
  "ticket.offered": "people",
  "ticket.offer_ended": "people",
  "ticket.state_changed": "people",
  "ticket.closed": "people",
  "ai.requested": "automation",
  "ai.timed_out": "automation",
  "ai.abstained": "automation",
  "flow.requested": "automation",
  "flow.ended": "automation",
  "answer.requested": "automation",
  "customer.requested": "customers",
  "customer.looked_up": "customers",
  "contact.changed": "customers",
  "phone.left": "customers",
  "history.begun": "customers",
  "thread.forwarded": "customers",
  "thread.joined": "customers",
  "thread.erased": "customers",
  "document.requested": "customers",
  "generate-ai-agent-answer": "commands",
  "generate-ai-agent-answer-with-user-info": "commands",
  "generate-agent-answer": "commands",
  "message-added": "commands",
  "open-ticket": "commands",
  "conversation-document": "commands",
  "send-whatsapp-business-text-message": "commands",
  "send-whatsapp-business-message": "commands",
  "start-flow-execution": "commands",
  "whatsapp-business-text-message-received": "commands",
  "whatsapp-business-message-received": "commands",
  "subscription.test": "subscriptions",
  "subscription.disabled": "subscriptions",
  conversation_created: "voipbin",
  conversation_updated: "voipbin",
  conversation_deleted: "voipbin",
  conversation_message_created: "voipbin",
  conversation_message_updated: "voipbin",
  conversation_message_deleted: "voipbin",
} satisfies Record<TypeName, GroupId>;

const NAMES = Object.keys(GROUP_OF) as TypeName[];

/** Everything but the names of VoIPBin's events. */
export const ALL = "*";

/** The names of a group, in the order in which they are shown. */
export const namesOf = (group: GroupId): TypeName[] => NAMES.filter((name) => GROUP_OF[name] === group);

/** Groups that have patterns of their own, so that what is added to them later is sent as well. */
const PATTERNS: { [group in GroupId]?: string[] } = {
  messages: ["message.*", "messages.*", "media.*", "note.*"],
  conversations: ["conversation.*", "inactivity.*"],
  people: ["handoff.*", "agent.*", "control.*", "ticket.*"],
  automation: ["ai.*", "flow.*", "answer.*"],
  customers: ["customer.*", "contact.*", "phone.*", "history.*", "thread.*", "document.*"],
};

/** Whether a type of a subscription, which may be a pattern, means a name. */
function covers(type: string, name: TypeName): boolean {
  if (type === ALL) return GROUP_OF[name] !== "voipbin";
  return type.endsWith("*") ? name.startsWith(type.slice(0, -1)) : type === name;
}

export const isCovered = (types: readonly string[], name: TypeName): boolean =>
  types.some((type) => covers(type, name));

/** Whether all, some or none of a group is sent. */
export function shareOf(types: readonly string[], group: GroupId): "all" | "some" | "none" {
  const names = namesOf(group);
  const count = names.filter((name) => isCovered(types, name)).length;
  return count === names.length ? "all" : count > 0 ? "some" : "none";
}

/** With a name, or without: a pattern that meant it becomes the names that are left of it. */
export function withName(types: readonly string[], name: TypeName, isWanted: boolean): string[] {
  if (isWanted) return isCovered(types, name) ? [...types] : [...types, name];
  return unique(
    types.flatMap((type) => (covers(type, name) ? NAMES.filter((one) => one !== name && covers(type, one)) : [type])),
  );
}

/** With a whole group, by its patterns where it has any, or without all of it. */
export function withGroup(types: readonly string[], group: GroupId, isWanted: boolean): string[] {
  const names = namesOf(group);
  const without = names.reduce<string[]>((rest, name) => withName(rest, name, false), [...types]);
  return isWanted ? [...without, ...(PATTERNS[group] ?? names)] : without;
}

/** Everything, or what was chosen beside it. */
export const withAll = (types: readonly string[], isWanted: boolean): string[] =>
  isWanted
    ? [ALL, ...types.filter((type) => namesOf("voipbin").some((name) => covers(type, name)))]
    : types.filter((type) => type !== ALL);

/** Types that say more than the names here: patterns of others' making, and names that are not known here. */
export const othersOf = (types: readonly string[]): string[] =>
  types.filter(
    (type) => type !== ALL && !NAMES.some((name) => name === type) && !Object.values(PATTERNS).flat().includes(type),
  );

const unique = (types: string[]): string[] => [...new Set(types)];
