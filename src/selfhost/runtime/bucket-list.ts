import { encode, type Facts, type Refusal } from "./bucket-answer.ts";
import type { ListRequest } from "./bucket-request.ts";

/** A page of a bucket's objects, in the words of the binding. */
export type Listed =
  | { objects: Facts[]; truncated: boolean; cursor?: string; delimitedPrefixes: string[] }
  | { refusal: Refusal };

const MAX_LIMIT = 1000;
/** The runtime takes no more than 1 MiB of metadata. */
const MAX_BYTES = 800_000;
/** Behind every key that begins as the text before it: the keys are ordered by their bytes. */
const BEHIND = "\u{10FFFF}";

/** Lists objects by key. Keys that have the delimiter behind the prefix are one entry, up to the delimiter. */
export function listObjects(sql: SqlStorage, request: ListRequest): Listed {
  const { limit = MAX_LIMIT, prefix = "", delimiter = "", include = [] } = request;
  if (limit < 1 || limit > MAX_LIMIT) return { refusal: "badLimit" };
  const objects: Facts[] = [];
  const delimitedPrefixes: string[] = [];
  let after = startOf(request);
  let bytes = 0;
  for (;;) {
    const facts = nextObject(sql, prefix, after);
    if (facts === null) return { objects, truncated: false, delimitedPrefixes };
    const end = delimiter === "" ? -1 : facts.name.indexOf(delimiter, prefix.length);
    const group = end < 0 ? null : facts.name.slice(0, end + delimiter.length);
    const shown = group ?? included(facts, include);
    bytes += encode(shown).byteLength;
    const isFull = objects.length + delimitedPrefixes.length === limit || bytes > MAX_BYTES;
    if (isFull) return { objects, truncated: true, cursor: encodeCursor(after), delimitedPrefixes };
    if (typeof shown === "string") delimitedPrefixes.push(shown);
    else objects.push(shown);
    after = group === null ? facts.name : group + BEHIND;
  }
}

function nextObject(sql: SqlStorage, prefix: string, after: string): Facts | null {
  const query = "select facts from objects where key > ? and key >= ? and key < ? order by key limit 1";
  const [row] = sql.exec<{ facts: string }>(query, after, prefix, prefix + BEHIND).toArray();
  return row ? JSON.parse(row.facts) : null;
}

function included({ httpFields, customFields, ...facts }: Facts, include: number[]): Facts {
  return {
    ...facts,
    ...(include.includes(0) && httpFields ? { httpFields } : {}),
    ...(include.includes(1) && customFields ? { customFields } : {}),
  };
}

function startOf({ cursor, startAfter = "" }: ListRequest): string {
  return cursor === undefined ? startAfter : decodeCursor(cursor);
}

const encodeCursor = (key: string): string => new TextEncoder().encode(key).toBase64({ alphabet: "base64url" });

const decodeCursor = (cursor: string): string =>
  new TextDecoder().decode(Uint8Array.fromBase64(cursor, { alphabet: "base64url" }));
