import type { Database } from "../lib/database.ts";
import type { DeskTicket } from "./ticket.ts";

/** So many are read at a time: most often the first few are given away, or none. */
const AT_ONCE = 50;

// Without the index being named all that ever waited is sorted.
const FROM_WAITING = "FROM tickets INDEXED BY tickets_by_wait WHERE state = 'pending' AND waiting_since IS NOT NULL";
const FROM_DECLINED = `FROM tickets INDEXED BY tickets_declined
  WHERE state = 'pending' AND json_array_length(body, '$.declined') > 0 AND waiting_since IS NOT NULL`;
const IS_FREE = `id NOT IN (SELECT ticket_id FROM offers)
  AND json_extract(body, '$.assigning') IS NULL AND NOT json_extract(body, '$.is_moving')`;

/** Which tickets some agents can be given, roughly: none that they can is left out. */
export interface Reach {
  /** Null for all. */
  outlet_ids: readonly string[] | null;
  /** Teams that none of them is in, each with an outlet that it answers in. */
  other_teams: readonly (readonly [team_id: string, outlet_id: string])[];
}

/**
 * The tickets that wait and are on their way to nobody: SQL. There may be thousands, and every conversation that begins to
 * wait has them looked at: none is read with which nothing is done.
 */
export class WaitingTickets {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Those that have waited longest, after one of them. @returns null behind the last */
  next({ outlet_ids, other_teams }: Reach, after: DeskTicket | null): DeskTicket[] | null {
    const found = this.#some(
      `(waiting_since, id) > (?1, ?2) AND (?3 IS NULL OR outlet_id IN (SELECT value FROM json_each(?3)))
       AND (team_id IS NULL OR (team_id, outlet_id) NOT IN (SELECT value ->> 0, value ->> 1 FROM json_each(?4)))`,
      after?.waiting_since ?? "",
      after?.id ?? "",
      outlet_ids && JSON.stringify(outlet_ids),
      JSON.stringify(other_teams),
    );
    return found.length === 0 ? null : found;
  }

  /** Those that wait since a time or longer, the oldest first; some of them where they are many. */
  since(time: string): DeskTicket[] {
    return this.#some("waiting_since <= ?", time);
  }

  /** Since when the first of them waits; null where none does. */
  get first(): string | null {
    const select = `SELECT waiting_since ${FROM_WAITING} AND ${IS_FREE} ORDER BY waiting_since, id LIMIT 1`;
    return this.#database.rows<{ waiting_since: string }>(select)[0]?.waiting_since ?? null;
  }

  /** Those that somebody has declined, or let pass. */
  declined(): DeskTicket[] {
    return this.#tickets(`${FROM_DECLINED} AND ${IS_FREE} ORDER BY waiting_since, id`);
  }

  /** Whether any waits, be it on its way or not. */
  get isAny(): boolean {
    return this.#database.rows(`SELECT 1 ${FROM_WAITING} LIMIT 1`).length > 0;
  }

  #some(where: string, ...bindings: (string | null)[]): DeskTicket[] {
    const order = `ORDER BY waiting_since, id LIMIT ${AT_ONCE}`;
    return this.#tickets(`${FROM_WAITING} AND ${where} AND ${IS_FREE} ${order}`, ...bindings);
  }

  #tickets(from: string, ...bindings: (string | null)[]): DeskTicket[] {
    const rows = this.#database.rows<{ body: string }>(`SELECT body ${from}`, ...bindings);
    return rows.map(({ body }) => JSON.parse(body) as DeskTicket);
  }
}
