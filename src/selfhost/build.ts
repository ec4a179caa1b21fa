import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative, resolve } from "node:path";
import { promisify, stripVTControlCharacters } from "node:util";
import { bundleConsole, CONSOLE_INPUTS, gatherConsole } from "./bundle-console.ts";
import type { WranglerConfig } from "./config.ts";
import { filesAt, type Inputs, type Inspected, inspect, isUntouched } from "./fingerprint.ts";
import { explain, Refusal } from "./refusal.ts";

/** From wherever this lies two folders below it: it is built into `dist`, too. */
export const PROJECT_ROOT = resolve(import.meta.dirname, "../..");

export interface BuildOptions {
  root?: string;
  force?: boolean;
  /** What is looked at; all unless it is said. */
  only?: Part;
  /** A console that cannot be built is said, and the one of before stays; else it is a refusal. */
  toleratesConsole?: boolean;
  log?: (line: string) => void;
}

type Part = "worker" | "console" | "supervisor";
const PARTS: Part[] = ["worker", "console", "supervisor"];

/** Where it is noted, of what a part was made. */
const KEPT_IN: Record<Part, string> = { worker: "runtime", console: "console", supervisor: "supervisor" };

const require = createRequire(import.meta.url);
const wranglerPackage = require.resolve("wrangler/package.json");
const wranglerRequire = createRequire(wranglerPackage);

/** The native program of the local runtime, the one that this wrangler was made with. */
export const runtimeBinary = (): string => wranglerRequire("workerd").default;

/**
 * Bundles the Worker to `dist/worker` with the tool that deploys it, so that both are the same bundle, and the
 * runtime's own workers to `dist/runtime`; the console to `dist/console`; what `npm start` runs to `dist/supervisor`;
 * gathers `dist/assets`. Makes anew what has changed inputs, and nothing else. Says which that was.
 */
export async function build(options: BuildOptions = {}): Promise<Part[]> {
  const { root = PROJECT_ROOT, force = false, only, toleratesConsole = false, log = () => {} } = options;
  const dist = join(root, "dist");
  await mkdir(join(dist, "assets"), { recursive: true }).catch(forbidden(dist));
  const stale = new Map<Part, Inspected>();
  for (const part of only === undefined ? PARTS : [only]) {
    if (!force && isBuilt(part, root)) continue;
    // Before the bundlers read: a file changed meanwhile makes the next build.
    const inputs = existsSync(join(root, ENTRY[part])) ? await inspect(root, INPUTS[part]) : null;
    if (inputs === null) continue;
    const built = await readFile(join(dist, KEPT_IN[part], ".inputs"), "utf8").catch(() => null);
    if (force || built !== inputs.fingerprint) stale.set(part, inputs);
    else await writeFile(join(dist, KEPT_IN[part], ".stamp"), inputs.stamp).catch(() => {}); // may be for reading only
  }
  const parts = [...stale.keys()];
  if (parts.length === 0) return parts;
  log(`Building ${new Intl.ListFormat("en").format(parts.map(nameOf))}…`);
  const scratch = await mkdtemp(join(dist, "build-")).catch(forbidden(dist));
  const tolerated = (error: unknown) => {
    log(explain(error));
    return [];
  };
  try {
    const bundles = parts.map(async (part) => {
      const made = BUNDLES[part](root, scratch);
      const names = await (part === "console" && toleratesConsole ? made.catch(tolerated) : made);
      if (names.length === 0) return names;
      const { fingerprint, stamp } = stale.get(part) as Inspected;
      await writeFile(join(scratch, KEPT_IN[part], ".inputs"), fingerprint);
      await writeFile(join(scratch, KEPT_IN[part], ".stamp"), stamp);
      return names;
    });
    await Promise.allSettled(bundles); // neither may still be writing when the directory goes
    const made = (await Promise.all(bundles)).flat();
    for (const name of made) await replace(join(dist, name), join(scratch, name), `${scratch}-old`);
    await gatherAssets(root, dist, join(scratch, "assets"));
    await renew(join(dist, "assets"), join(scratch, "assets"));
    return parts.filter((part) => made.includes(KEPT_IN[part]));
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** A service's user, as a rule, may not write where the project lies. */
const forbidden = (dist: string) => (error: NodeJS.ErrnoException) => {
  if (!["EACCES", "EPERM", "EROFS"].includes(error.code ?? "")) throw error;
  throw new Refusal(`${dist} is not of these sources, and may not be written to: run npm run build as a user who may.`);
};

const nameOf = (part: Part): string => (part === "worker" ? "the Worker" : `the ${part}`);

/** Whether a part was built of what it is made from, by what the file system says of it: its times and its sizes. */
export function isBuilt(part: Part, root = PROJECT_ROOT): boolean {
  try {
    return isUntouched(root, readFileSync(join(root, "dist", KEPT_IN[part], ".stamp"), "utf8"));
  } catch {
    return false;
  }
}

/** What each part's bundlers write, below the directory that they are given. */
const BUNDLES: Record<Part, (root: string, scratch: string) => Promise<string[]>> = {
  async worker(root, scratch) {
    const bundles = [bundleWorker(root, join(scratch, "worker")), bundleRuntime(root, join(scratch, "runtime"))];
    await Promise.allSettled(bundles);
    await Promise.all(bundles);
    return ["worker", "runtime"];
  },
  async console(root, scratch) {
    await bundleConsole(root, join(scratch, "console"));
    return ["console"];
  },
  async supervisor(root, scratch) {
    await bundleSupervisor(root, join(scratch, "supervisor"));
    return ["supervisor"];
  },
};

/** What `wrangler.toml` said when the Worker was built. */
export const builtConfig = async (dist: string): Promise<WranglerConfig> =>
  JSON.parse(await readFile(join(dist, "runtime", "wrangler.json"), "utf8"));

/** Where a part begins; without it there is none to build. */
const ENTRY: Record<Part, string> = {
  worker: "wrangler.toml",
  console: "src/console/main.tsx",
  supervisor: "src/selfhost/start.ts",
};

/** The folder of the runtime's own workers, which are this project's, wherever the root is. */
const RUNTIME = join(PROJECT_ROOT, "src/selfhost/runtime");

const INPUTS: Record<Part, Inputs> = {
  worker: {
    of: ["src", RUNTIME, "wrangler.toml", "package-lock.json"],
    isLeftOut: (path) => /^src\/(?:simulator|console|catalog)\//.test(path) || dirname(path) === "src/selfhost",
  },
  console: CONSOLE_INPUTS,
  supervisor: { of: ["src/selfhost", "src/simulator", "package-lock.json"] },
};

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
    entryPoints: ["queue-broker", "assets", "bucket"].map((name) => join(RUNTIME, `${name}.ts`)),
    outdir,
    bundle: true,
    format: "esm",
    target: "esnext",
    external: ["cloudflare:*"],
  });
  await writeFile(join(outdir, "wrangler.json"), JSON.stringify(config));
}

/** What `npm start` runs, in one file and in others that only some runs load, as the simulator. */
async function bundleSupervisor(root: string, outdir: string): Promise<void> {
  const { metafile } = await wranglerRequire("esbuild").build({
    entryPoints: [join(root, ENTRY.supervisor)],
    outdir,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node22",
    external: ["vite", "wrangler"],
    absWorkingDir: root,
    metafile: true,
  });
  const isKnown = (path: string) =>
    path.includes("node_modules/") || INPUTS.supervisor.of.some((one) => path.startsWith(`${one}/`));
  const unknown = Object.keys(metafile.inputs).find((path) => !isKnown(path));
  // Else a change of it would not be noticed.
  if (unknown !== undefined) throw new Error(`The supervisor imports ${unknown}, which is not among its inputs.`);
}

/** What is served as it lies there: the console, and the viewer of the API reference, which so needs no outside server. */
async function gatherAssets(root: string, dist: string, outdir: string): Promise<void> {
  const docs = join(outdir, "docs");
  await mkdir(docs, { recursive: true });
  await cp(join(root, "src/docs"), docs, { recursive: true });
  for (const file of ["swagger-ui-bundle.js", "swagger-ui.css"]) {
    await cp(require.resolve(`swagger-ui-dist/${file}`), join(docs, file));
  }
  await gatherConsole(join(dist, "console"), outdir);
}

/** Puts a new directory in the place of an old one; of two builds at a time the later one stays. */
async function replace(target: string, source: string, aside: string): Promise<void> {
  await rename(target, aside).catch(() => {});
  const other = await rename(source, target).catch((error: NodeJS.ErrnoException) => error.code ?? "");
  await rm(aside, { recursive: true, force: true });
  if (other === "ENOTEMPTY" || other === "EEXIST") return replace(target, source, aside);
  if (other !== undefined) throw new Error(`${target} cannot be replaced: ${other}`);
}

/** So long a page that was opened before a build finds the parts that it has not loaded yet. */
const KEPT_MS = 24 * 60 * 60 * 1000;

/** Puts new files among the old ones: a runtime that serves them meanwhile has the directory open, and pages are open. */
async function renew(target: string, source: string): Promise<void> {
  const made = (await filesAt(source)).map((file) => relative(source, file));
  // Last what names the others.
  for (const file of made.toSorted((one, other) => Number(one.endsWith(".html")) - Number(other.endsWith(".html")))) {
    await mkdir(dirname(join(target, file)), { recursive: true });
    await rename(join(source, file), join(target, file));
  }
  const old = (await filesAt(target)).filter((file) => !made.includes(relative(target, file)));
  for (const file of old) {
    const hasHash = relative(target, file).startsWith("assets/");
    const age = Date.now() - (await stat(file)).mtimeMs;
    if (!hasHash || age > KEPT_MS) await rm(file, { force: true });
  }
}

if (process.argv[1] === import.meta.filename) {
  build({ force: process.argv.includes("--force"), log: console.log }).then(
    (parts) => console.log(parts.length > 0 ? "Built, below dist." : "Nothing has changed since the last build."),
    (error) => {
      console.error(explain(error));
      process.exitCode = 1;
    },
  );
}
