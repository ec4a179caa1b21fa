import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";

/** Writes a file that only its owner can read, whole or not at all. */
export function writePrivate(file: string, content: string): void {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, content, { mode: 0o600 });
  renameSync(draft, file);
}

/** The content of a private file; null where there is none. */
export const readPrivate = (file: string): string | null =>
  existsSync(file) ? readFileSync(file, "utf8").trim() || null : null;
