import { join } from "node:path";
import { isBuilt, PROJECT_ROOT } from "./build.ts";
import { formatOf, logIn } from "./log.ts";
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
    // The settings may be what is wrong: of them only this is read, and anything else than its values is none.
    const wished = (["json", "text"] as const).find((format) => format === process.env.LOG_FORMAT) ?? null;
    logIn(formatOf(wished))("error", "machine.failed", explain(error));
    return 1;
  }
}

const SOURCE = join(PROJECT_ROOT, "src/selfhost/start.ts");

/** Built of other sources than these, it hands over to them: they build what is stale, this too. */
if (import.meta.filename !== SOURCE && !isBuilt("supervisor")) await import(SOURCE);
else process.exit(await main(process.argv.slice(2)));
