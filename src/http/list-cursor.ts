import * as z from "zod";
import type { ListPosition } from "../desk/port.ts";
import { printCursor, readCursor } from "./cursor.ts";

const Cursor = z.tuple([z.iso.datetime(), z.guid()]);

/** Where a page of conversations ends: by what time the last row is listed, and its id. */
export const encodeCursor = ({ at, id }: ListPosition): string => printCursor([at, id]);

/** Null for what is none of ours. */
export function decodeCursor(cursor: string): ListPosition | null {
  const [at, id] = readCursor(Cursor, cursor) ?? [];
  return at === undefined || id === undefined ? null : { at, id };
}
