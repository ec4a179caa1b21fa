import { createHash } from "node:crypto";
import * as z from "zod";
import { VERSION } from "../../protocol/version.ts";
import { Refusal } from "../refusal.ts";

/** The name of the manifest in an archive: its first file. */
export const MANIFEST = "manifest.json";
/** Raised when an older version could not restore what a newer one writes. */
const FORMAT = 1;

const ManifestFile = z.object({ path: z.string(), size: z.int().nonnegative(), sha256: z.string() });

/** What a backup says of itself: of when it is, what made it, and each of its files. */
const Manifest = z.object({
  format: z.int(),
  product: z.literal("conversation-store"),
  version: z.string(),
  /** The moment whose state this is. */
  taken_at: z.iso.datetime(),
  /** For how long the runtime stood still. */
  standstill_ms: z.number(),
  counts: z.object({
    files: z.int(),
    bytes: z.int(),
    /** Objects by their class. */
    objects: z.record(z.string(), z.int()),
    bucket_files: z.int(),
  }),
  files: z.array(ManifestFile),
});

export type Manifest = z.infer<typeof Manifest>;
export type ManifestFile = z.infer<typeof ManifestFile>;

/** The manifest of a copy with these files. */
export function manifestOf(takenAt: Date, standstill_ms: number, files: ManifestFile[]): Manifest {
  const objects: Record<string, number> = {};
  for (const { path } of files) {
    const found = OBJECT_FILE.exec(path)?.groups?.name;
    if (found !== undefined) objects[found] = (objects[found] ?? 0) + 1;
  }
  const counts = {
    files: files.length,
    bytes: files.reduce((sum, { size }) => sum + size, 0),
    objects,
    bucket_files: files.filter(({ path }) => path.startsWith("r2/blobs/")).length,
  };
  const made = { format: FORMAT, product: "conversation-store", version: VERSION } as const;
  return { ...made, taken_at: takenAt.toISOString(), standstill_ms, counts, files };
}

const OBJECT_FILE = /^do\/(?:.*-)?(?<name>[A-Za-z]+)\/[0-9a-f]{64}\.sqlite$/;

/** Reads a manifest; refuses one that this version cannot restore. */
export function readManifest(text: string): Manifest {
  const parsed = Manifest.safeParse(jsonOf(text));
  if (!parsed.success) throw new Refusal("This is no backup of a conversation store, or it is damaged.");
  const { format, version, files } = parsed.data;
  if (format > FORMAT || isNewer(version, VERSION)) {
    throw new Refusal(
      `The backup was made by version ${version}; this is ${VERSION}: restore it with that or a later one.`,
    );
  }
  const stray = files.find(({ path }) => !isInside(path));
  if (stray)
    throw new Refusal(`The backup names ${JSON.stringify(stray.path)}, which lies outside of a state directory.`);
  return parsed.data;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** A relative path without a step up. */
const isInside = (path: string): boolean =>
  !/[\\\0]/.test(path) && path.split("/").every((step) => step !== "" && step !== "." && step !== "..");

function isNewer(one: string, other: string): boolean {
  const [a, b] = [one, other].map((version) => version.split(".").map(Number));
  const at = [0, 1, 2].find((index) => a?.[index] !== b?.[index]);
  return at !== undefined && (a?.[at] ?? 0) > (b?.[at] ?? 0);
}

/** The SHA-256 of some bytes, in hexadecimal digits; each chunk is handed on as it passes. */
export async function hashOf(content: AsyncIterable<Buffer>, pass: (chunk: Buffer) => void = () => {}) {
  const hash = createHash("sha256");
  for await (const chunk of content) {
    hash.update(chunk);
    pass(chunk);
  }
  return hash.digest("hex");
}

/** A size for people. */
export const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
