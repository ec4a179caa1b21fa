import type { Action, ActionResult } from "../protocol/action.ts";
import { commandOf, type Doing } from "./commands.ts";
import { faultIn, type World } from "./world.ts";

/**
 * Does actions in their order.
 * @param keyOf the key by which the thread knows the repetition of an action, by its place; null without one
 * @param stops whether what comes after a refusal is left undone
 */
export async function doAll(
  world: World,
  actions: readonly Action[],
  doing: Doing,
  { keyOf, stops }: { keyOf: (index: number) => string | null; stops: boolean },
): Promise<ActionResult[]> {
  const results: ActionResult[] = [];
  for (const [index, action] of actions.entries()) {
    const isStopped = stops && results.some(({ outcome }) => outcome !== "done");
    const { type } = action;
    if (isStopped) results.push({ type, outcome: "skipped", code: null, detail: null });
    else results.push(await doOne(world, action, doing, keyOf(index)));
  }
  return results;
}

async function doOne(world: World, action: Action, doing: Doing, key: string | null): Promise<ActionResult> {
  const { type } = action;
  const refused = ({ code, detail }: { code: string; detail: string | null }): ActionResult => ({
    ...{ type, outcome: "refused", code, detail },
  });
  const fault = await world.fault(action, doing.scope.conversation);
  if (fault) return refused(fault);
  const command = commandOf(action, doing);
  if (command === null) return refused({ code: "invalid_request", detail: "Its words come to nothing here." });
  const done = await world.execute(command, key === null ? [] : [key]);
  return done.ok ? { type, outcome: "done", code: null, detail: null } : refused(faultIn(done.error));
}
