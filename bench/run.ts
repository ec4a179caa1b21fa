import { numberOf, optionsOf, refuse } from "./options.ts";
import { ROWS } from "./rows.ts";
import { measureAll, measureStore } from "./side-by-side.ts";

const HELP = `npm run bench -- [--quick | --full | --growth | --store | --profile] [--rows append,list]

This product beside the floors (bare Workers on the same runtime and disk) and the seed's stack (where Debian's postgresql is
installed), in interleaved rounds. A table with the goals beside each row, and what a message costs on Cloudflare, go to the
standard output; bench/results/ has all rounds with the machine's description (<date>.json, latest.json) and a plot
(latest.svg). Only ratios carry over to another machine. It uses all of the machine: leave it alone meanwhile.

  --quick   in two minutes, the default: 300 conversations of 10 messages
  --full    in fifteen minutes: 10,000 conversations, longer rounds
  --rows    only rows whose name has one of these words, separated by commas
  --growth  instead: how append and reads grow with the messages of one conversation (--sizes 100,1000,10000,100000), and a
            desk's list with its conversations (--desk 10000,100000,1000000; 0 for none)
  --store   instead: memory, disk and file handles of 10,000 conversations in use (--conversations), filled however long it
            takes: of this product, the floor that does the same job, and the stack
  --profile instead: where the processor's time goes in an append through the API and through the webhook, by source file; the
            profiles (append.cpuprofile, webhook.cpuprofile: Chrome's developer tools open them) are kept with the results`;

const values = optionsOf(HELP, {
  quick: { type: "boolean", default: false },
  full: { type: "boolean", default: false },
  growth: { type: "boolean", default: false },
  store: { type: "boolean", default: false },
  conversations: { type: "string", default: "10000" },
  profile: { type: "boolean", default: false },
  rows: { type: "string", default: "" },
  sizes: { type: "string", default: "100,1000,10000,100000" },
  desk: { type: "string", default: "10000,100000,1000000" },
});

if (values.quick && values.full) refuse("--quick and --full are two lengths of the same: give one of them.");
if ([values.growth, values.store, values.profile].filter(Boolean).length > 1)
  refuse("--growth, --store and --profile are three things: ask for one of them.");
const listed = (list: string) => list.split(",").filter((one) => one !== "");
/** 0 is for none. */
const sizes = (name: string, list: string) => (list === "0" ? [] : listed(list).map((one) => numberOf(name, one)));
if (values.growth) {
  const { measureGrowth } = await import("./growth.ts");
  await measureGrowth(sizes("sizes", values.sizes), sizes("desk", values.desk));
} else if (values.store) {
  await measureStore(numberOf("conversations", values.conversations));
} else if (values.profile) {
  const { profileHotPath } = await import("./profile.ts");
  await profileHotPath();
} else {
  const words = listed(values.rows);
  const unknown = words.find((word) => !ROWS.some(({ name }) => name.includes(word)));
  if (unknown !== undefined) refuse(`No row has "${unknown}" in its name:\n${ROWS.map(({ name }) => name).join("\n")}`);
  await measureAll(values.full ? "full" : "quick", words);
}
// Sockets that were closed a moment ago may still be there.
process.exit(0);
