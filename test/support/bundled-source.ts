import { globSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { build, type Plugin, type Rolldown } from "vite";

const ROOT = resolve(import.meta.dirname, "../..");
const SOURCE = join(ROOT, "src");
/** What never runs in the Worker. */
const ELSEWHERE = ["console", "selfhost", "simulator", "catalog"].map((folder) => join(SOURCE, folder));
const CHUNK = "virtual:bundled-source/";

/**
 * Gives tests in the Worker's runtime the product's modules out of one bundle: that runtime asks for each module on its
 * own, five hundred of them, for every file of tests anew. Each module keeps its name and its exports, and there is one of each.
 */
export function bundledSource(): Plugin {
  let bundle: Promise<Map<string, Rolldown.OutputChunk>> | null = null;
  const chunks = () => (bundle ??= bundled());
  return {
    name: "bundled-source",
    enforce: "pre",
    // Who watches changes what was bundled.
    apply: () => process.argv.includes("run"),
    resolveId(id, importer) {
      if (id.startsWith(CHUNK)) return `\0${id}`;
      // A chunk names another beside it.
      return importer?.startsWith(`\0${CHUNK}`) && id.startsWith("./") ? `\0${CHUNK}${id.slice(2)}` : null;
    },
    async load(id) {
      if (id.startsWith(`\0${CHUNK}`)) return codeOf((await chunks()).get(id.slice(CHUNK.length + 1)));
      if (!isBundled(id)) return null;
      return codeOf((await chunks()).get(nameOf(id)));
    },
  };
}

const isBundled = (id: string): boolean =>
  id.startsWith(`${SOURCE}/`) && id.endsWith(".ts") && !ELSEWHERE.some((folder) => id.startsWith(`${folder}/`));

const nameOf = (path: string): string => relative(ROOT, path).replace(/\.ts$/, ".js");

/** A module's own chunk says only what of the common one it exports; it lies where the module does. */
function codeOf(chunk: Rolldown.OutputChunk | undefined) {
  if (!chunk?.isEntry) return chunk && { code: chunk.code, map: chunk.map };
  return { code: chunk.code.replaceAll(/(["'])\.{1,2}\/(?:\.\.\/)*(?=source)/g, `$1${CHUNK}`), map: null };
}

async function bundled(): Promise<Map<string, Rolldown.OutputChunk>> {
  const files = globSync(join(SOURCE, "**/*.ts")).filter((file) => isBundled(file) && !file.endsWith(".d.ts"));
  const output = (await build({
    root: ROOT,
    configFile: false,
    logLevel: "warn",
    ssr: { noExternal: true, target: "webworker" },
    build: {
      ssr: true,
      write: false,
      minify: false,
      sourcemap: true,
      target: "esnext",
      rolldownOptions: {
        input: Object.fromEntries(files.map((file) => [nameOf(file), file])),
        external: [/^cloudflare:/, /^node:/],
        preserveEntrySignatures: "strict",
        output: {
          entryFileNames: "[name]",
          chunkFileNames: "[name].js",
          codeSplitting: { groups: [{ name: "source" }] },
        },
      },
    },
  })) as Rolldown.RolldownOutput;
  const chunks = output.output.filter((part) => part.type === "chunk");
  return new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
}
