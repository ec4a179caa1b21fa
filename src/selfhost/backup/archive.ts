import { createReadStream, createWriteStream, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import { Refusal } from "../refusal.ts";
import { hashOf, MANIFEST, type Manifest, type ManifestFile, readManifest } from "./manifest.ts";
import { type Member, type ReadMember, readTar, writeTar } from "./tar.ts";

/** Writes an archive of a directory, reads it again to the end, and only then gives it its name. @returns its bytes */
export async function writeArchive(file: string, directory: string, manifest: Manifest): Promise<number> {
  const draft = `${file}.${process.pid}.tmp`;
  try {
    const members = writeTar(membersOf(directory, manifest), new Date(manifest.taken_at));
    const output = createWriteStream(draft, { flags: "wx", mode: 0o600, flush: true });
    await pipeline(Readable.from(members), createGzip({ level: 1 }), output);
    await readArchive(draft, async ({ content }) => hashOf(content));
    renameSync(draft, file);
    return statSync(file).size;
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

function* membersOf(directory: string, manifest: Manifest): Generator<Member> {
  const bytes = Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`);
  yield { path: MANIFEST, size: bytes.length, content: { bytes } };
  for (const { path, size } of manifest.files) yield { path, size, content: { file: join(directory, path) } };
}

/**
 * Reads an archive to its end, and refuses one that is not in every byte what its manifest says.
 * @param take takes a file's bytes and answers their hash
 */
export async function readArchive(file: string, take: (member: ReadMember) => Promise<string>): Promise<Manifest> {
  const members = readTar(createReadStream(file).pipe(createGunzip()) as AsyncIterable<Buffer>);
  try {
    return await readMembers(members, take);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code?.startsWith("Z_")) throw new Refusal(`${file} is damaged, or no backup (${code}).`);
    throw error;
  }
}

async function readMembers(members: AsyncGenerator<ReadMember>, take: (member: ReadMember) => Promise<string>) {
  let manifest: Manifest | null = null;
  const expected = new Map<string, ManifestFile>();
  for await (const member of members) {
    if (manifest === null) {
      manifest = await firstOf(member);
      for (const one of manifest.files) expected.set(one.path, one);
      continue;
    }
    const known = expected.get(member.path);
    if (known === undefined || !expected.delete(member.path)) {
      throw new Refusal(`The backup holds ${member.path}, which its manifest does not name.`);
    }
    if (known.size !== member.size || known.sha256 !== (await take(member))) {
      throw new Refusal(`The backup is damaged: ${member.path} is not what its manifest says.`);
    }
  }
  const [missing] = expected.keys();
  if (manifest === null || missing !== undefined) throw new Refusal(`The backup lacks ${missing ?? MANIFEST}.`);
  return manifest;
}

async function firstOf({ path, content }: ReadMember): Promise<Manifest> {
  if (path !== MANIFEST) throw new Refusal("This is no backup of a conversation store: its first file is no manifest.");
  const chunks: Buffer[] = [];
  for await (const chunk of content) chunks.push(chunk);
  return readManifest(Buffer.concat(chunks).toString());
}
