/** Which bytes: so many from an offset. */
export interface Span {
  offset: number;
  length: number;
}

/**
 * The bytes that a `Range` header asks for: null when it asks for all of them, `"none"` when the file has none of them.
 * Several ranges, and what cannot be read, ask for the whole (RFC 9110, 14.2).
 */
export function spanOf(header: string | null, size: number): Span | "none" | null {
  const [, first = "", last = ""] = /^\s*bytes\s*=\s*(\d{0,15})\s*-\s*(\d{0,15})\s*$/i.exec(header ?? "") ?? [];
  if (first === "" && last === "") return null;
  if (first === "") {
    const length = Math.min(Number(last), size);
    return length === 0 ? "none" : { offset: size - length, length };
  }
  const offset = Number(first);
  const end = last === "" ? size - 1 : Math.min(Number(last), size - 1);
  if (last !== "" && Number(last) < offset) return null;
  return offset >= size ? "none" : { offset, length: end - offset + 1 };
}

/** Whether `If-None-Match` names what the caller has (RFC 9110, 13.1.2: weak comparison). */
export function isKnown(header: string | null, etag: string): boolean {
  if (header === null) return false;
  const named = header.split(",").map((one) => one.trim().replace(/^W\//, ""));
  return named.includes("*") || named.includes(etag);
}

/** Whether the file is still the one that `If-Range` names: by its etag, compared strongly, or by its exact date. */
export function isStill(header: string | null, etag: string, storedAt: Date): boolean {
  if (header === null) return true;
  const named = header.trim();
  return named === etag || named === storedAt.toUTCString();
}
