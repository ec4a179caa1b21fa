import type { Command } from "../domain/commands.ts";
import { decide } from "../domain/decide.ts";
import type { Policy } from "../domain/policy.ts";
import type { Thread } from "../domain/thread.ts";
import { err, ok } from "../lib/result.ts";
import type { Foreseen } from "./port.ts";

/**
 * What commands would lead to, each after those before it that are not refused.
 * @param at epoch milliseconds
 */
export function foresee(thread: Thread, commands: readonly Command[], policy: Policy, at: number): Foreseen[] {
  let state = thread;
  return commands.map((command) => {
    const decision = decide(state, command, policy, at);
    if (!decision.ok) return err(decision.error);
    state = decision.value.thread;
    return ok(decision.value.events.map(({ type }) => type));
  });
}
