import { Database } from "../lib/database.ts";
import { type Cell, type Entry, emptyCell, gather, type Place, pour } from "./cell.ts";
import type { Facts } from "./facts.ts";
import { MIGRATIONS } from "./migrations.ts";
import { afterBeats, type Beat, NO_PULSE, type Pulse } from "./pulse.ts";
import type { Selection } from "./report.ts";
import { beginningOf, placeOn, SCALES, type Scale, type Stretch } from "./scale.ts";

type CellRow = { period: number; outlet_id: string; inbox_id: string; agent_id: string; team_id: string; body: string };

/** So many periods are read in one go, to hold little at a time: of half hours two weeks. */
const READ_AT_ONCE = 14 * 48;

/** All SQL of a tenant's reports. */
export class ReportsRepository {
  readonly #database: Database;

  constructor(storage: DurableObjectStorage) {
    this.#database = new Database(storage, MIGRATIONS);
  }

  /** One commit: all of it or nothing. */
  transaction<T>(work: () => T): T {
    return this.#database.transaction(work);
  }

  get exists(): boolean {
    return this.#database.exists;
  }

  /** Up to which seq a thread was counted. */
  through(threadKey: string): number {
    const select = "SELECT through FROM threads WHERE thread_key = ?";
    return this.#database.rows<{ through: number }>(select, threadKey)[0]?.through ?? 0;
  }

  setThrough(threadKey: string, through: number): void {
    this.#database.run("INSERT OR REPLACE INTO threads (thread_key, through) VALUES (?, ?)", threadKey, through);
  }

  facts(threadKey: string, number: number): Facts | null {
    const select = "SELECT body FROM facts WHERE thread_key = ? AND number = ?";
    return parsed(this.#database.rows<{ body: string }>(select, threadKey, number)[0]);
  }

  /** Of all conversations of a thread up to this one. */
  factsThrough(threadKey: string, number: number): Facts[] {
    const select = "SELECT body FROM facts WHERE thread_key = ? AND number <= ?";
    return this.#database.rows<{ body: string }>(select, threadKey, number).flatMap((row) => parsed(row) ?? []);
  }

  saveFacts(threadKey: string, number: number, facts: Facts): void {
    this.#database.run(
      `INSERT INTO facts (thread_key, number, opened_at, body) VALUES (?, ?, ?, ?)
       ON CONFLICT (thread_key, number) DO UPDATE SET body = excluded.body`,
      ...[threadKey, number, facts.opened_at, JSON.stringify(facts)],
    );
  }

  /** Forgets the conversations of a thread up to this one. */
  forget(threadKey: string, number: number): void {
    this.#database.run("DELETE FROM facts WHERE thread_key = ? AND number <= ?", threadKey, number);
  }

  get pulse(): Pulse {
    const row = this.#database.rows<{ body: string }>("SELECT body FROM pulse")[0];
    return row ? (JSON.parse(row.body) as Pulse) : NO_PULSE;
  }

  /** One row, whatever has passed: none where nothing has. */
  beat(beats: readonly Beat[], now: number): void {
    if (beats.length === 0) return;
    const body = JSON.stringify(afterBeats(this.pulse, beats, now));
    this.#database.run("INSERT OR REPLACE INTO pulse (id, body) VALUES (1, ?)", body);
  }

  /** Forgets what was opened before a time. @returns whether that may not have been all */
  forgetBefore(time: number, limit: number): boolean {
    const old = `SELECT thread_key, number, coalesce(json_array_length(body, '$.unsent'), 0) AS unsent FROM facts
      WHERE opened_at < ? LIMIT ?`;
    const rows = this.#database.rows<{ thread_key: string; number: number; unsent: number }>(old, time, limit);
    const unsent = rows.reduce((sum, row) => sum + row.unsent, 0);
    if (unsent > 0) this.beat([{ at: time, figures: [0, 0, 0], waiting: -unsent }], Date.now());
    const forget = "DELETE FROM facts WHERE thread_key = ? AND number = ?";
    for (const { thread_key, number } of rows) this.#database.run(forget, thread_key, number);
    return rows.length === limit;
  }

  /** When the oldest conversation was opened of which anything is known; null where there is none. */
  get oldest(): number | null {
    const select = "SELECT opened_at FROM facts ORDER BY opened_at LIMIT 1";
    return this.#database.rows<{ opened_at: number }>(select)[0]?.opened_at ?? null;
  }

  /** Adds entries to what was counted, on each scale. */
  count(entries: readonly Entry[]): void {
    for (const scale of SCALES)
      for (const { place, cell } of gather(entries, (one) => placeOn(scale, one))) this.#pour(scale, place, cell);
  }

  /** What was counted in a stretch of time, in its order; at least all that is selected. */
  *cells({ scale, from, before }: Stretch, selection: Selection): Generator<{ place: Place; cell: Cell }> {
    const { where, bindings } = conditions(selection);
    const select = `SELECT period, outlet_id, inbox_id, agent_id, team_id, body FROM cells
      WHERE scale = ? AND period >= ? AND period < ? ${where} ORDER BY period`;
    for (let start = from; start < before; start += READ_AT_ONCE) {
      const end = Math.min(before, start + READ_AT_ONCE);
      for (const { agent_id, team_id, body, ...row } of this.#database.rows<CellRow>(
        select,
        scale,
        start,
        end,
        ...bindings,
      )) {
        const place = { ...row, agent_id: agent_id || null, team_id: team_id || null };
        yield { place: { ...place, period: beginningOf(scale, row.period) }, cell: JSON.parse(body) };
      }
    }
  }

  #pour(scale: Scale, place: Place, cell: Cell): void {
    const select = `SELECT body FROM cells
      WHERE scale = ? AND period = ? AND outlet_id = ? AND inbox_id = ? AND agent_id = ? AND team_id = ?`;
    const row = this.#database.rows<{ body: string }>(select, scale, ...keyOf(place))[0];
    const known: Cell = row ? JSON.parse(row.body) : emptyCell();
    pour(known, cell);
    this.#database.run(
      `INSERT OR REPLACE INTO cells (scale, period, outlet_id, inbox_id, agent_id, team_id, body)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
      ...[scale, ...keyOf(place), JSON.stringify(known)],
    );
  }
}

/** What need not be read. What a team's people do for no team counts for it, too. */
function conditions({ outlet_id, inbox_id, agent_id, team_id, teams }: Selection) {
  const where: string[] = [];
  const bindings: string[] = [];
  const add = (condition: string, ...values: (string | undefined)[]) => {
    const given = values.filter((value) => value !== undefined);
    if (given.length < values.length) return;
    where.push(`AND ${condition}`);
    bindings.push(...given);
  };
  const members = teams.find(({ id }) => id === team_id)?.agent_ids ?? [];
  add("outlet_id = ?", outlet_id);
  add("inbox_id = ?", inbox_id);
  add("agent_id = ?", agent_id);
  add(
    "(team_id = ? OR team_id = '' AND agent_id IN (SELECT value FROM json_each(?)))",
    team_id,
    JSON.stringify(members),
  );
  return { where: where.join(" "), bindings };
}

/** Nobody is the empty text: a key has no NULL. */
const keyOf = ({ period, outlet_id, inbox_id, agent_id, team_id }: Place) =>
  [period, outlet_id, inbox_id, agent_id ?? "", team_id ?? ""] as const;

const parsed = (row: { body: string } | undefined): Facts | null => (row ? (JSON.parse(row.body) as Facts) : null);
