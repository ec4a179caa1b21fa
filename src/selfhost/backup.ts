import { resolve } from "node:path";
import { makeBackup } from "./backup/make.ts";
import { explain } from "./refusal.ts";

const USAGE = `Usage: npm run backup -- <file or directory>

Writes all of STATE_DIR (default .state) to one archive, whether the product runs or not. It holds the state of one
moment, for which the runtime stands still for some milliseconds: nothing is refused meanwhile. A directory gets a file
named by the time. The archive holds secrets and what customers wrote: only you can read it, and it belongs in a safe place.

Progress goes to stderr, the archive's path to stdout. Exit code 0: written and read again; 1: there is no backup, and
stderr says why; 2: this text.
`;

/** `npm run backup`. Answers the exit code. */
async function main(args: string[]): Promise<number> {
  if (args.includes("--help") || args.includes("-h")) {
    console.log(USAGE);
    return 0;
  }
  const [target] = args;
  if (target === undefined || args.length > 1 || target.startsWith("-")) {
    console.error(USAGE);
    return 2;
  }
  try {
    const stateDir = resolve(process.env.STATE_DIR || ".state");
    console.log(await makeBackup(stateDir, target, (line) => console.error(line)));
    return 0;
  } catch (error) {
    console.error(explain(error));
    return 1;
  }
}

process.exitCode = await main(process.argv.slice(2));
