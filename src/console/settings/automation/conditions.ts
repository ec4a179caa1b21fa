import type { Answer } from "../../api/types.ts";
import { listed } from "../form/contains.ts";

export type Rule = Answer<"listAutomationRules">["rules"][number];
export type Trigger = Rule["on"][number];
export type Conditions = Rule["conditions"];
export type Condition = NonNullable<Conditions["all"]>[number];
export type Op = Condition["op"];

/** Events that rules are mostly about, in the order of a conversation. Others are shown by their own names. */
export const TRIGGERS = [
  ...(["message.received", "message.added", "message.status", "message.changed", "message.suppressed"] as const),
  ...(["conversation.opened", "conversation.reopened", "conversation.closed", "conversation.rated"] as const),
  ...(["conversation.labels_changed", "conversation.priority_changed", "conversation.snoozed"] as const),
  ...(["conversation.unsnoozed", "conversation.moved", "inactivity.warned", "handoff.requested"] as const),
  ...(["agent.assigned", "control.released", "ai.timed_out", "flow.ended", "ticket.opened"] as const),
  ...(["ticket.state_changed", "ticket.closed", "note.added", "customer.looked_up"] as const),
] as const satisfies readonly Trigger[];
export type KnownTrigger = (typeof TRIGGERS)[number];

export const isKnownTrigger = (name: string): name is KnownTrigger => (TRIGGERS as readonly string[]).includes(name);

type Kind = "text" | "number" | "time" | "flag" | "list";

/** Fields that are offered, and what they hold. Any other that the API knows is kept as it is. */
export const FIELDS = {
  "message.content": "text",
  "message.message_type": "text",
  "message.sender_type": "text",
  "conversation.status": "text",
  "conversation.control": "text",
  "conversation.channel": "text",
  "conversation.labels": "list",
  "conversation.priority": "text",
  "conversation.customer_name": "text",
  "conversation.customer_phone": "text",
  "conversation.handoff_requested": "flag",
  "conversation.handoff_reason": "text",
  "conversation.message_count": "number",
  "conversation.rating": "number",
  "conversation.started_at": "time",
  "conversation.last_message_at": "time",
  "conversation.waiting_since": "time",
  "event.actor_type": "text",
  "event.reason": "text",
  "event.score": "number",
} as const satisfies Record<string, Kind>;
export type KnownField = keyof typeof FIELDS;

const isKnown = (field: string): field is KnownField => Object.hasOwn(FIELDS, field);
export const isKnownField = isKnown;

const OPS: Record<Kind, readonly Op[]> = {
  text: ["contains", "not_contains", "equals", "not_equals", "in", "not_in", "exists", "not_exists"],
  list: ["contains", "not_contains", "in", "not_in", "exists", "not_exists"],
  number: ["equals", "not_equals", "greater", "less", "exists", "not_exists"],
  time: ["older_than", "newer_than", "exists", "not_exists"],
  flag: ["equals"],
};

/** What may be asked of a field; of one that is not known, whatever there is. */
export const opsOf = (field: string): readonly Op[] =>
  isKnown(field) ? OPS[FIELDS[field]] : [...OPS.text, "greater", "less", "older_than", "newer_than"];

/** How the value of a condition is written. */
export type ValueKind = "none" | "words" | "span" | "flag" | "text";

export function valueKindOf(field: string, op: Op): ValueKind {
  if (op === "exists" || op === "not_exists") return "none";
  if (op === "in" || op === "not_in") return "words";
  if (op === "older_than" || op === "newer_than") return "span";
  return isKnown(field) && FIELDS[field] === "flag" ? "flag" : "text";
}

/** A condition of another field or op, with its value as far as it still makes sense. */
export function conditionWith({ value }: Condition, field: string, wanted: Op): Condition {
  const ops = opsOf(field);
  const op = ops.includes(wanted) ? wanted : (ops[0] ?? "equals");
  switch (valueKindOf(field, op)) {
    case "none":
      return { field, op };
    case "words":
      return { field, op, value: Array.isArray(value) ? value : value === undefined ? [] : [value] };
    case "span":
      return { field, op, value: typeof value === "number" ? value : 3_600 };
    case "flag":
      return { field, op, value: typeof value === "boolean" ? value : true };
    case "text":
      return { field, op, value: Array.isArray(value) ? (value[0] ?? "") : (value ?? "") };
  }
}

/** What was typed as a value: a number where the field holds numbers, the text else. */
export function valueTyped(field: string, text: string): string | number {
  const holdsNumbers = isKnown(field) && FIELDS[field] === "number";
  return holdsNumbers && text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : text;
}

export const wordsOfValue = (value: Condition["value"]): string[] =>
  Array.isArray(value) ? value.map((one) => `${one}`) : listed(`${value ?? ""}`);
