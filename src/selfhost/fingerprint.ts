import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join, relative } from "node:path";

/** What decides whether something that was built is stale. */
export interface Inputs {
  /** Files, and directories with all that is below them; paths below the root of the project. */
  of: string[];
  /** What of it has no say, by its path below the root. */
  isLeftOut?: (path: string) => boolean;
}

/** One hash over everything that something is made from; by content, so that a check-out or a copy builds nothing. */
export async function fingerprint(root: string, { of, isLeftOut = () => false }: Inputs): Promise<string> {
  const listed = await Promise.all(of.map((path) => filesAt(join(root, path))));
  const paths = new Set(listed.flat().map((file) => relative(root, file)));
  const hash = createHash("sha256");
  for (const path of [...paths].filter((path) => !isLeftOut(path)).sort()) {
    // A thousand small files: read one after the other they take a fifth of what it takes to wait for each.
    const content = contentOf(join(root, path));
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}

function contentOf(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch {
    return new Uint8Array();
  }
}

/** The files below a directory; of a file itself, and nothing where there is nothing. */
export async function filesAt(path: string): Promise<string[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch((error) => {
    if (error.code === "ENOTDIR") return null;
    if (error.code === "ENOENT") return [];
    throw error;
  });
  return entries?.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)) ?? [path];
}
