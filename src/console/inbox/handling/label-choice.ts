import type { Counts } from "../../api/types.ts";

type LabelCount = Pick<Counts["labels"][number], "label" | "open">;

/** As the API takes them (`src/protocol/conversation.ts`). */
const LONGEST_LABEL = 64;

/** Those the conversation had first, then the tenant's, the most used first; new ones are not lost. */
export function labelsToShow(
  counts: readonly LabelCount[],
  had: readonly string[],
  chosen: readonly string[],
): LabelCount[] {
  const openOf = new Map(counts.map(({ label, open }) => [label, open]));
  const used = counts.toSorted((one, other) => other.open - one.open || one.label.localeCompare(other.label));
  const all = new Set([...had, ...chosen.filter((label) => !openOf.has(label)), ...used.map(({ label }) => label)]);
  return [...all].map((label) => ({ label, open: openOf.get(label) ?? 0 }));
}

/** What was typed as a label that is not there yet; null where it is, or is none. */
export function newLabel(typed: string, known: readonly { label: string }[]): string | null {
  const label = typed.trim().replace(/\s+/g, " ").slice(0, LONGEST_LABEL);
  const isKnown = known.some((one) => one.label.toLowerCase() === label.toLowerCase());
  return label === "" || isKnown ? null : label;
}

export const toggled = (chosen: readonly string[], label: string): string[] =>
  chosen.includes(label) ? chosen.filter((one) => one !== label) : [...chosen, label];
