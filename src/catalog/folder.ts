import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { isAbsolute, join, relative } from "node:path";

/** Says which files of a folder were written here, so that the next writing replaces those and no others. */
const LIST = ".written-by-conversation-store.json";

/** Why a folder is not to be written into, in words; null where it may be. */
export function folderFault(folder: string): string | null {
  if (!existsSync(folder)) return null;
  if (!statSync(folder).isDirectory()) return `${folder} is not a folder.`;
  if (readdirSync(folder).length === 0 || existsSync(join(folder, LIST))) return null;
  return `${folder} is not empty, and was not written by npm run catalog. Name another with --out, or empty it.`;
}

/** Has all files written, then puts them in the place of those that were written before. Answers how many there are. */
export async function rewrite(folder: string, write: (folder: string) => Promise<void>): Promise<number> {
  // Elsewhere first: what fails on the way leaves the folder as it was.
  const fresh = mkdtempSync(join(tmpdir(), "catalog-"));
  try {
    await write(fresh);
    const files = filesIn(fresh).sort();
    for (const file of writtenBefore(folder)) rmSync(join(folder, file), { force: true });
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, LIST), `${JSON.stringify({ files }, null, 2)}\n`);
    cpSync(fresh, folder, { recursive: true });
    return files.length;
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

function writtenBefore(folder: string): string[] {
  if (!existsSync(join(folder, LIST))) return [];
  const { files } = JSON.parse(readFileSync(join(folder, LIST), "utf8")) as { files: string[] };
  // A list that was changed by hand must not lead outside the folder.
  return files.filter((file) => !isAbsolute(file) && !relative(".", file).startsWith(".."));
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
