import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startWorker } from "./servers.ts";

const { values } = parseArgs({
  options: { rows: { type: "string", default: "10000,100000,1000000" }, help: { type: "boolean", default: false } },
});

/** Of each thing that was measured, in milliseconds. */
interface Figures {
  [name: string]: { p50: number; p99: number };
}

const ROUNDS = 300;

/** So many rows are stored one by one; the others are copies. */
const STORED = 10_000;

if (values.help) {
  console.log(`node bench/list.ts [--rows 10000,100000,1000000]

Fills the desk of one tenant with so many conversations, in the runtime itself, and measures pages of its list, counts,
a look-up by phone number, and updates, as its object does them: median and p99 in milliseconds.`);
  process.exit(0);
}

// The bundler that comes with the toolchain.
const { build } = createRequire(import.meta.resolve("wrangler"))("esbuild");
const { outputFiles } = await build({
  entryPoints: [new URL("list-worker.ts", import.meta.url).pathname],
  bundle: true,
  write: false,
  format: "esm",
  external: ["cloudflare:workers"],
});
const server = await startWorker(outputFiles[0]?.text ?? "", { OBJECT: "Lists" });
try {
  const measured: { [rows: string]: Figures } = {};
  for (const rows of values.rows.split(",").map(Number)) {
    const place = `${server.url}/${rows}`;
    for (let from = 0; from < STORED; from += 1_000) await get(`${place}/fill?from=${from}&to=${from + 1_000}`);
    for (let from = STORED; from < rows; from += STORED) await get(`${place}/copy?from=${from}`);
    await get(`${place}/done`);
    measured[rows] = await figuresOf(place);
    print(measured);
  }
  keep(measured);
} finally {
  await server.stop();
}

/** The runtime's clock stands still while an object works, so each call is timed from here. */
async function figuresOf(place: string): Promise<Figures> {
  const figures: Figures = {};
  const names = JSON.parse(await get(`${place}/names`)) as string[];
  for (const name of names) {
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const begun = spent();
      await get(`${place}/run?name=${encodeURIComponent(name)}&round=${round}`);
      times.push(spent() - begun);
    }
    times.sort((one, other) => one - other);
    const at = (share: number) => times[Math.floor(share * ROUNDS)] ?? 0;
    figures[name] = { p50: at(0.5), p99: at(0.99) };
  }
  return figures;
}

async function get(url: string): Promise<string> {
  const response = await fetch(url);
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text;
}

/** Milliseconds: of the runtime's processor time where the system tells it to the nanosecond (Linux), else of the clock. */
function spent(): number {
  const tasks = `/proc/${server.pid}/task`;
  if (!existsSync(tasks)) return performance.now();
  const ofTask = (task: string) => Number(readFileSync(`${tasks}/${task}/schedstat`, "utf8").split(" ")[0]);
  return readdirSync(tasks).reduce((sum, task) => sum + ofTask(task), 0) / 1e6;
}

function print(measured: { [rows: string]: Figures }): void {
  const sizes = Object.keys(measured);
  const names = Object.keys(Object.values(measured)[0] ?? {});
  console.log(`| ms, p50 / p99 | ${sizes.map((size) => Number(size).toLocaleString("en")).join(" | ")} |`);
  console.log(`| --- | ${sizes.map(() => "---").join(" | ")} |`);
  for (const name of names) {
    const cells = sizes.map((size) => {
      const { p50 = 0, p99 = 0 } = measured[size]?.[name] ?? {};
      return `${p50.toFixed(1)} / ${p99.toFixed(1)}`;
    });
    console.log(`| ${name} | ${cells.join(" | ")} |`);
  }
}

function keep(measured: { [rows: string]: Figures }): void {
  const results = new URL("results/", import.meta.url).pathname;
  mkdirSync(results, { recursive: true });
  const machine = { cpus: cpus().length, memory_gb: Math.round(totalmem() / 2 ** 30) };
  const { version } = JSON.parse(
    readFileSync(new URL("../node_modules/workerd/package.json", import.meta.url), "utf8"),
  );
  writeFileSync(join(results, "list.json"), `${JSON.stringify({ machine, workerd: version, measured }, null, 2)}\n`);
}
