import { deskOf, type ListPage, type ListQuery } from "../desk/port.ts";

/** So many pages are kept, each of some hundred kilobytes at most: of longer ones the desk has no name. */
const MOST_KEPT = 32;

/** A page as it went over the line. */
interface Kept {
  name: string | null;
  body: Uint8Array;
}

/** The latest last. */
const kept = new Map<string, Kept>();

const encoder = new TextEncoder();

/**
 * Answers with a page of a tenant's list. The desk is asked each time, but a page that still is what it was here before is
 * not brought over and encoded again: many look at the same list, and ask for it again and again.
 * @param form of the answer: what `print` makes of a page
 */
export async function listed(
  env: Cloudflare.Env,
  tenantId: string,
  query: ListQuery,
  form: "rows" | "page",
  print: (page: ListPage) => string,
): Promise<Response> {
  const key = `${tenantId} ${form} ${JSON.stringify(query)}`;
  const known = kept.get(key);
  const page = await deskOf(env, tenantId).listUnless(query, known?.name ?? null);
  const one = page === null ? (known as Kept) : { name: page.name, body: encoder.encode(print(page)) };
  kept.delete(key);
  if (one.name !== null) kept.set(key, one);
  const [oldest = ""] = kept.keys();
  if (kept.size > MOST_KEPT) kept.delete(oldest);
  return new Response(one.body as Uint8Array<ArrayBuffer>, { headers: { "Content-Type": "application/json" } });
}
