import type { SenderType } from "../domain/message.ts";
import { facet, firstIdAt, lastIdAt, weekOf } from "./entries.ts";
import { expressionOf } from "./expression.ts";
import type { Query } from "./query.ts";
import { scoresOf } from "./ranking.ts";
import type { Rows } from "./tables.ts";

/** What is sought, and where. */
export interface Wanted {
  query: Query;
  /** Of these alone; null for all. */
  outlet_ids: readonly string[] | null;
  inbox_id: string | null;
  /** Where one conversation is searched: as the index numbers it. */
  conversation: number | null;
  sender_type: SenderType | null;
  /** Of conversations with this label, and that this agent has. */
  label: string | null;
  agent_id: string | null;
  /** Said at or after, and before or at: epoch milliseconds. */
  from: number | null;
  to: number | null;
}

/** Something said that was sought, with its conversation. */
export interface Found {
  id: number;
  seq: number;
  kind: "message" | "note";
  sender_type: SenderType;
  text: string;
  number: number;
  thread_key: string;
  name: string | null;
}

type Row = { [column in keyof Found]: Found[column] } & { labels: string; agent_id: string | null };

/** The last of the page before; by relevance with its score, and with the newest that was looked at. */
export type Cursor = { id: number } | { id: number; score: number; newest: number };

export interface FoundPage {
  found: Found[];
  next: Cursor | null;
}

/** What a search costs does not grow with what there is: so many finds it looks at for those that the filters let through. */
const MOST_LOOKED_AT = 2_000;
const AT_ONCE = 500;
/** By relevance the newest so many finds are compared. */
const MOST_COMPARED = 1_000;
/** Words in more texts of a week than this are equally common. */
const COMMON = 10_000;
const NEWEST = Number.MAX_SAFE_INTEGER;
const SENDERS: SenderType[] = ["customer", "llm", "agent", "flow", "system"];

/** The newest first. A page that is not full and has a next one ends where the search had looked at enough. */
export function newest(database: Rows, wanted: Wanted, limit: number, after: Cursor | null): FoundPage {
  const found: Found[] = [];
  let looked = 0;
  for (const row of candidates(database, wanted, (after?.id ?? NEWEST) - 1, isFiltered(wanted) ? AT_ONCE : limit + 1)) {
    if (looked++ === MOST_LOOKED_AT) return { found, next: { id: row.id + 1 } };
    if (!passes(wanted, row)) continue;
    const end = found[limit - 1];
    if (end !== undefined) return { found, next: { id: end.id } };
    found.push(row);
  }
  return { found, next: null };
}

/** The best of the newest first. */
export function best(database: Rows, wanted: Wanted, limit: number, after: Cursor | null): FoundPage {
  const place = after !== null && "score" in after ? after : null;
  const found: Row[] = [];
  for (const row of candidates(database, wanted, place?.newest ?? NEWEST, AT_ONCE)) {
    if (passes(wanted, row)) found.push(row);
    if (found.length === MOST_COMPARED) break;
  }
  const scores = scoresOf(
    found.map(({ text }) => text),
    wanted.query,
    rarityOf(database, wanted.query, found),
  );
  const ranked = found
    .map((row, index) => ({ row, score: scores[index] ?? 0 }))
    .sort((one, other) => other.score - one.score || other.row.id - one.row.id)
    .filter(({ row, score }) => place === null || isAfter(place, score, row.id));
  const page = ranked.slice(0, limit);
  const end = page.at(-1);
  const next = end && ranked.length > limit ? { id: end.row.id, score: end.score, newest: found[0]?.id ?? 0 } : null;
  return { found: page.map(({ row }) => row), next };
}

const isAfter = (end: { id: number; score: number }, score: number, id: number): boolean =>
  score < end.score || (score === end.score && id < end.id);

/** In how many texts of all each phrase stands: as in the latest week in which anything was found. */
function rarityOf(database: Rows, { all }: Query, [latest]: readonly Row[]): { numbers: number[]; size: number } {
  if (latest === undefined || all.length < 2) return { numbers: all.map(() => 0), size: 0 };
  const { mark, first, last } = weekOf(latest.id);
  const count = (from: string, ...bindings: (string | number)[]): number => {
    const select = `SELECT count(*) AS number FROM (SELECT 1 FROM ${from} LIMIT ?)`;
    return database.rows<{ number: number }>(select, ...bindings, COMMON)[0]?.number ?? 0;
  };
  const size = count("entries WHERE id BETWEEN ? AND ?", first, last);
  const numbers = all.map((phrase) =>
    count("entry_terms WHERE entry_terms MATCH ?", expressionOf({ all: [phrase], none: [] }, mark) ?? ""),
  );
  return { numbers, size };
}

/** What the words and the place let through, at or before an id, the newest first: week by week, so many at a time. */
function* candidates(database: Rows, wanted: Wanted, through: number, size: number): Generator<Row> {
  const { first, last } = spanOf(database, wanted);
  const conditions = conditionsOf(wanted);
  let end = latestIn(database, first, Math.min(through, last));
  while (end !== null) {
    const week = weekOf(end);
    const expression = expressionOf(wanted.query, week.mark, conditions);
    const rows = rowsOf(database, expression, Math.max(first, week.first), end, size);
    yield* rows;
    const lowest = rows.length < size ? week.first : (rows.at(-1)?.id ?? week.first);
    end = latestIn(database, first, lowest - 1);
  }
}

const latestIn = (database: Rows, first: number, last: number): number | null =>
  database.rows<{ id: number | null }>("SELECT max(id) AS id FROM entries WHERE id BETWEEN ? AND ?", first, last)[0]
    ?.id ?? null;

/** From which id to which there can be anything. */
function spanOf(database: Rows, { from, to, conversation }: Wanted): { first: number; last: number } {
  const asked = { first: from === null ? 0 : firstIdAt(from), last: to === null ? NEWEST : lastIdAt(to) };
  if (conversation === null) return asked;
  const select = "SELECT min(id) AS first, max(id) AS last FROM entries WHERE conversation = ?";
  const [own] = database.rows<{ first: number | null; last: number | null }>(select, conversation);
  return { first: Math.max(asked.first, own?.first ?? 0), last: Math.min(asked.last, own?.last ?? -1) };
}

function rowsOf(database: Rows, expression: string | null, first: number, last: number, limit: number): Row[] {
  const ids =
    expression === null
      ? "SELECT id FROM entries WHERE id BETWEEN ? AND ? ORDER BY id DESC LIMIT ?"
      : "SELECT rowid AS id FROM entry_terms WHERE entry_terms MATCH ? AND rowid BETWEEN ? AND ? ORDER BY rowid DESC LIMIT ?";
  return database.rows<Row>(
    `SELECT entries.id, seq, kind, sender_type, text, number, labels, agent_id, thread_key, name FROM (${ids}) AS sought
      CROSS JOIN entries ON entries.id = sought.id JOIN conversations ON conversations.id = entries.conversation
      JOIN threads ON threads.id = conversations.thread ORDER BY entries.id DESC`,
    ...(expression === null ? [] : [expression]),
    ...[first, last, limit],
  );
}

function conditionsOf({ outlet_ids, inbox_id, conversation, sender_type, query }: Wanted): string[][] {
  const facets = [
    ...(conversation === null ? [] : [[facet.conversation(conversation)]]),
    ...(inbox_id === null ? [] : [[facet.inbox(inbox_id)]]),
    ...(outlet_ids === null ? [] : [outlet_ids.map(facet.outlet)]),
    ...(sender_type === null ? [] : [[facet.sender(sender_type)]]),
  ];
  // What is only to be left out is left out of all that there is.
  if (facets.length === 0 && query.all.length === 0 && query.none.length > 0) return [SENDERS.map(facet.sender)];
  return facets;
}

const isFiltered = ({ label, agent_id }: Wanted): boolean => label !== null || agent_id !== null;

/** What may change for a whole conversation at any time is not in the index. */
const passes = ({ label, agent_id }: Wanted, row: Row): boolean =>
  (agent_id === null || row.agent_id === agent_id) &&
  (label === null || (JSON.parse(row.labels) as string[]).includes(label));
