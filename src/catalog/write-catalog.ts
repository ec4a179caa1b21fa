import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { writePages } from "./catalog.ts";
import { folderFault, rewrite } from "./folder.ts";

const USAGE = `Usage: npm run catalog [-- --out <folder>]

Writes an EventCatalog (eventcatalog.dev) of this store and the services around it: every event, command and query with
its schema, who sends and who takes it, and the flow of a conversation on WhatsApp.

  --out <folder>   where to; it must be new, empty, or written by this command before   dist/catalog
  --help           this text

What it wrote before is replaced, files of others in the folder stay. To look at it, in that folder:

  npm install --no-save @eventcatalog/core && npx eventcatalog dev
`;

/** Runs the command line; answers the exit code. */
async function main(args: string[]): Promise<number> {
  const options = readOptions(args);
  if (options === null) return 2;
  if (options.help) {
    console.log(USAGE);
    return 0;
  }
  const folder = resolve(options.out);
  const fault = folderFault(folder);
  if (fault !== null) {
    console.error(fault);
    return 1;
  }
  let counts = {};
  const files = await rewrite(folder, async (fresh) => {
    counts = await writePages(fresh);
  });
  const told = Object.entries(counts).map(([collection, count]) => `${count} ${collection}`);
  console.log(`${folder}: ${told.join(", ")}; ${files} files`);
  return 0;
}

function readOptions(args: string[]): { out: string; help: boolean } | null {
  try {
    const { values } = parseArgs({
      args,
      options: { out: { type: "string", default: "dist/catalog" }, help: { type: "boolean", default: false } },
    });
    return values;
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`);
    return null;
  }
}

process.exitCode = await main(process.argv.slice(2));
