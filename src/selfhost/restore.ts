import { resolve } from "node:path";
import { restoreBackup } from "./backup/restore.ts";
import { explain } from "./refusal.ts";

const USAGE = `Usage: npm run restore -- <file> [--force]

Puts a backup into STATE_DIR (default .state), on which nothing may run. Every file is checked before anything is
touched. Where there is a state already it is refused, unless --force is given: then the old one is set aside, in a directory
before-restore-<time> of STATE_DIR, and yours to remove.

Progress goes to stderr. Exit code 0: restored; 1: refused or failed, and stderr says why; 2: this text.
`;

/** `npm run restore`. Answers the exit code. */
async function main(args: string[]): Promise<number> {
  if (args.includes("--help") || args.includes("-h")) {
    console.log(USAGE);
    return 0;
  }
  const [archive, ...more] = args.filter((arg) => arg !== "--force");
  if (archive === undefined || more.length > 0 || archive.startsWith("-")) {
    console.error(USAGE);
    return 2;
  }
  try {
    const stateDir = resolve(process.env.STATE_DIR || ".state");
    const say = (line: string) => console.error(line);
    const { manifest, setAside } = await restoreBackup(stateDir, resolve(archive), args.includes("--force"), say);
    say(`${stateDir} is as it was at ${manifest.taken_at}.`);
    if (setAside !== null) say(`What was there before is in ${setAside}.`);
    return 0;
  } catch (error) {
    console.error(explain(error));
    return 1;
  }
}

process.exitCode = await main(process.argv.slice(2));
