import { vi } from "vitest";
import { forgetConfiguration } from "../../../src/tenant/configuration.ts";
import { violations } from "./invariants.ts";
import { People } from "./people.ts";
import { Plant } from "./plant.ts";
import { chanceOf, type Faults, NO_FAULTS, World } from "./world.ts";

const START = Date.parse("2031-03-01T08:00:00.000Z");

/** So long all sorts of things go wrong, and so long nothing does; in milliseconds. */
const STORM_MS = 4 * 60_000;
const CALM_MS = 3 * 60 * 60_000;

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
  const world = new World(seed, START, (now) => vi.setSystemTime(now));
  const tenantId = `5a000000-0000-4000-8000-${String(seed).padStart(12, "0")}`;
  let people: People | null = null;
  const plant = new Plant(world, tenantId, (news) => void people?.report(news));
  people = new People(plant);
  const restore = outside(world, plant);
  forgetConfiguration(tenantId);
  const broken: string[] = [];
  try {
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
  const count = 2 + Math.floor(world.chance() * 7);
  for (let index = 0; index < count; index++) {
    world.after(Math.floor(world.chance() * (STORM_MS / 2)), () => people.act());
  }
  await world.run(STORM_MS, MOST_STEPS);
  world.note("the storm is over");
  world.faults = NO_FAULTS;
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

/** Puts time, chance and the way out into the hands of the world. @returns what takes them back */
function outside(world: World, plant: Plant): () => void {
  const chance = chanceOf(world.steps + 1);
  vi.spyOn(Math, "random").mockImplementation(chance);
  vi.spyOn(AbortSignal, "timeout").mockImplementation(() => new AbortController().signal);
  vi.stubGlobal("fetch", (url: string, init: { body?: string }) => plant.fetch(url, init));
  vi.stubGlobal("setTimeout", (run: () => void, wait = 0) => world.after(wait, run));
  vi.stubGlobal("clearTimeout", () => undefined);
  vi.stubGlobal("scheduler", { wait: (wait: number) => new Promise<void>((done) => world.after(wait, done)) });
  vi.stubGlobal("WebSocketRequestResponsePair", class {});
  // What the Worker's runtime has and Node has not yet.
  Object.assign(Uint8Array.prototype, {
    toHex(this: Uint8Array) {
      return Buffer.from(this).toString("hex");
    },
  });
  return () => {
    vi.unstubAllGlobals();
    vi.mocked(Math.random).mockRestore();
    vi.mocked(AbortSignal.timeout).mockRestore();
  };
}
