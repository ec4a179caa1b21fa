import type { Hono } from "hono";
import { deskOf } from "../desk/port.ts";
import { SETTINGS_OPERATIONS } from "../protocol/settings-operations.ts";
import { TICKET_OPERATIONS } from "../protocol/ticket-operations.ts";
import { type Agent, forgetConfiguration } from "../tenant/configuration.ts";
import { tenantAt } from "../tenant/port.ts";
import { forgetSessions } from "../tenant/sessions.ts";
import type { AppEnv } from "./context.ts";
import { given } from "./given.ts";
import { answer, problem } from "./problem.ts";
import { route } from "./route.ts";
import { agentOf } from "./staff.ts";

/** The people who answer: who they are, and whether they are there. */
export function agents(app: Hono<AppEnv>): void {
  route(app, SETTINGS_OPERATIONS.createAgent, async (c, { body, idempotency }, principal) => {
    const { tenant_id } = principal;
    const made = await tenantAt(c.env, tenant_id).createAgent(body, idempotency);
    forgetConfiguration(tenant_id);
    return answer(c, made, (agent) => c.json(printAgent(agent), 201));
  });

  route(app, SETTINGS_OPERATIONS.listAgents, async (c, _, { tenant_id }) => {
    const all = await tenantAt(c.env, tenant_id).agents();
    return c.json({ agents: all.map(printAgent) });
  });

  route(app, SETTINGS_OPERATIONS.changeAgent, async (c, { params, body }, principal) => {
    const { tenant_id } = principal;
    const tenant = tenantAt(c.env, tenant_id);
    const agent = await agentOf(c, tenant_id, params.id);
    if (agent === null) return problem(c, "not_found");
    const { id } = agent;
    const changed = await tenant.changeRecord("agent", id, given(body));
    if (changed === null) return problem(c, "not_found");
    // Who is switched off must not go on by a bearer or a session of before.
    if (body.enabled === false) {
      await tenant.endCredentials(id);
      forgetSessions(id);
    }
    forgetConfiguration(tenant_id);
    await deskOf(c.env, tenant_id).settingsChanged();
    return c.json(printAgent(changed));
  });

  route(app, TICKET_OPERATIONS.setPresence, async (c, { params, body }, { tenant_id, actor }) => {
    if ((await agentOf(c, tenant_id, params.id)) === null) return problem(c, "not_found");
    if (actor.type === "agent" && actor.id !== params.id) return problem(c, "forbidden");
    const { status, until = null } = body;
    return c.json(await deskOf(c.env, tenant_id).setPresence(params.id, status, until));
  });

  route(app, TICKET_OPERATIONS.listPresence, async (c, _, { tenant_id }) =>
    c.json({ presence: await deskOf(c.env, tenant_id).presence() }),
  );

  // After it: an agent's id would be taken to be "presence".
  route(app, SETTINGS_OPERATIONS.getAgent, async (c, { params }, { tenant_id }) => {
    const agent = await agentOf(c, tenant_id, params.id);
    return agent === null ? problem(c, "not_found") : c.json(printAgent(agent));
  });
}

/** Agents of before have neither a capacity nor a switch. */
export const printAgent = ({ updated_at: _, capacity = null, enabled = true, ...agent }: Agent) => ({
  ...agent,
  capacity,
  enabled,
});
