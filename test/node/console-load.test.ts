import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeAll, expect, test } from "vitest";
import { build } from "../../src/selfhost/build.ts";

/** Of script, gzipped, before a newcomer sees anything; bytes. */
const MOST_BYTES = 180_000;

const CONSOLE = join(import.meta.dirname, "../../dist/console");

interface Chunk {
  file: string;
  isEntry?: boolean;
  imports?: string[];
}

beforeAll(() => build({ only: "console" }));

test("the first load of the console is light", () => {
  const manifest: Record<string, Chunk> = JSON.parse(readFileSync(join(CONSOLE, ".vite/manifest.json"), "utf8"));
  const page = readFileSync(join(CONSOLE, "index.html"), "utf8");
  const entries = Object.keys(manifest).filter((key) => manifest[key]?.isEntry);
  const named = [...page.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map(([, file = ""]) => file);
  const files = new Set([...named, ...entries.flatMap((entry) => staticallyImported(manifest, entry))]);
  const sizes = [...files].map((file) => ({ file, bytes: gzipSync(readFileSync(join(CONSOLE, file))).length }));
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  const list = sizes.toSorted((a, b) => b.bytes - a.bytes).map(({ file, bytes }) => `  ${bytes} ${file}`);
  const words = `first load of the console: ${total} bytes of script, gzipped, of ${MOST_BYTES} at most`;
  console.log([words, ...list].join("\n"));
  expect(files.size).toBeGreaterThan(0);
  expect(total, words).toBeLessThanOrEqual(MOST_BYTES);
});

/** The files of a chunk and of all that it cannot begin without. */
function staticallyImported(manifest: Record<string, Chunk>, entry: string): string[] {
  const seen = new Set<string>();
  const visit = (key: string) => {
    if (seen.has(key)) return;
    seen.add(key);
    for (const next of manifest[key]?.imports ?? []) visit(next);
  };
  visit(entry);
  return [...seen].flatMap((key) => manifest[key]?.file ?? []).filter((file) => file.endsWith(".js"));
}
