import { createReadStream, existsSync, mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { takeLock } from "../lock.ts";
import { Refusal } from "../refusal.ts";
import { sweepEmptyObjects } from "../sweep.ts";
import { writeArchive } from "./archive.ts";
import { foldAndCheck } from "./databases.ts";
import { hashOf, type ManifestFile, manifestOf, megabytes } from "./manifest.ts";
import { STAGE, takeSnapshot } from "./snapshot.ts";

/**
 * Makes a backup of a state directory, whether the product runs on it or not.
 * @param target the archive's path, or a directory in which it gets a name by its time
 * @returns the archive's path
 */
export async function makeBackup(stateDir: string, target: string, say: (line: string) => void): Promise<string> {
  if (!existsSync(join(stateDir, "do")))
    throw new Refusal(`${stateDir} holds no state: name the right one in STATE_DIR.`);
  const file = archivePath(target, new Date());
  const lock = takeLock(stateDir, "backup.lock");
  try {
    const { directory, takenAt, stoodMs } = await takeSnapshot(stateDir, say);
    const databases = filesBelow(directory).filter((path) => path.endsWith(".sqlite"));
    for (const path of databases) foldAndCheck(join(directory, path));
    sweepEmptyObjects(join(directory, "do"));
    say(`${databases.length} databases are whole. Writing ${file}…`);
    const manifest = manifestOf(takenAt, stoodMs, await describe(directory));
    const bytes = await writeArchive(file, directory, manifest);
    const { objects, files } = manifest.counts;
    const held = `${objects.ConversationObject ?? 0} threads, ${files} files, ${megabytes(manifest.counts.bytes)}`;
    say(`Written and read again: ${held}, ${megabytes(bytes)} packed.`);
    return file;
  } finally {
    rmSync(join(stateDir, STAGE), { recursive: true, force: true });
    lock.release();
  }
}

function archivePath(target: string, now: Date): string {
  const name = `conversation-store-${now.toISOString().replace(/\.\d+/, "").replaceAll(":", "-")}.tar.gz`;
  const isDirectory = target.endsWith("/") || statSync(target, { throwIfNoEntry: false })?.isDirectory();
  const file = resolve(isDirectory ? join(target, name) : target);
  if (existsSync(file)) throw new Refusal(`${file} is there already: name another.`);
  if (isDirectory) mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  if (!existsSync(dirname(file))) throw new Refusal(`There is no directory ${dirname(file)} for ${basename(file)}.`);
  return file;
}

const filesBelow = (directory: string): string[] =>
  readdirSync(directory, { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => statSync(join(directory, path)).isFile())
    .toSorted();

async function describe(directory: string): Promise<ManifestFile[]> {
  const files: ManifestFile[] = [];
  for (const path of filesBelow(directory)) {
    const file = join(directory, path);
    files.push({ path, size: statSync(file).size, sha256: await hashOf(createReadStream(file)) });
  }
  return files;
}
