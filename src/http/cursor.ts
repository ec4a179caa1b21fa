import type * as z from "zod";

/** Where a page ends, as a text that is opaque to others: base64 of JSON in UTF-8. */
export const printCursor = (place: readonly unknown[]): string =>
  btoa(String.fromCharCode(...new TextEncoder().encode(JSON.stringify(place))));

/** Null for what is none of ours. */
export function readCursor<T>(place: z.ZodType<T>, cursor: string): T | null {
  try {
    const bytes = Uint8Array.from(atob(cursor), (byte) => byte.charCodeAt(0));
    return place.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return null;
  }
}
