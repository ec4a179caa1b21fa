import type { ConversationView } from "../domain/conversation.ts";
import { Database } from "../lib/database.ts";
import { follow } from "./following.ts";
import { MIGRATIONS } from "./migrations.ts";
import { Outgoing } from "./outgoing.ts";
import type { ListQuery } from "./port.ts";
import { PresenceStore } from "./presence-store.ts";
import { TicketStore } from "./ticket-store.ts";

type Row = { id: string; last_message_at: string; body: string };

/** All SQL of the desk: the list is here, tickets and agents in parts of their own. */
export class DeskRepository {
  readonly #database: Database;
  readonly outgoing: Outgoing;
  readonly tickets: TicketStore;
  readonly presence: PresenceStore;

  constructor(storage: DurableObjectStorage) {
    this.#database = new Database(storage, MIGRATIONS);
    this.outgoing = new Outgoing(this.#database);
    this.tickets = new TicketStore(this.#database, this.outgoing);
    this.presence = new PresenceStore(this.#database);
  }

  get exists(): boolean {
    return this.#database.exists;
  }

  /** One commit: all of it or nothing. */
  transaction<T>(work: () => T): T {
    return this.#database.transaction(work);
  }

  /** Whose desk it is, as its conversations say. */
  get tenantId(): string | null {
    const query = "SELECT json_extract(body, '$.tenant_id') AS id FROM conversations LIMIT 1";
    return this.#database.rows<{ id: string }>(query)[0]?.id ?? null;
  }

  /**
   * Takes conversations as they stand; what is older than what is held changes nothing.
   * @param playsAgents whether tickets follow from them
   * @returns whether agents have more or less to do
   */
  save(views: readonly ConversationView[], playsAgents: boolean): boolean {
    return this.transaction(() => views.map((view) => this.saveOne(view, playsAgents)).includes(true));
  }

  /** Forgets the conversations with ids in this range, both ends included. */
  forget(first: string, last: string): void {
    if (!this.#database.exists) return;
    this.transaction(() => {
      this.tickets.forget(first, last);
      this.#database.run("DELETE FROM conversations WHERE id BETWEEN ? AND ?", first, last);
    });
  }

  /** The same of one. Within a transaction. */
  saveOne(view: ConversationView, playsAgents: boolean): boolean {
    const before = this.#work(view.id);
    if (this.#upsert(view) === 0 || !playsAgents) return false;
    const known = this.tickets.openOf(view.id);
    const offer = known && this.tickets.offerOf(known.id);
    const isNews = this.tickets.apply(follow(view, known, offer), offer);
    return isNews || this.#work(view.id) !== before;
  }

  /** Whose work a conversation is; another text when it is another's, or sleeps. */
  #work(id: string): string | null {
    const query = `SELECT status || coalesce(agent_id, '') || coalesce(json_extract(body, '$.snoozed_until'), '') AS work
      FROM conversations WHERE id = ? AND agent_id IS NOT NULL`;
    return this.#database.rows<{ work: string }>(query, id)[0]?.work ?? null;
  }

  #upsert(view: ConversationView): number {
    return this.#database.run(
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
  if (query.customer_id) add("json_extract(body, '$.customer_id') = ?", query.customer_id);
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
