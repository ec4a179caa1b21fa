import { PROJECT_ROOT } from "./build.ts";
import { explain } from "./refusal.ts";
import { run } from "./run.ts";
import { readSettings, USAGE } from "./settings.ts";

/** `npm start`. Answers the exit code. */
async function main(args: string[]): Promise<number> {
  if (args.includes("--help") || args.includes("-h")) {
    console.log(USAGE);
    return 0;
  }
  try {
    await run(readSettings(args, process.env), PROJECT_ROOT);
    return 0;
  } catch (error) {
    console.error(explain(error));
    return 1;
  }
}

process.exit(await main(process.argv.slice(2)));
