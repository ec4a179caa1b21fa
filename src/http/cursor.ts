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

/** A page of which one row more was read: whether another follows is known, so that none is empty. */
export function pageOf<T extends { id: string }>(rows: T[], limit: number): { page: T[]; next: string | null } {
  const page = rows.slice(0, limit);
  return { page, next: rows.length > limit ? (page.at(-1)?.id ?? null) : null };
}
