import type { Context } from "hono";
import { refuse } from "./access.ts";

const DEFAULT_LIMIT = 25;
const LARGEST_LIMIT = 1_000;

const cursorOf = (index: number): string => Buffer.from(`at:${index}`).toString("base64url");

function indexOf(cursor: string): number | null {
  const [, index] =
    Buffer.from(cursor, "base64url")
      .toString()
      .match(/^at:(\d+)$/) ?? [];
  return index === undefined ? null : Number(index);
}

/** One page of a list, with cursors and the addresses of its neighbours (Meta, "Paginated results"). */
export function pageOf(c: Context, all: unknown[]): Response {
  const { after, before, limit: asked } = c.req.query();
  const limit = Math.min(Number(asked ?? DEFAULT_LIMIT), LARGEST_LIMIT);
  const cursor = after ?? before;
  const at = cursor === undefined ? null : indexOf(cursor);
  if (cursor !== undefined && at === null) return refuse(c, { code: 100, details: "Invalid cursor." });
  if (!Number.isInteger(limit) || limit < 1) return refuse(c, { code: 100, details: "Param limit must be positive." });
  const start = at === null ? 0 : after !== undefined ? at + 1 : Math.max(0, at - limit);
  const end = before !== undefined && at !== null && after === undefined ? at : start + limit;
  const data = all.slice(start, end);
  if (data.length === 0) return c.json({ data });
  const cursors = { before: cursorOf(start), after: cursorOf(start + data.length - 1) };
  const paging = {
    cursors,
    ...(start > 0 && { previous: neighbour(c, "before", cursors.before) }),
    ...(start + data.length < all.length && { next: neighbour(c, "after", cursors.after) }),
  };
  return c.json({ data, paging });
}

function neighbour(c: Context, direction: "before" | "after", cursor: string): string {
  const url = new URL(c.req.url);
  url.searchParams.delete("before");
  url.searchParams.delete("after");
  url.searchParams.set(direction, cursor);
  return url.href;
}
