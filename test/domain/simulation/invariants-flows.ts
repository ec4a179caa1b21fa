import type { Thread } from "../../../src/domain/thread.ts";
import { FlowRepository } from "../../../src/flows/repository.ts";
import type { Check } from "./check.ts";
import type { Plant } from "./plant.ts";
import { storageOf } from "./storage.ts";

/** So often a request of a flow is begun. */
const MOST_ATTEMPTS = 2;

/** A flow runs where its thread says so, and nowhere else; what it had to say is said. */
export function checkFlow(key: string, { current }: Thread, plant: Plant, check: Check): void {
  const host = plant.flowOf(key);
  const isAsked = current?.state === "open" && current.control === "flow" && (current.flow_id ?? null) !== null;
  const repository = host && new FlowRepository(storageOf(host.disk, () => true));
  const running = repository?.document("running") ?? null;
  const isRunning = running !== null && !running.execution.ended;
  check(isAsked === isRunning, `a flow ${isRunning ? "runs" : "does not run"} in ${key}, which says otherwise`);
  check(!isRunning || running.execution_id === current?.flow_execution_id, `another flow runs in ${key} than it says`);
  check((repository?.first() ?? null) === null, `a flow of ${key} has something left to say`);
  const waiting = running?.execution.waiting;
  const isLate = waiting && "until" in waiting && waiting.until < plant.world.now;
  check(!isLate, `a flow of ${key} has not heard that its time has come`);
  for (const [call, times] of plant.asked) check(times <= MOST_ATTEMPTS, `${call} was asked ${times} times`);
}
