import type { Database } from "../lib/database.ts";

/** A file that is to be deleted, and from when on, in epoch milliseconds. */
export interface FileToDelete {
  media_id: string;
  due_at: number;
}

/** The files whose messages are gone; each is named until it is deleted. */
export class FilesToDelete {
  readonly #database: Database;
  /** What is named, as long as nothing was named or forgotten since it was read. */
  #named: readonly FileToDelete[] | null = null;

  constructor(database: Database) {
    this.#database = database;
  }

  add({ media_id, due_at }: FileToDelete): void {
    this.#named = null;
    this.#database.run("INSERT OR IGNORE INTO media_to_delete (media_id, due_at) VALUES (?, ?)", media_id, due_at);
  }

  all(): readonly FileToDelete[] {
    this.#named ??= this.#database.rows<{ media_id: string; due_at: number }>(
      "SELECT media_id, due_at FROM media_to_delete ORDER BY due_at",
    );
    return this.#named;
  }

  /** Those that are to be deleted by now. */
  due(at: number): string[] {
    const due = this.all().filter(({ due_at }) => due_at <= at);
    return [...new Set(due.map(({ media_id }) => media_id))];
  }

  /** When the next of the others is to be deleted; null when none is. */
  nextDue(at: number): number | null {
    return this.all().find(({ due_at }) => due_at > at)?.due_at ?? null;
  }

  /** It was deleted at a time; what is to be done later stays named. */
  deleted(mediaId: string, at: number): void {
    this.#named = null;
    this.#database.run("DELETE FROM media_to_delete WHERE media_id = ? AND due_at <= ?", mediaId, at);
  }
}
