import { rmSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { Refusal } from "../refusal.ts";

/** Folds what a copied database has in its write-ahead log into its file, and refuses one that is damaged. */
export function foldAndCheck(file: string): void {
  const database = new DatabaseSync(file);
  try {
    database.exec("pragma wal_checkpoint(truncate)");
    const found = database
      .prepare("pragma quick_check(1)")
      .all()
      .map((row) => String(Object.values(row)[0]));
    if (found[0] !== "ok") throw new Refusal(`${file} is damaged (${found[0]}).`);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal(`${file} cannot be read (${error instanceof Error ? error.message : error}).`);
  } finally {
    database.close();
  }
  for (const suffix of ["-wal", "-shm"]) rmSync(file + suffix, { force: true });
}
