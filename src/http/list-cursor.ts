import * as z from "zod";
import type { ListPosition } from "../desk/port.ts";

const Cursor = z.tuple([z.iso.datetime(), z.guid()]);

/** Where a page of conversations ends: by what time the last row is listed, and its id. */
export const encodeCursor = ({ at, id }: ListPosition): string => btoa(JSON.stringify([at, id]));

/** Null for what is none of ours. */
export function decodeCursor(cursor: string): ListPosition | null {
  try {
    const [at, id] = Cursor.parse(JSON.parse(atob(cursor)));
    return { at, id };
  } catch {
    return null;
  }
}
