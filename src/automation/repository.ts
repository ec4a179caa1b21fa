import { parseConversationId } from "../domain/ids.ts";
import { Database } from "../lib/database.ts";
import type { AutomationRun } from "../protocol/automation.ts";
import { MIGRATIONS } from "./migrations.ts";
import type { RunQuery } from "./port.ts";

/** So many runs of each rule are kept. */
const KEPT = 1_000;

/** How far a thread was followed, and how deep rules have set off rules in it. */
export interface Standing {
  through: number;
  depth: number;
}

export type Run = Omit<AutomationRun, "id">;

/** What a rule did about an event, or was about to. */
export interface Known {
  is_done: boolean;
  run: Run;
}

/** All SQL of the automation object. */
export class AutomationRepository {
  readonly #database: Database;

  constructor(storage: DurableObjectStorage) {
    this.#database = new Database(storage, MIGRATIONS);
  }

  standing(threadKey: string): Standing {
    const select = "SELECT through, depth FROM threads WHERE thread_key = ?";
    return this.#database.rows<{ through: number; depth: number }>(select, threadKey)[0] ?? { through: 0, depth: 0 };
  }

  advance(threadKey: string, { through, depth }: Standing): void {
    const put = "INSERT OR REPLACE INTO threads (thread_key, through, depth) VALUES (?, ?, ?)";
    this.#database.transaction(() => this.#database.run(put, threadKey, through, depth));
  }

  /** The person was erased: nothing that rules did is kept. */
  forget(threadKey: string): void {
    if (this.#database.rows("SELECT 1 FROM runs WHERE thread_key = ? LIMIT 1", threadKey).length === 0) return;
    this.#database.transaction(() => this.#database.run("DELETE FROM runs WHERE thread_key = ?", threadKey));
  }

  /** What is known of what a rule did about an event; null where it did nothing. */
  known(ruleId: string, threadKey: string, seq: number): Known | null {
    const select = "SELECT is_done, body FROM runs WHERE rule_id = ? AND thread_key = ? AND seq = ?";
    const [row] = this.#database.rows<{ is_done: number; body: string }>(select, ruleId, threadKey, seq);
    return row ? { is_done: row.is_done === 1, run: JSON.parse(row.body) as Run } : null;
  }

  /** Keeps what a rule is about to do, or did; what is older than the last thousand of it goes. */
  keep(threadKey: string, run: Run, isDone: boolean): void {
    const { rule_id, event } = run;
    const put = `INSERT INTO runs (rule_id, thread_key, seq, is_done, body) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (rule_id, thread_key, seq) DO UPDATE SET is_done = excluded.is_done, body = excluded.body`;
    const oldest = `SELECT n FROM runs WHERE rule_id = ?1 ORDER BY n DESC LIMIT 1 OFFSET ${KEPT}`;
    this.#database.transaction(() => {
      this.#database.run(put, rule_id, threadKey, event.seq, isDone ? 1 : 0, JSON.stringify(run));
      this.#database.run(`DELETE FROM runs WHERE rule_id = ?1 AND n <= (${oldest})`, rule_id);
    });
  }

  runs({ rule_id, conversation_id, before, limit }: RunQuery): { runs: AutomationRun[]; next: number | null } {
    const wheres: [string, string | number][] = [["is_done = ?", 1]];
    if (rule_id !== undefined) wheres.push(["rule_id = ?", rule_id]);
    if (conversation_id !== undefined) {
      wheres.push(["thread_key = ?", parseConversationId(conversation_id)?.threadKey ?? ""]);
      wheres.push(["json_extract(body, '$.conversation_id') = ?", conversation_id]);
    }
    if (before !== undefined) wheres.push(["n < ?", before]);
    const where = wheres.map(([text]) => text).join(" AND ");
    const select = `SELECT n, body FROM runs WHERE ${where} ORDER BY n DESC LIMIT ?`;
    const bindings = [...wheres.map(([, value]) => value), limit + 1];
    const rows = this.#database.rows<{ n: number; body: string }>(select, ...bindings);
    const page = rows.slice(0, limit);
    return {
      runs: page.map(({ n, body }) => ({ id: String(n), ...(JSON.parse(body) as Run) })),
      next: rows.length > limit ? (page.at(-1)?.n ?? null) : null,
    };
  }
}
