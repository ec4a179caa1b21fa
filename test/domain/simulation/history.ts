import { forgetConfiguration } from "../../../src/tenant/configuration.ts";
import { violations } from "./invariants.ts";
import { outside } from "./outside.ts";
import { People } from "./people.ts";
import { Plant } from "./plant.ts";
import { type Faults, NO_FAULTS, World } from "./world.ts";

const START = Date.parse("2031-03-01T08:00:00.000Z");

/** So long all sorts of things go wrong, and so long nothing does; in milliseconds. */
const STORM_MS = 4 * 60_000;
const CALM_MS = 3 * 60 * 60_000;

/** The storm is so much longer where messages are purged: it must not come to rest before that. */
const PURGING = 4;

/** So long agents are there when it is quiet: who answers no offer is offered the same again for ever. */
const WORK_MS = 5 * 60_000;

const MOST_STEPS = 20_000;

/** What one seed led to: what happened, and which rules it broke. */
export interface History {
  seed: number;
  steps: number;
  lines: string[];
  broken: string[];
}

/** A short life of the whole system, all of which follows from the seed. */
export async function historyOf(seed: number): Promise<History> {
  const world = new World(seed, START);
  const tenantId = `5a000000-0000-4000-8000-${String(seed).padStart(12, "0")}`;
  let people: People | null = null;
  const plant = new Plant(world, tenantId, (news) => void people?.report(news));
  people = new People(plant);
  const restore = outside(world, plant);
  forgetConfiguration(tenantId);
  const broken: string[] = [];
  try {
    await people.begin();
    await live(world, people);
    broken.push(...(await violations(plant, people)));
  } catch (error) {
    broken.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
  } finally {
    restore();
    plant.close();
  }
  return { seed, steps: world.steps, lines: world.history, broken };
}

/** People come while everything goes wrong; then it is quiet, and what was begun is brought to its end. */
async function live(world: World, people: People): Promise<void> {
  world.faults = faultsOf(world);
  const count = 2 + Math.floor(world.chance() * (world.isBusy ? 14 : 7));
  const storm = STORM_MS * (world.purges ? PURGING : 1);
  for (let index = 0; index < count; index++) {
    world.after(Math.floor(world.chance() * (storm / 2)), () => people.act());
  }
  await world.run(storm, MOST_STEPS);
  world.note("the storm is over");
  world.faults = NO_FAULTS;
  world.after(WORK_MS, () => people.goHome());
  await world.run(CALM_MS, MOST_STEPS);
}

const faultsOf = (world: World): Faults => ({
  lost: world.pick([0, 0.05, 0.2]),
  repeated: world.pick([0, 0.1, 0.5]),
  slow: world.pick([0, 0.05, 0.3]),
  crash: world.pick([0, 0.01, 0.05]),
  forgotten: world.pick([0, 0.1, 0.3]),
  rings: world.pick([0, 0.02]),
  clock: world.pick([0, 0, 0.005]),
});
