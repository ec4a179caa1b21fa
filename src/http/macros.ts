import type { Hono } from "hono";
import type { Doing } from "../automation/commands.ts";
import { doAll } from "../automation/doing.ts";
import { worldOf } from "../automation/world.ts";
import { USUAL_REASONS } from "../domain/usual-reasons.ts";
import { MACRO_OPERATIONS } from "../protocol/macro.ts";
import { tenantAt } from "../tenant/port.ts";
import type { MacroRecord } from "../tenant/records.ts";
import { type About, aboutOf } from "./about.ts";
import { answerOnce, ofCaller } from "./answer-once.ts";
import type { AppEnv, Principal } from "./context.ts";
import { answer, problem } from "./problem.ts";
import { reach } from "./reach.ts";
import { missingIn } from "./references.ts";
import { route } from "./route.ts";

/** Several actions at once. */
export function macros(app: Hono<AppEnv>): void {
  route(app, MACRO_OPERATIONS.createMacro, async (c, { body, idempotency }, { tenant_id }) => {
    const missing = await missingIn(c, tenant_id, body);
    if (missing) return problem(c, "unknown_reference", missing);
    const made = await tenantAt(c.env, tenant_id).createRecord("macro", body, idempotency);
    return answer(c, made, (macro) => c.json(macro, 201));
  });

  route(app, MACRO_OPERATIONS.listMacros, async (c, _, { tenant_id }) =>
    c.json({ macros: await tenantAt(c.env, tenant_id).records("macro") }),
  );

  route(app, MACRO_OPERATIONS.getMacro, async (c, { params }, { tenant_id }) => {
    const macro = await tenantAt(c.env, tenant_id).record("macro", params.id);
    return macro ? c.json(macro) : problem(c, "not_found");
  });

  route(app, MACRO_OPERATIONS.putMacro, async (c, { params, body }, { tenant_id }) => {
    const tenant = tenantAt(c.env, tenant_id);
    if ((await tenant.record("macro", params.id)) === null) return problem(c, "not_found");
    const missing = await missingIn(c, tenant_id, body);
    if (missing) return problem(c, "unknown_reference", missing);
    return c.json(await tenant.putRecord("macro", params.id, body));
  });

  route(app, MACRO_OPERATIONS.deleteMacro, async (c, { params }, { tenant_id }) => {
    const removed = await tenantAt(c.env, tenant_id).removeRecord("macro", params.id);
    return removed ? c.body(null, 204) : problem(c, "not_found");
  });

  route(app, MACRO_OPERATIONS.runMacro, (c, { params, idempotency }, principal) =>
    answerOnce(c, principal.tenant_id, ofCaller(idempotency, principal), 200, async () => {
      const { tenant_id } = principal;
      const macro = await tenantAt(c.env, tenant_id).record("macro", params.macro_id);
      if (macro === null) return problem(c, "not_found");
      const reached = await reach(c, principal, params.id);
      const about = reached && (await aboutOf(c, principal, reached));
      if (!reached || !about) return problem(c, "conversation_not_found");
      const world = worldOf(c.env, tenant_id, reached.thread_key);
      const key = idempotency?.key;
      // A repetition before the answer was kept finds what was done already.
      const keyOf = (index: number) => (key === undefined ? null : `macro:${key}:${index}`);
      const doing = doingOf(principal, macro, about);
      const results = await doAll(world, macro.actions, doing, { keyOf, stops: true });
      const conversation = await reached.thread.conversation(reached.number);
      return conversation ? { results, conversation } : problem(c, "conversation_not_found");
    }),
  );
}

/** Whoever runs a macro does what it does, and says what it says. */
function doingOf({ actor }: Principal, { name }: MacroRecord, { view, scope }: About): Doing {
  const isAgent = actor.type === "agent";
  const display_name = (isAgent && scope.agent?.name) || "Agent";
  const sender = isAgent
    ? ({ type: "agent", id: actor.id, display_name } as const)
    : ({ type: "system", id: null, display_name: "System" } as const);
  return { number: view.number, actor, sender, reason: USUAL_REASONS.macro(name), scope, at: Date.now() };
}
