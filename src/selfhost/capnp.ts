/** Text that stands in the configuration as it is: `embed "…"`, `void`. */
export class Raw {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** A value of Cap'n Proto's text format; fields that are undefined are left out. */
export type Value = string | number | boolean | Raw | Value[] | { [field: string]: Value | undefined };

/** Writes a value in Cap'n Proto's text format. */
export function print(value: Value, indent = ""): string {
  if (value instanceof Raw) return value.text;
  if (typeof value === "string") return quote(value);
  if (typeof value !== "object") return String(value);
  const inner = `${indent}  `;
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["(", ")"];
  const items = Array.isArray(value)
    ? value.map((item) => print(item, inner))
    : Object.entries(value).flatMap(([key, field]) => (field === undefined ? [] : [`${key} = ${print(field, inner)}`]));
  const line = `${open}${items.join(", ")}${close}`;
  if (line.length <= 100 && !line.includes("\n")) return line;
  return `${open}\n${items.map((item) => inner + item).join(",\n")}\n${indent}${close}`;
}

/** A reference to a file below the import path that the runtime is started with. */
export const embed = (path: string): Raw => new Raw(`embed ${quote(`/${path}`)}`);

// As in JSON, but for control characters: \x01 here, \u0001 there.
const quote = (text: string): string =>
  JSON.stringify(text).replace(/\\(?:u00(..)|.)/g, (escaped, hex?: string) => (hex ? `\\x${hex}` : escaped));
