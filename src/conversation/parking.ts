import type { Change, Command, ReportedStatus } from "../domain/commands.ts";
import type { Database } from "../lib/database.ts";

/** A webhook is repeated for a week; what found no message in this time belongs to none of ours. */
export const LONGEST_WAIT_MS = 8 * 24 * 60 * 60 * 1000;

type Table = "parked_statuses" | "parked_changes";

/** Statuses, edits, revocations and reactions whose message is not known yet, by the channel's id of it. */
export class Parking {
  readonly #database: Database;
  /** Tables in which nothing waits. */
  readonly #empty = new Set<Table>();
  #undone = 0;

  constructor(database: Database) {
    this.#database = database;
  }

  addStatus(status: ReportedStatus, at: string): void {
    if (status.channel_message_id !== null) this.#add("parked_statuses", status.channel_message_id, status, at);
  }

  addChange(channelMessageId: string, change: Change, at: string): void {
    this.#add("parked_changes", channelMessageId, change, at);
  }

  /** What waited for this message, in the order in which it came; it waits no longer. */
  takeStatuses(channelMessageId: string): ReportedStatus[] {
    return this.#take("parked_statuses", channelMessageId) as ReportedStatus[];
  }

  /** MS7: what was changed before it came is decided on as it stands: a wish that was taken back is none. */
  withChanges(command: Command): Command {
    if (command.type !== "receive_message" || this.#isEmpty("parked_changes")) return command;
    const select = "SELECT body FROM parked_changes WHERE channel_message_id = ? ORDER BY id";
    const rows = this.#database.rows<{ body: string }>(select, command.saying.whatsapp_message_id);
    return rows.length === 0 ? command : { ...command, changes: rows.map(({ body }) => JSON.parse(body) as Change) };
  }

  takeChanges(channelMessageId: string): Change[] {
    return this.#take("parked_changes", channelMessageId) as Change[];
  }

  #add(table: Table, channelMessageId: string, what: object, at: string): void {
    this.#empty.delete(table);
    const oldest = new Date(Date.parse(at) - LONGEST_WAIT_MS).toISOString();
    this.#database.run(`DELETE FROM ${table} WHERE parked_at < ?`, oldest);
    const insert = `INSERT INTO ${table} (channel_message_id, body, parked_at) VALUES (?, ?, ?)`;
    this.#database.run(insert, channelMessageId, JSON.stringify(what), at);
  }

  #take(table: Table, channelMessageId: string): unknown[] {
    if (this.#isEmpty(table)) return [];
    const take = `DELETE FROM ${table} WHERE channel_message_id = ? RETURNING id, body`;
    const rows = this.#database.rows<{ id: number; body: string }>(take, channelMessageId);
    return rows.sort((one, other) => one.id - other.id).map(({ body }) => JSON.parse(body));
  }

  /** Nearly every message is waited for by nothing: only the first is looked for. */
  #isEmpty(table: Table): boolean {
    // What was taken waits again when its commit failed.
    if (this.#undone !== this.#database.undone) this.#empty.clear();
    this.#undone = this.#database.undone;
    if (this.#empty.has(table)) return true;
    const isEmpty = this.#database.rows(`SELECT 1 FROM ${table} LIMIT 1`).length === 0;
    if (isEmpty) this.#empty.add(table);
    return isEmpty;
  }
}
