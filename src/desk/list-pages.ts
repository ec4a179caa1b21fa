import type { Database } from "../lib/database.ts";
import { searchable } from "../lib/searchable.ts";
import { NEVER } from "./list-facts.ts";
import { merged, type Run, type Spot } from "./list-merge.ts";
import { nameQuery } from "./list-names.ts";
import type { ListPage, ListQuery, Sort } from "./list-query.ts";
import { type Plan, planOf } from "./views.ts";

/** A row of a page, by what time it is listed (ISO 8601), and how its conversation stands (JSON). */
export interface ListRow {
  id: string;
  at: string;
  body: string;
}

/** By a column of the row, with the indexes that have rows of a shelf in this order. */
const SORTED: Record<Sort, { key: string; rows: string; marks: string }> = {
  last_message: { key: "last_message_at", rows: "conversations_by_message", marks: "marks_by_message" },
  waiting: { key: "waiting_at", rows: "conversations_by_wait", marks: "marks_by_wait" },
  created: { key: "started_at", rows: "conversations_by_start", marks: "marks_by_start" },
};

/** A text that stands in more names than this is looked for among the first rows of the list, before it is looked up. */
const MANY = 1_000;
const MOST_WALKED = 2_000;
const WALKED_AT_ONCE = 200;

/** So many pages are kept, of so many rows at most. */
const MOST_KEPT = 32;
const MOST_ROWS_KEPT = 100;

/** Pages of the list: SQL. Each is read from indexes, so that its cost follows from its length and not from the list's. */
export class ListPages {
  readonly #database: Database;
  /** Pages that were read since anything was written: many look at the same list, and ask for it again and again. */
  readonly #kept = new Map<string, ListPage>();
  #keptSince = 0;

  constructor(database: Database) {
    this.#database = database;
  }

  /** A page as it is printed. */
  printed(query: ListQuery): ListPage {
    if (this.#keptSince !== this.#database.writes) this.#kept.clear();
    this.#keptSince = this.#database.writes;
    const key = JSON.stringify(query);
    const kept = this.#kept.get(key);
    if (kept) return kept;
    const page = this.#print(query);
    if (query.limit === null || query.limit > MOST_ROWS_KEPT || this.#kept.size >= MOST_KEPT) return page;
    page.name = crypto.randomUUID();
    this.#kept.set(key, page);
    return page;
  }

  /** A row more than is asked for says whether the list goes on. */
  #print(query: ListQuery): ListPage {
    const { limit } = query;
    const found = this.page(limit === null ? query : { ...query, limit: limit + 1 });
    const rows = limit === null ? found : found.slice(0, limit);
    const last = rows.at(-1);
    const conversations = `[${rows.map(({ body }) => body).join(",")}]`;
    return {
      conversations,
      next: found.length > rows.length && last ? { at: last.at, id: last.id } : null,
      name: null,
    };
  }

  /** At most so many rows as are asked for, after the position that is given. Rows that moved meanwhile are not skipped. */
  page(query: ListQuery): ListRow[] {
    const plan = planOf(query);
    const from = query.after === undefined ? null : this.#spotOf(query.after, plan.newest_first);
    const limit = query.limit === null ? Number.MAX_SAFE_INTEGER : Math.trunc(query.limit);
    const text = query.text === undefined ? "" : searchable(query.text.trim());
    if (query.customer_id !== undefined) return this.#rows(this.#looked(plan, from, limit, text, query.customer_id));
    if (text === "") return this.#rows([...taken(this.#merged(plan, from), limit)]);
    const found = this.#isCommon(text) ? this.#walked(this.#merged(plan, from), text, limit) : null;
    return this.#rows(found ?? this.#looked(plan, from, limit, text, null));
  }

  /** The statements of a page and their bindings, for those who look at how they are answered. */
  statements(query: ListQuery): string[] {
    const plan = planOf(query);
    const from = { key: 0, row: 0 };
    const looked = query.customer_id !== undefined || query.text !== undefined;
    return [
      this.#headsSql(plan, true),
      this.#runSql(plan, from),
      ...(looked ? [this.#lookSql(plan, from, query.customer_id !== undefined, query.text !== undefined)] : []),
    ];
  }

  /** A row that is gone leaves its place: what was listed by the same time comes again. */
  #spotOf({ at, id }: { at: string; id: string }, newestFirst: boolean): Spot {
    const [known] = this.#database.rows<{ row: number }>("SELECT row FROM conversations WHERE id = ?", id);
    return { key: Date.parse(at), row: known?.row ?? (newestFirst ? Number.MAX_SAFE_INTEGER : -1) };
  }

  #merged(plan: Plan, from: Spot | null): Generator<Spot> {
    const bindings = [...(from === null ? [] : [from.key]), ...plan.bindings];
    const lead = plan.marks[0];
    // The mark is asked for twice: where its first row lies, and on which shelves there are any.
    const marked = lead === undefined ? bindings : [lead, ...(from === null ? [] : [from.key]), lead, ...plan.bindings];
    const heads = this.#database.rows<{ shelf: number; first: number | null }>(
      this.#headsSql(plan, from !== null),
      ...marked,
    );
    const runs = heads.flatMap(({ shelf, first }): Run[] =>
      first === null ? [] : [{ first, read: (after, count) => this.#read(plan, shelf, after ?? from, count) }],
    );
    return merged(runs, plan.newest_first);
  }

  #read(plan: Plan, shelf: number, after: Spot | null, count: number): Spot[] {
    const [lead, ...others] = plan.marks;
    return this.#database.rows<{ key: number; row: number }>(
      this.#runSql(plan, after),
      ...(lead === undefined ? [] : [lead]),
      shelf,
      ...(after === null ? [] : [after.key, after.row]),
      ...others,
      count,
    );
  }

  /** Where each shelf of the plan begins. */
  #headsSql(plan: Plan, isAfter: boolean): string {
    const { key } = SORTED[plan.sort];
    const [beyond, direction] = plan.newest_first ? ["<=", "DESC"] : [">=", "ASC"];
    const after = isAfter ? `AND ${key} ${beyond} ?` : "";
    const lead = plan.marks.length > 0 ? "mark = ? AND" : "";
    const first = `SELECT ${key} FROM ${source(plan)} WHERE ${lead} shelf = shelves.id ${indexFilter(plan)} ${after}
      ORDER BY ${key} ${direction} LIMIT 1`;
    const shelves =
      plan.marks.length > 0
        ? "marked_shelves CROSS JOIN shelves ON shelves.id = marked_shelves.shelf WHERE mark = ? AND marked_shelves.listed > 0"
        : "shelves WHERE shelves.listed > 0";
    return `SELECT shelves.id AS shelf, (${first}) AS first FROM ${shelves} AND ${plan.shelves}`;
  }

  /** The next rows of one shelf. */
  #runSql(plan: Plan, after: Spot | null): string {
    const { key } = SORTED[plan.sort];
    const [beyond, direction] = plan.newest_first ? ["<", "DESC"] : [">", "ASC"];
    const lead = plan.marks.length > 0 ? "mark = ? AND" : "";
    return `SELECT ${key} AS key, row FROM ${source(plan)} WHERE ${lead} shelf = ?
      ${after === null ? "" : `AND (${key}, row) ${beyond} (?, ?)`} ${rowFilter(plan)} ${otherMarks(plan)}
      ORDER BY ${key} ${direction}, row ${direction} LIMIT ?`;
  }

  #isCommon(text: string): boolean {
    const select = `SELECT count(*) AS count FROM (SELECT 1 FROM names WHERE names MATCH ? LIMIT ${MANY})`;
    return (this.#database.rows<{ count: number }>(select, nameQuery(text))[0]?.count ?? 0) === MANY;
  }

  /** Rows of a list in whose name or number a text stands, if they are among the first; null when that is not certain. */
  #walked(spots: Generator<Spot>, text: string, limit: number): Spot[] | null {
    const found: Spot[] = [];
    for (let walked = 0; walked < MOST_WALKED; ) {
      const some = [...taken(spots, WALKED_AT_ONCE)];
      walked += some.length;
      const rows = this.#database.rows<{ row: number }>(
        "SELECT row FROM conversations WHERE row IN (SELECT value FROM json_each(?)) AND instr(search, ?) > 0",
        JSON.stringify(some.map(({ row }) => row)),
        text,
      );
      const hits = new Set(rows.map(({ row }) => row));
      found.push(...some.filter(({ row }) => hits.has(row)));
      if (found.length >= limit) return found.slice(0, limit);
      if (some.length < WALKED_AT_ONCE) return found;
    }
    return null;
  }

  /** Rows that were looked up by what few have in common, and sorted: a customer, or a text that is rare. */
  #looked(plan: Plan, from: Spot | null, limit: number, text: string, customerId: string | null): Spot[] {
    return this.#database.rows<{ key: number; row: number }>(
      this.#lookSql(plan, from, customerId !== null, text !== ""),
      ...(customerId === null ? [nameQuery(text)] : [customerId]),
      ...(text === "" ? [] : [text]),
      ...plan.bindings,
      ...(from === null ? [] : [from.key, from.row]),
      ...plan.marks,
      limit,
    );
  }

  #lookSql(plan: Plan, from: Spot | null, ofCustomer: boolean, hasText: boolean): string {
    const { key } = SORTED[plan.sort];
    const [beyond, direction] = plan.newest_first ? ["<", "DESC"] : [">", "ASC"];
    const rows = ofCustomer
      ? "conversations AS item INDEXED BY conversations_by_customer"
      : "names CROSS JOIN conversations AS item ON item.row = names.rowid";
    const found = ofCustomer ? "item.customer_id = ?" : "names MATCH ?";
    const marks = plan.marks.map(() => "AND EXISTS (SELECT 1 FROM marks WHERE row = item.row AND mark = ?)");
    return `SELECT item.${key} AS key, item.row AS row FROM ${rows} CROSS JOIN shelves ON shelves.id = item.shelf
      WHERE ${found} ${hasText ? "AND instr(item.search, ?) > 0" : ""} AND ${plan.shelves}
        ${from === null ? "" : `AND (item.${key}, item.row) ${beyond} (?, ?)`}
        ${plan.only_unread ? "AND is_unread = 1" : ""} ${plan.only_waiting ? `AND waiting_at < ${NEVER}` : ""}
        ${marks.join(" ")} ORDER BY 1 ${direction}, 2 ${direction} LIMIT ?`;
  }

  /** The conversations of these spots, in their order. */
  #rows(spots: Spot[]): ListRow[] {
    const rows = this.#database.rows<{ row: number; id: string; body: string }>(
      "SELECT row, id, body FROM conversations WHERE row IN (SELECT value FROM json_each(?))",
      JSON.stringify(spots.map(({ row }) => row)),
    );
    const known = new Map(rows.map((row) => [row.row, row]));
    return spots.flatMap(({ key, row }) => {
      const found = known.get(row);
      return found ? [{ id: found.id, at: new Date(key).toISOString(), body: found.body }] : [];
    });
  }
}

function source({ marks, sort, only_unread }: Plan): string {
  if (marks.length > 0) return `marks AS item INDEXED BY ${SORTED[sort].marks}`;
  const isUnread = only_unread && sort === "last_message";
  return `conversations AS item INDEXED BY ${isUnread ? "conversations_unread" : SORTED[sort].rows}`;
}

/** What the shelves do not say, where the index does. */
function indexFilter({ marks, sort, only_unread, only_waiting }: Plan): string {
  if (only_waiting && sort === "waiting") return `AND waiting_at < ${NEVER}`;
  return only_unread && marks.length === 0 && sort === "last_message" ? "AND is_unread = 1" : "";
}

/** What the shelves do not say. */
function rowFilter({ marks, only_unread, only_waiting }: Plan): string {
  const waiting = only_waiting ? `AND waiting_at < ${NEVER}` : "";
  if (!only_unread) return waiting;
  return marks.length === 0
    ? `${waiting} AND is_unread = 1`
    : `${waiting} AND EXISTS (SELECT 1 FROM conversations WHERE row = item.row AND is_unread = 1)`;
}

const otherMarks = ({ marks }: Plan): string =>
  marks
    .slice(1)
    .map(() => "AND EXISTS (SELECT 1 FROM marks AS other WHERE other.row = item.row AND other.mark = ?)")
    .join(" ");

/** The next few; the rest can still be taken. */
function* taken(spots: Generator<Spot>, count: number): Generator<Spot> {
  for (let left = count; left > 0; left--) {
    const { value, done } = spots.next();
    if (done) return;
    yield value;
  }
}
