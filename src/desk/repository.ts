import type { ConversationView } from "../domain/conversation.ts";
import { Database } from "../lib/database.ts";
import { MIGRATIONS } from "./migrations.ts";
import type { ListQuery } from "./port.ts";

type Row = { id: string; last_message_at: string; body: string };

/** All SQL of the desk. */
export class DeskRepository {
  readonly #database: Database;

  constructor(storage: DurableObjectStorage) {
    this.#database = new Database(storage, MIGRATIONS);
  }

  /** Takes conversations as they stand; what is older than what is held changes nothing. */
  save(views: readonly ConversationView[]): void {
    this.#database.transaction(() => {
      for (const view of views) this.#saveOne(view);
    });
  }

  /** Forgets the conversations with ids in this range, both ends included. */
  forget(first: string, last: string): void {
    if (this.#database.exists) this.#database.run("DELETE FROM conversations WHERE id BETWEEN ? AND ?", first, last);
  }

  #saveOne(view: ConversationView): void {
    this.#database.run(
      `INSERT INTO conversations
         (id, last_seq, status, outlet_id, inbox_id, agent_id, last_message_at, labels, search, body)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET
         last_seq = excluded.last_seq, status = excluded.status, outlet_id = excluded.outlet_id,
         inbox_id = excluded.inbox_id, agent_id = excluded.agent_id, last_message_at = excluded.last_message_at,
         labels = excluded.labels, search = excluded.search, body = excluded.body
       WHERE excluded.last_seq > conversations.last_seq`,
      view.id,
      view.last_seq,
      view.status,
      view.outlet_id,
      view.inbox_id,
      view.handoff_agent_id,
      view.last_message_at,
      JSON.stringify(view.labels),
      searchable(`${view.customer_name ?? ""} ${view.customer_phone ?? ""}`),
      JSON.stringify(view),
    );
  }

  /** A page of the list, the newest message first; equal times are told apart by id, so no row is skipped. */
  list(query: ListQuery): Row[] {
    const { where, bindings } = conditions(query);
    const limit = query.limit === null ? "" : `LIMIT ${Math.trunc(query.limit)}`;
    const clause = `WHERE ${where.join(" AND ")}`;
    const order = `ORDER BY last_message_at DESC, id DESC ${limit}`;
    return this.#database.rows<Row>(
      `SELECT id, last_message_at, body FROM conversations ${clause} ${order}`,
      ...bindings,
    );
  }
}

function conditions(query: ListQuery): { where: string[]; bindings: string[] } {
  const where = ["json_extract(body, '$.deleted_at') IS NULL"];
  const bindings: string[] = [];
  const add = (condition: string, ...values: string[]) => {
    where.push(condition);
    bindings.push(...values);
  };
  if (query.status) add("status = ?", query.status);
  if (query.outlet_id) add("outlet_id = ?", query.outlet_id);
  if (query.inbox_id) add("inbox_id = ?", query.inbox_id);
  if (query.agent_id) add("agent_id = ?", query.agent_id);
  if (query.label) add("EXISTS (SELECT 1 FROM json_each(labels) WHERE value = ?)", query.label);
  if (query.text) add("instr(search, ?) > 0", searchable(query.text));
  if (query.after) add("(last_message_at, id) < (?, ?)", query.after.last_message_at, query.after.id);
  return { where, bindings };
}

/** Text as it is compared: without case, accents, or what people put between the digits of a number. */
const searchable = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/(?<=\d)[\s().-]+(?=\d)/g, "");
