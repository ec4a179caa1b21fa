/** Something that came from outside: of any shape, and nothing of it is certain. */
export type Fields = Record<string, unknown>;

export const fields = (value: unknown): Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};

export const list = (value: unknown): Fields[] => (Array.isArray(value) ? value.map(fields) : []);

/** A text that says something; null for any other value. */
export const text = (value: unknown): string | null =>
  typeof value === "string" && value.trim() !== "" ? value : typeof value === "number" ? `${value}` : null;

export const numberOf = (value: unknown): number | null => {
  const number =
    typeof value === "number" ? value : typeof value === "string" && value.trim() !== "" ? Number(value) : Number.NaN;
  return Number.isFinite(number) ? number : null;
};

/** An address that may be followed: nothing but http and https leads anywhere. */
export const webAddress = (value: unknown): string | null => {
  const address = text(value);
  if (address === null) return null;
  try {
    const url = new URL(address);
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
  } catch {
    return null;
  }
};
