import { folded } from "../lib/folding.ts";
import type { AutomationTrial, Condition, Conditions } from "../protocol/automation.ts";
import { fieldValue, type Matter } from "./matter.ts";

/**
 * Whether a rule's conditions hold.
 * @param at ISO 8601: what times are compared with
 */
export const matches = ({ all = [], any = [] }: Conditions, matter: Matter, at: string): boolean =>
  all.every((one) => holds(one, matter, at)) && (any.length === 0 || any.some((one) => holds(one, matter, at)));

/** The same one by one, for who wonders why. */
export const explained = (
  { all = [], any = [] }: Conditions,
  matter: Matter,
  at: string,
): AutomationTrial["conditions"] =>
  Object.entries({ all, any }).flatMap(([group, conditions]) =>
    conditions.map((condition) => ({
      group: group as "all" | "any",
      condition,
      actual: fieldValue(condition.field, matter) ?? null,
      holds: holds(condition, matter, at),
    })),
  );

function holds({ field, op, value: wanted }: Condition, matter: Matter, at: string): boolean {
  const value = fieldValue(field, matter);
  switch (op) {
    case "equals":
      return isSame(value, wanted);
    case "not_equals":
      return !isSame(value, wanted);
    case "contains":
      return contains(value, wanted);
    case "not_contains":
      return !contains(value, wanted);
    case "in":
      return isIn(value, wanted);
    case "not_in":
      return !isIn(value, wanted);
    case "exists":
      return isThere(value);
    case "not_exists":
      return !isThere(value);
    case "greater":
      return compared(value, wanted) > 0;
    case "less":
      return compared(value, wanted) < 0;
    case "older_than":
      return ageOf(value, at) > Number(wanted) * 1_000;
    case "newer_than":
      return ageOf(value, at) <= Number(wanted) * 1_000;
  }
}

const isThere = (value: unknown): boolean =>
  value !== undefined && value !== null && value !== "" && !(Array.isArray(value) && value.length === 0);

/** As people read: "URGENT", "Urgent" and "urgent" are one word, and so are "café" and "cafe". */
const plain = (value: unknown): string =>
  folded(typeof value === "object" && value !== null ? JSON.stringify(value) : String(value ?? ""));

/** 3 and "3" are the same; nothing is the same as nothing only. */
const isSame = (one: unknown, other: unknown): boolean =>
  isThere(one) && isThere(other) ? plain(one) === plain(other) : isThere(one) === isThere(other);

const contains = (value: unknown, wanted: unknown): boolean =>
  Array.isArray(value)
    ? value.some((one) => isSame(one, wanted))
    : isThere(value) && plain(wanted) !== "" && plain(value).includes(plain(wanted));

function isIn(value: unknown, wanted: unknown): boolean {
  const among = Array.isArray(wanted) ? wanted : [];
  return (Array.isArray(value) ? value : [value]).some((one) => among.some((other) => isSame(one, other)));
}

/** The order of the priorities is not that of their letters. */
const RANKS: Record<string, number> = { low: 1, normal: 2, high: 3, urgent: 4 };

/** Numbers by their size, times by the clock, priorities by how pressing they are; NaN where nothing can be said. */
function compared(one: unknown, other: unknown): number {
  const sizeOf = (value: unknown): number => {
    if (typeof value === "number") return value;
    if (typeof value !== "string" || value.trim() === "") return Number.NaN;
    if (Object.hasOwn(RANKS, value)) return RANKS[value] ?? Number.NaN;
    const number = Number(value);
    return Number.isNaN(number) ? Date.parse(value) : number;
  };
  return sizeOf(one) - sizeOf(other);
}

/** In milliseconds; NaN of what is no time. */
const ageOf = (value: unknown, at: string): number =>
  typeof value === "string" ? Date.parse(at) - Date.parse(value) : Number.NaN;
