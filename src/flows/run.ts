import type { Flow } from "../protocol/flow.ts";
import type { Execution, Output, Waiting } from "./execution.ts";

/** One step being made. */
export interface Run {
  readonly flow: Flow;
  readonly at: number;
  execution: Execution;
  outputs: Output[];
}

type Ending = Extract<Output, { type: "ended" }>;

/** Goes no further for now. */
export function waitFor(run: Run, waiting: Waiting): void {
  run.execution.waiting = waiting;
  if (waiting.for === "http") run.outputs.push({ type: "call_http", call: waiting.call });
  else if (waiting.for === "ai") run.outputs.push({ type: "ask_ai", question: waiting.question });
  else run.outputs.push({ type: "wait_until", at: waiting.until });
}

/** It is over: with a person, unless said otherwise. */
export function finish(run: Run, how: Partial<Ending> = {}): void {
  run.execution.ended = true;
  run.execution.waiting = null;
  const usual = { wants_ticket: true, team_id: null, reason: null, leads_to: "close", is_error: false } as const;
  run.outputs.push({ ...usual, ...how, type: "ended" });
}

/** It cannot go on: a person takes over, and the log says why. */
export const giveUp = (run: Run, reason: string): void => finish(run, { reason, is_error: true });
