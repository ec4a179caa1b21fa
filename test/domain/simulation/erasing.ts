import type { ConversationPort, Erasing } from "../../../src/conversation/port.ts";
import type { Actor } from "../../../src/domain/conversation.ts";
import { AGAIN_MS, OUTSIDE } from "./customers.ts";
import { stubOf } from "./host.ts";
import type { Plant } from "./plant.ts";
import type { Erased, Says } from "./says.ts";

const ACTOR: Actor = { type: "agent", id: "agent-1" };

/** Who is not there yet may be by then; unless people move, when somebody else may be. */
const NOT_YET_MS = 30_000;
const MOST_TRIES = 3;

interface Where {
  person: number;
  thread_key: string;
  number: number;
}

/** ER6: somebody has a person forgotten as the API does it, with all threads that are theirs, until nothing is left. */
export async function erase(plant: Plant, says: Says, { person, thread_key, number }: Where): Promise<void> {
  const { world } = plant;
  const wish: Erased = { person, thread_key, begun: world.elapsed, done: Number.POSITIVE_INFINITY, at: null };
  says.erased.push(wish);
  world.note(`${thread_key.slice(-4)} is to be forgotten`);
  for (let tries = 1; ; tries++) {
    const ends = await attempt(plant, thread_key, number).catch(() => null);
    if (ends === "refused" && (world.moves || tries >= MOST_TRIES)) {
      world.note(`${thread_key.slice(-4)} need not be forgotten`);
      wish.done = world.elapsed;
      return;
    }
    if (ends !== "refused" && ends?.isDone) {
      world.note(`${thread_key.slice(-4)} is forgotten`);
      Object.assign(wish, { done: world.elapsed, at: ends.at });
      return;
    }
    await new Promise<void>((done) => void world.after(ends === "refused" ? NOT_YET_MS : AGAIN_MS, done));
  }
}

async function attempt(plant: Plant, threadKey: string, number: number) {
  const at = (key: string) => stubOf(plant.world, () => plant.thread(key), OUTSIDE) as ConversationPort;
  const first = await at(threadKey).erase({ number }, ACTOR);
  if (!first.ok) return "refused";
  const since = first.value.at ?? new Date().toISOString();
  const reached = new Map<string, Erasing>([[threadKey, first.value]]);
  const waiting = [...first.value.linked];
  for (const key of waiting) {
    if (reached.has(key)) continue;
    const other = await at(key).erase({ since }, ACTOR);
    if (!other.ok) return null;
    reached.set(key, other.value);
    waiting.push(...other.value.linked);
  }
  return { isDone: [...reached.values()].every(({ is_done }) => is_done), at: first.value.at };
}
