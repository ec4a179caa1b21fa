import { canonicalName } from "../protocol/catalogue/names.ts";

/** What a subscription wants to be sent. */
export interface Filters {
  /** Names, `*`, or prefixes such as `message.*`. */
  types: string[];
  /** Empty for all. */
  outlet_ids: string[];
  inbox_ids: string[];
}

/** Where something happened; null of what concerns the tenant itself. */
export type Place = { outlet_id: string; inbox_id: string } | null;

/**
 * Whether a subscription wants what has this type and happened there. Types are named as they are printed, commands in any
 * spelling, or by `*`, or by a prefix such as `message.*`; VoIPBIN's names only by a name or prefix of their own. What happened nowhere is not for
 * those that want only what happens in some places.
 */
export function wants({ types, outlet_ids, inbox_ids }: Filters, type: string, place: Place): boolean {
  const isThere = (ids: string[], id: string | undefined) => ids.length === 0 || (id !== undefined && ids.includes(id));
  if (!isThere(outlet_ids, place?.outlet_id) || !isThere(inbox_ids, place?.inbox_id)) return false;
  return types.some((pattern) => fits(pattern, type));
}

function fits(pattern: string, type: string): boolean {
  if (!pattern.endsWith("*")) return (canonicalName(pattern) ?? pattern) === type;
  const prefix = pattern.slice(0, -1);
  return type.startsWith(prefix) && (!isFacade(type) || prefix.includes("_"));
}

/** VoIPBIN's names alone are words tied by underscores; ours have dots, the seeds' have hyphens. */
const isFacade = (type: string): boolean => type.includes("_") && !type.includes(".");
