import type { Database } from "../lib/database.ts";
import type { UsageDay } from "./port.ts";

const DAY_MS = 24 * 60 * 60 * 1_000;

/** So long an answer is kept: who asks again after a crash hears the same words. */
const KEPT_ANSWER_MS = DAY_MS;
/** So long is told what asking the model took. */
const KEPT_USAGE_MS = 400 * DAY_MS;

export const dayOf = (now: number): string => new Date(now).toISOString().slice(0, "2026-11-21".length);

/** What the AI agent answered lately, and what it took. Usage is counted, and nothing of what was said is in it. */
export class Answers {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** What was answered, JSON; null where nothing was, or too long ago. */
  find(conversationId: string, turn: number): string | null {
    const select = "SELECT body FROM answers WHERE conversation_id = ? AND turn = ?";
    return this.#database.rows<{ body: string }>(select, conversationId, turn)[0]?.body ?? null;
  }

  keep(conversationId: string, turn: number, body: string, now: number): void {
    const insert = "INSERT OR REPLACE INTO answers (conversation_id, turn, answered_at, body) VALUES (?, ?, ?, ?)";
    this.#database.transaction(() => this.#database.run(insert, conversationId, turn, now, body));
  }

  forget(conversationIds: readonly string[]): void {
    if (!this.#database.exists) return;
    const remove = "DELETE FROM answers WHERE conversation_id IN (SELECT value FROM json_each(?))";
    this.#database.run(remove, JSON.stringify(conversationIds));
  }

  expire(now: number): void {
    if (!this.#database.exists) return;
    this.#database.run("DELETE FROM answers WHERE answered_at <= ?", now - KEPT_ANSWER_MS);
    this.#database.run("DELETE FROM usage WHERE day < ?", dayOf(now - KEPT_USAGE_MS));
  }

  /** When the oldest answer's time is over, in epoch milliseconds; null where there is none. */
  expiresAt(): number | null {
    const select = "SELECT min(answered_at) AS at FROM answers";
    const at = this.#database.rows<{ at: number | null }>(select)[0]?.at ?? null;
    return at === null ? null : at + KEPT_ANSWER_MS;
  }

  /** Of the last days that had any, the newest first. */
  usage(days: number, now: number): UsageDay[] {
    const select = "SELECT day, requests, input_tokens, output_tokens, cost FROM usage WHERE day > ? ORDER BY day DESC";
    return this.#database.rows<UsageDay & Record<string, SqlStorageValue>>(select, dayOf(now - days * DAY_MS));
  }

  /** The model was asked once more. */
  note(tokens: { input: number; output: number }, cost: number | null, now: number): void {
    const upsert = `INSERT INTO usage (day, requests, input_tokens, output_tokens, cost) VALUES (?, 1, ?, ?, ?)
      ON CONFLICT (day) DO UPDATE SET requests = requests + 1, input_tokens = input_tokens + excluded.input_tokens,
        output_tokens = output_tokens + excluded.output_tokens, cost = cost + excluded.cost`;
    const bindings = [dayOf(now), tokens.input, tokens.output, cost ?? 0];
    this.#database.transaction(() => this.#database.run(upsert, ...bindings));
  }
}
