import type { State } from "../state.ts";
import { type Kept, newSettings } from "./kept.ts";

/** What is known of a callback is forgotten after so long: the store repeats one for a day at most. */
const KNOWN_FOR_MS = 7 * 24 * 60 * 60 * 1_000;

/** Kept in the simulator's state, and so over a restart. */
export function keptInState(state: State): Kept {
  return {
    settings: (name) => ({ ...newSettings(name), ...state.get("service", name) }),
    change: (name, changes) =>
      state.put("service", name, { ...newSettings(name), ...state.get("service", name), ...changes }),
    memory: (key) => state.get("service_memory", key)?.memory ?? null,
    remember: (key, memory) => state.put("service_memory", key, { memory }),
    isKnown: (key) => state.get("service_known", key) !== undefined,
    know: (key, at) => state.put("service_known", key, { key, at }),
    waiting: () => state.all("service_waiting"),
    wait: (one) => state.put("service_waiting", one.id, one),
    forget: (id) => state.drop("service_waiting", id),
  };
}

/** Lets go of the callbacks that nobody repeats any more. */
export function sweepKnown(state: State, now: number): void {
  for (const { key, at } of state.all("service_known")) if (at < now - KNOWN_FOR_MS) state.drop("service_known", key);
}
