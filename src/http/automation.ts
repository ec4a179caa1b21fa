import type { Hono } from "hono";
import { automationOf } from "../automation/port.ts";
import { tryOut } from "../automation/trial.ts";
import { AUTOMATION_OPERATIONS } from "../protocol/automation-operations.ts";
import { tenantAt } from "../tenant/port.ts";
import { aboutOf } from "./about.ts";
import { answerOnce } from "./answer-once.ts";
import type { AppEnv } from "./context.ts";
import { problem } from "./problem.ts";
import { reach } from "./reach.ts";
import { missingIn } from "./references.ts";
import { route } from "./route.ts";

const DEFAULT_PAGE = 50;

/** Every event of a tenant is held against every rule. */
const MOST_RULES = 100;

/** What happens by itself. */
export function automation(app: Hono<AppEnv>): void {
  route(app, AUTOMATION_OPERATIONS.createAutomationRule, (c, { body, idempotency }, { tenant_id }) =>
    answerOnce(c, tenant_id, idempotency, 201, async () => {
      const tenant = tenantAt(c.env, tenant_id);
      if ((await tenant.records("automation_rule")).length >= MOST_RULES)
        return problem(c, "automation_rule_limit", { detail: `A tenant has at most ${MOST_RULES} rules.` });
      const missing = await missingIn(c, tenant_id, body);
      if (missing) return problem(c, "unknown_reference", missing);
      const enabled_at = body.enabled ? new Date().toISOString() : null;
      const made = await tenant.createRecord("automation_rule", { ...body, enabled_at }, idempotency);
      if (!made.ok) return problem(c, made.error.code);
      await automationOf(c.env, tenant_id).rulesChanged();
      return made.value;
    }),
  );

  route(app, AUTOMATION_OPERATIONS.listAutomationRules, async (c, _, { tenant_id }) =>
    c.json({ rules: await tenantAt(c.env, tenant_id).records("automation_rule") }),
  );

  route(app, AUTOMATION_OPERATIONS.getAutomationRule, async (c, { params }, { tenant_id }) => {
    const rule = await tenantAt(c.env, tenant_id).record("automation_rule", params.id);
    return rule ? c.json(rule) : problem(c, "not_found");
  });

  route(app, AUTOMATION_OPERATIONS.putAutomationRule, async (c, { params, body }, { tenant_id }) => {
    const tenant = tenantAt(c.env, tenant_id);
    const rule = await tenant.record("automation_rule", params.id);
    if (rule === null) return problem(c, "not_found");
    const missing = await missingIn(c, tenant_id, body);
    if (missing) return problem(c, "unknown_reference", missing);
    // AG8: of what it was not about before, it looks at what happens from now on only.
    const isAboutTheSame = body.on.every((one) => rule.on.includes(one));
    const since = (isAboutTheSame ? rule.enabled_at : null) ?? new Date().toISOString();
    const changed = { ...body, enabled_at: body.enabled ? since : null };
    const put = await tenant.putRecord("automation_rule", params.id, changed);
    await automationOf(c.env, tenant_id).rulesChanged();
    return c.json(put);
  });

  route(app, AUTOMATION_OPERATIONS.deleteAutomationRule, async (c, { params }, { tenant_id }) => {
    const removed = await tenantAt(c.env, tenant_id).removeRecord("automation_rule", params.id);
    if (!removed) return problem(c, "not_found");
    await automationOf(c.env, tenant_id).rulesChanged();
    return c.body(null, 204);
  });

  route(app, AUTOMATION_OPERATIONS.testAutomationRule, async (c, { params, body }, principal) => {
    const rule = await tenantAt(c.env, principal.tenant_id).record("automation_rule", params.id);
    if (rule === null) return problem(c, "not_found");
    const reached = await reach(c, principal, body.conversation_id);
    const about = reached && (await aboutOf(c, principal, reached));
    if (!reached || !about) return problem(c, "conversation_not_found");
    return c.json(await tryOut(c.env, principal.tenant_id, rule, { ...about, ...reached }));
  });

  route(app, AUTOMATION_OPERATIONS.listAutomationRuns, async (c, { query }, { tenant_id }) => {
    const { limit = DEFAULT_PAGE, ...filters } = query;
    const { runs, next } = await automationOf(c.env, tenant_id).runs({ ...filters, limit });
    return c.json({ runs, next_before: next });
  });
}
