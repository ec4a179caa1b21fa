import { parseArgs } from "node:util";
import { measureAll } from "./side-by-side.ts";

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    full: { type: "boolean", default: false },
    growth: { type: "boolean", default: false },
    rows: { type: "string", default: "" },
    sizes: { type: "string", default: "100,1000,10000,100000" },
    desk: { type: "string", default: "10000,100000,1000000" },
    help: { type: "boolean", default: false },
  },
});

const HELP = `npm run bench -- [--quick | --full | --growth] [--rows append,list]

This product beside the floors (bare Workers on the same runtime and disk) and the seed's stack (where Debian's postgresql is
installed), in interleaved rounds. A table with the goals beside each row, and what a message costs on Cloudflare, go to the
standard output; bench/results/ has all rounds with the machine's description (<date>.json, latest.json) and a plot
(latest.svg). Only ratios carry over to another machine. It uses all of the machine: leave it alone meanwhile.

  --quick   in two minutes, the default: 300 conversations of 10 messages
  --full    in fifteen minutes: 10,000 conversations, longer rounds
  --rows    only rows whose name has one of these words, separated by commas
  --growth  instead: how append and reads grow with the messages of one conversation (--sizes 100,1000,10000,100000), and a
            desk's list with its conversations (--desk 10000,100000,1000000; 0 for none)`;

if (values.help) {
  console.log(HELP);
  process.exit(0);
}
if (values.quick && values.full) {
  console.error("--quick and --full are two lengths of the same: give one of them.");
  process.exit(1);
}
const numbers = (list: string) =>
  list
    .split(",")
    .map(Number)
    .filter((one) => one > 0);
if (values.growth) {
  const { measureGrowth } = await import("./growth.ts");
  await measureGrowth(numbers(values.sizes), numbers(values.desk));
} else {
  const words = values.rows.split(",").filter((word) => word !== "");
  await measureAll(values.full ? "full" : "quick", words);
}
// Sockets that were closed a moment ago may still be there.
process.exit(0);
