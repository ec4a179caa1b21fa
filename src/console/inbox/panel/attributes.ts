import type { Answer } from "../../api/types.ts";

export type Customer = Answer<"getCustomer">;

/** An attribute as it is edited: its value in words. */
export interface AttributeRow {
  /** Of the row, while it is edited. */
  id: number;
  name: string;
  value: string;
}

/** A value as people read it: text as it is, anything else as JSON. */
export const printValue = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

export const rowsOf = (attributes: Customer["attributes"]): AttributeRow[] =>
  Object.entries(attributes).map(([name, value], id) => ({ id, name, value: printValue(value) }));

/**
 * What was edited, as attributes: a value that was not touched stays what it was, be it a number or a list; a row
 * without a name is none.
 */
export function attributesOf(rows: readonly AttributeRow[], before: Customer["attributes"]): Customer["attributes"] {
  const named = rows
    .map(({ name, value }) => ({ name: name.trim(), value: value.trim() }))
    .filter(({ name, value }) => name !== "" && value !== "");
  return Object.fromEntries(
    named.map(({ name, value }) => {
      const old = before[name];
      const isSame = Object.hasOwn(before, name) && printValue(old) === value;
      return [name, isSame ? old : typedLike(value, old)];
    }),
  );
}

/** What was a number or a yes stays one, where what was written is one. */
function typedLike(value: string, old: unknown): unknown {
  if (typeof old === "number" && value !== "" && Number.isFinite(Number(value))) return Number(value);
  if (typeof old === "boolean" && (value === "true" || value === "false")) return value === "true";
  return value;
}
