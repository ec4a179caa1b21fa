import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join, relative, resolve } from "node:path";

/** What decides whether something that was built is stale. */
export interface Inputs {
  /** Files, and directories with all that is below them; paths below the root of the project. */
  of: string[];
  /** What of it has no say, by its path below the root. */
  isLeftOut?: (path: string) => boolean;
}

/** What something is made from, as it stands. */
export interface Inspected {
  /** One hash over everything; by content, so that a check-out or a copy builds nothing. */
  fingerprint: string;
  /** What the file system says of each file and directory: while it says so, none of them need be read. */
  stamp: string;
}

export async function inspect(root: string, { of, isLeftOut = () => false }: Inputs): Promise<Inspected> {
  const listed = await Promise.all(of.map((path) => entriesAt(resolve(root, path))));
  const below = (kind: "files" | "directories") => {
    const paths = new Set(listed.flatMap((entries) => entries[kind]).map((path) => relative(root, path)));
    return [...paths].filter((path) => !isLeftOut(path)).sort();
  };
  const files = below("files");
  // Taken before anything is read: what changes meanwhile is looked at again.
  const stamp = stampOf(root, [...below("directories"), ...files]);
  const hash = createHash("sha256");
  for (const path of files) {
    // A thousand small files: read one after the other they take a fifth of what it takes to wait for each.
    const content = contentOf(join(root, path));
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return { fingerprint: hash.digest("hex"), stamp };
}

/** Whether nothing of what a stamp was taken of has been written, added, renamed or removed since. */
export function isUntouched(root: string, stamp: string): boolean {
  const paths = stamp.split("\n").map((line) => line.slice(0, line.indexOf("\0")));
  return stampOf(root, paths) === stamp;
}

const stampOf = (root: string, paths: string[]): string =>
  paths.map((path) => `${path}\0${writtenAt(join(root, path))}`).join("\n");

/** A directory's own time is that of the last file that was added, renamed or removed in it. */
function writtenAt(path: string): string {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stat === undefined ? "none" : `${stat.mtimeNs}${stat.isDirectory() ? "" : ` ${stat.size}`}`;
}

function contentOf(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch {
    return new Uint8Array();
  }
}

/** The files below a directory; of a file itself, and nothing where there is nothing. */
export const filesAt = async (path: string): Promise<string[]> => (await entriesAt(path)).files;

async function entriesAt(path: string): Promise<{ files: string[]; directories: string[] }> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch((error) => {
    if (error.code === "ENOTDIR") return null;
    if (error.code === "ENOENT") return [];
    throw error;
  });
  if (entries === null) return { files: [path], directories: [] };
  const named = (is: "isFile" | "isDirectory") =>
    entries.filter((entry) => entry[is]()).map((entry) => join(entry.parentPath, entry.name));
  return { files: named("isFile"), directories: [path, ...named("isDirectory")] };
}
