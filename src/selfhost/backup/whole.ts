import { existsSync } from "node:fs";
import { join } from "node:path";
import { Refusal } from "../refusal.ts";

/** What has arrived whole, and is being exchanged for the state. */
export const ARRIVED = "restore.ready";

/** Refuses a state that a restore has left half exchanged. */
export function requireWhole(stateDir: string): void {
  if (!existsSync(join(stateDir, ARRIVED))) return;
  throw new Refusal(`A restore into ${stateDir} was cut short: run it again, with --force.`);
}
