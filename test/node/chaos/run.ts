import { numberOf, optionsOf, refuse } from "../../../bench/options.ts";
import { chanceOf } from "../../domain/simulation/world.ts";
import { Broken, Campaign, type Row } from "./campaign.ts";
import { SCENARIOS } from "./scenarios.ts";

const USAGE = `npm run chaos -- [--kills 20] [--seed N] [--scenario kills]

Runs the product as npm start does, on a state and ports of its own, lets customers, services, agents and the AI agent
write, does one bad thing after the other, and looks through the API at what became of it. Progress goes to stderr,
counts to stdout; it ends with 1 and says in words what does not hold. Scenarios, all unless one is named:

  kills        kill -9 of the runtime, of what keeps it alive, or of both, at random moments
  whatsapp     the Graph API slow, failing, losing answers, setting a pace
  subscribers  a service that refuses, fails, hangs, and comes back
  disk         a full disk, and kills while it is; needs to mount a small one, as root
  clock        the runtime's clock set forth and back; needs Linux and a C compiler

repeated: sent to a phone more than once. WhatsApp may take a message and be killed off before its answer arrives, or the
product before it is written down; then no status may come for two minutes, and what is sent again is marked as such.
`;

type Name = keyof typeof SCENARIOS;

const values = optionsOf(USAGE, {
  kills: { type: "string", default: "20" },
  seed: { type: "string", default: String(Math.floor(Math.random() * 1_000_000) + 1) },
  scenario: { type: "string" },
});

/** @returns whether everything held */
async function play(name: Name, seed: number, count: number): Promise<boolean> {
  const say = (line: string) => process.stderr.write(`${name}: ${line}\n`);
  const stage = SCENARIOS[name]({ kills: count });
  if (typeof stage === "string") {
    console.log(`\n${name}: left out, for ${stage}`);
    return true;
  }
  const campaign = new Campaign({ ...stage, chance: chanceOf(seed), say });
  try {
    await campaign.start();
    await stage.trouble(campaign);
    say("the load ends; what was begun is brought to its end");
    await campaign.rest();
    return true;
  } catch (error) {
    say(error instanceof Broken ? error.message : String((error as Error).stack));
    return false;
  } finally {
    console.log(`\n${name}, seed ${seed}\n${table(campaign.rows)}`);
    await campaign.end();
    stage.remove?.();
  }
}

const COLUMNS: [keyof Row, string][] = [
  ["what", "after"],
  ["acknowledged", "acknowledged"],
  ["stored", "stored"],
  ["queued", "for customers"],
  ["sent", "sent"],
  ["repeated", "repeated"],
  ["events", "events"],
  ["told", "delivered"],
  ["toldAgain", "repeated"],
];

function table(rows: Row[]): string {
  const cells = [COLUMNS.map(([, title]) => title), ...rows.map((row) => COLUMNS.map(([name]) => String(row[name])))];
  const widths = COLUMNS.map((_, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
  const lines = cells.map((line) =>
    line
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  "),
  );
  return lines.join("\n");
}

async function main(): Promise<number> {
  const [seed, count] = [numberOf("seed", values.seed), numberOf("kills", values.kills)];
  const names = values.scenario === undefined ? (Object.keys(SCENARIOS) as Name[]) : [values.scenario as Name];
  const unknown = names.find((name) => !Object.hasOwn(SCENARIOS, name));
  if (unknown !== undefined) refuse(`There is no scenario ${unknown}.\n\n${USAGE}`);
  let held = true;
  for (const name of names) held = (await play(name, seed, count)) && held;
  return held ? 0 : 1;
}

process.exit(await main());
