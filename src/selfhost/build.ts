import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative, resolve } from "node:path";
import { promisify, stripVTControlCharacters } from "node:util";
import type { WranglerConfig } from "./config.ts";
import { explain, Refusal } from "./refusal.ts";

export const PROJECT_ROOT = resolve(import.meta.dirname, "../..");

export interface BuildOptions {
  root?: string;
  force?: boolean;
  log?: (line: string) => void;
}

const require = createRequire(import.meta.url);
const wranglerPackage = require.resolve("wrangler/package.json");
const wranglerRequire = createRequire(wranglerPackage);

/** The native program of the local runtime, the one that this wrangler was made with. */
export const runtimeBinary = (): string => wranglerRequire("workerd").default;

/**
 * Bundles the Worker to `dist/worker` with the tool that deploys it, so that both are the same bundle, and the
 * runtime's own workers to `dist/runtime`; gathers `dist/assets`. Does nothing when no input has changed. Says whether
 * it did something.
 */
export async function build({ root = PROJECT_ROOT, force = false, log = () => {} }: BuildOptions = {}) {
  const dist = join(root, "dist");
  await mkdir(join(dist, "assets"), { recursive: true });
  // Taken before the bundler reads: a file changed meanwhile makes the next build.
  const inputs = await fingerprint(root);
  const built = await readFile(join(dist, "runtime", "inputs"), "utf8").catch(() => null);
  if (!force && built === inputs) return false;
  log("Building the Worker…");
  const scratch = await mkdtemp(join(dist, "build-"));
  try {
    const bundles = [
      bundleWorker(root, join(scratch, "worker")),
      bundleRuntime(root, join(scratch, "runtime")),
      gatherAssets(root, join(scratch, "assets")),
    ];
    await Promise.allSettled(bundles); // neither may still be writing when the directory goes
    await Promise.all(bundles);
    await writeFile(join(scratch, "runtime", "inputs"), inputs);
    for (const name of ["worker", "runtime", "assets"])
      await replace(join(dist, name), join(scratch, name), `${scratch}-old`);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  return true;
}

/** What `wrangler.toml` said when the Worker was built. */
export const builtConfig = async (dist: string): Promise<WranglerConfig> =>
  JSON.parse(await readFile(join(dist, "runtime", "wrangler.json"), "utf8"));

/** One hash over everything that the bundles are made from; by content, so that a check-out or a copy builds nothing. */
async function fingerprint(root: string): Promise<string> {
  const own = import.meta.dirname;
  const listed = await Promise.all([filesBelow(join(root, "src")), filesBelow(join(own, "runtime"))]);
  const skipped = (file: string) => file.startsWith(join(root, "src/simulator")) || dirname(file) === own;
  const files = new Set(listed.flat().filter((file) => !skipped(file)));
  const hash = createHash("sha256");
  for (const file of [...files, join(root, "wrangler.toml"), join(root, "package-lock.json")].sort()) {
    const content = await readFile(file).catch(() => "");
    hash.update(`${relative(root, file)}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}

async function filesBelow(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

async function bundleWorker(root: string, outdir: string): Promise<void> {
  const wrangler = join(dirname(wranglerPackage), "bin/wrangler.js");
  const env = {
    ...process.env,
    CLOUDFLARE_CF_FETCH_ENABLED: "false",
    WRANGLER_SEND_METRICS: "false",
    WRANGLER_HIDE_BANNER: "true",
    WRANGLER_WRITE_LOGS: "false",
  };
  await promisify(execFile)(process.execPath, [wrangler, "deploy", "--dry-run", "--outdir", outdir], {
    cwd: root,
    env,
  }).catch(({ stdout, stderr, message }) => {
    throw new Refusal(`The Worker cannot be built.\n${stripVTControlCharacters(stderr || stdout || message).trim()}`);
  });
}

async function bundleRuntime(root: string, outdir: string): Promise<void> {
  const { unstable_readConfig } = await import("wrangler");
  const config = unstable_readConfig({ config: join(root, "wrangler.toml") }, { hideWarnings: true });
  await wranglerRequire("esbuild").build({
    entryPoints: ["queue-broker", "assets", "bucket"].map((name) => join(import.meta.dirname, "runtime", `${name}.ts`)),
    outdir,
    bundle: true,
    format: "esm",
    target: "esnext",
    external: ["cloudflare:*"],
  });
  await writeFile(join(outdir, "wrangler.json"), JSON.stringify(config));
}

/** The viewer of the API reference, so that it needs no outside server. */
async function gatherAssets(root: string, outdir: string): Promise<void> {
  const docs = join(outdir, "docs");
  await mkdir(docs, { recursive: true });
  await cp(join(root, "src/docs"), docs, { recursive: true });
  for (const file of ["swagger-ui-bundle.js", "swagger-ui.css"]) {
    await cp(require.resolve(`swagger-ui-dist/${file}`), join(docs, file));
  }
}

/** Puts a new directory in the place of an old one; of two builds at a time the later one stays. */
async function replace(target: string, source: string, aside: string): Promise<void> {
  await rename(target, aside).catch(() => {});
  const other = await rename(source, target).catch((error: NodeJS.ErrnoException) => error.code ?? "");
  await rm(aside, { recursive: true, force: true });
  if (other === "ENOTEMPTY" || other === "EEXIST") return replace(target, source, aside);
  if (other !== undefined) throw new Error(`${target} cannot be replaced: ${other}`);
}

if (process.argv[1] === import.meta.filename) {
  build({ force: process.argv.includes("--force"), log: console.log }).then(
    (built) =>
      console.log(
        built ? "Built dist/worker, dist/runtime and dist/assets." : "Nothing has changed since the last build.",
      ),
    (error) => {
      console.error(explain(error));
      process.exitCode = 1;
    },
  );
}
