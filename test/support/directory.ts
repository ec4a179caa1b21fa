import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

const made: string[] = [];

afterAll(() => {
  for (const directory of made.splice(0)) rmSync(directory, { recursive: true, force: true });
});

/** An empty directory that is gone when the file's tests are over. */
export function directoryFor(name: string): string {
  const directory = mkdtempSync(join(tmpdir(), `${name}-`));
  made.push(directory);
  return directory;
}
