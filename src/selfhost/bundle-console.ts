import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { promisify, stripVTControlCharacters } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { filesAt, type Inputs } from "./fingerprint.ts";
import { Refusal } from "./refusal.ts";

/** What the console is made from: itself, and the shapes of the API with what they are built on. */
export const CONSOLE_INPUTS: Inputs = {
  of: ["src/console", "src/protocol", "src/domain", "src/lib", "package-lock.json"],
};

/** Smaller files travel in one packet either way. */
const LEAST_BYTES = 1024;
const COMPRESSIBLE = /\.(?:css|js|json|svg|txt|wasm|webmanifest)$/;

const require = createRequire(import.meta.url);

/** Bundles the console's pages, each file beside its compressed forms, with Vite's manifest in `.vite/`. */
export async function bundleConsole(root: string, outdir: string): Promise<void> {
  const vite = join(dirname(require.resolve("vite/package.json")), "bin/vite.js");
  const directory = join(root, "src/console");
  // A process of its own: the bundler's memory is given back before the Worker starts.
  const args = [vite, "build", directory, "--config", join(directory, "vite.config.ts"), "--outDir", outdir];
  const env = { ...process.env, NODE_ENV: "production" };
  await promisify(execFile)(process.execPath, [...args, "--emptyOutDir", "--logLevel", "warn"], {
    cwd: root,
    env,
  }).catch(({ stdout, stderr, message }) => {
    throw new Refusal(`The console cannot be built.\n${stripVTControlCharacters(stderr || stdout || message).trim()}`);
  });
  const files = (await filesAt(join(outdir, "assets"))).filter((file) => COMPRESSIBLE.test(file));
  await Promise.all(files.map(compress));
}

/** Beside a file: the same for clients that take it compressed, made once and as small as it gets. */
async function compress(file: string): Promise<void> {
  const content = await readFile(file);
  if (content.length < LEAST_BYTES) return;
  const params = { [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
  const [br, gz] = await Promise.all([
    promisify(brotliCompress)(content, { params }),
    promisify(gzip)(content, { level: constants.Z_BEST_COMPRESSION }),
  ]);
  await Promise.all([writeFile(`${file}.br`, br), writeFile(`${file}.gz`, gz)]);
}

/** Puts the console's pages among the assets: all but what only the build itself reads. */
export async function gatherConsole(built: string, outdir: string): Promise<void> {
  const isServed = (path: string) => !relative(built, path).startsWith(".");
  if (!existsSync(built)) return;
  await cp(built, outdir, { recursive: true, filter: isServed });
  // The platform compresses by itself.
  await writeFile(join(outdir, ".assetsignore"), "*.br\n*.gz\n");
}
