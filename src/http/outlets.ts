import type { Hono } from "hono";
import type { Counts } from "../desk/list-query.ts";
import { deskOf } from "../desk/port.ts";
import { OUTLET_OPERATIONS } from "../protocol/outlet.ts";
import { type Agent, type Configuration, forgetConfiguration } from "../tenant/configuration.ts";
import { tenantAt } from "../tenant/port.ts";
import type { AppEnv } from "./context.ts";
import { given } from "./given.ts";
import { answer, problem } from "./problem.ts";
import { route } from "./route.ts";

/** A tenant's branches. */
export function outlets(app: Hono<AppEnv>): void {
  route(app, OUTLET_OPERATIONS.createOutlet, async (c, { body, idempotency }, principal) => {
    const { tenant_id } = principal;
    const made = await tenantAt(c.env, tenant_id).createRecord("outlet", body, idempotency);
    forgetConfiguration(tenant_id);
    return answer(c, made, (outlet) => c.json(outlet, 201));
  });

  route(app, OUTLET_OPERATIONS.listOutlets, async (c, _, { tenant_id }) => {
    const all = await tenantAt(c.env, tenant_id).records("outlet");
    return c.json({ outlets: all });
  });

  route(app, OUTLET_OPERATIONS.getOutlet, async (c, { params }, { tenant_id }) => {
    const outlet = await tenantAt(c.env, tenant_id).record("outlet", params.id);
    return outlet ? c.json(outlet) : problem(c, "not_found");
  });

  route(app, OUTLET_OPERATIONS.changeOutlet, async (c, { params, body }, principal) => {
    const { tenant_id } = principal;
    const changed = await tenantAt(c.env, tenant_id).changeRecord("outlet", params.id, given(body));
    forgetConfiguration(tenant_id);
    return changed === null ? problem(c, "not_found") : c.json(changed);
  });

  route(app, OUTLET_OPERATIONS.deleteOutlet, async (c, { params }, principal) => {
    const { tenant_id } = principal;
    const tenant = tenantAt(c.env, tenant_id);
    if ((await tenant.record("outlet", params.id)) === null) return problem(c, "not_found");
    const [configuration, agents, counts] = await Promise.all([
      tenant.configuration(),
      tenant.agents(),
      deskOf(c.env, tenant_id).counts({ viewer: null, outlet_ids: [params.id] }),
    ]);
    const detail = keptBy(params.id, configuration, agents, counts);
    if (detail !== null) return problem(c, "outlet_in_use", { detail });
    await tenant.removeRecord("outlet", params.id);
    forgetConfiguration(tenant_id);
    return c.body(null, 204);
  });
}

/** What would be nobody's, or hidden from those who work there, without the outlet; null for nothing. */
function keptBy(id: string, configuration: Configuration | null, agents: Agent[], counts: Counts): string | null {
  const { tenant, inboxes = [], teams = [] } = configuration ?? {};
  if (tenant?.default_outlet_id === id) return "It is the tenant's first outlet: what names no other goes there.";
  const open = counts.outlets.find((one) => one.id === id)?.open ?? 0;
  const isIn = ({ outlet_ids }: { outlet_ids: string[] }) => outlet_ids.includes(id);
  const owned = inboxes.filter(({ outlet_id }) => outlet_id === id);
  const uses = [
    listed("Inboxes", owned),
    listed("Agents", agents.filter(isIn)),
    listed("Teams", teams.filter(isIn)),
    ...(open > 0 ? [`Open conversations are in it: ${open}; transfer or close them.`] : []),
  ].filter((use) => use !== null);
  return uses.length === 0 ? null : uses.join(" ");
}

const listed = (what: string, found: readonly { id: string; name: string }[]): string | null =>
  found.length === 0 ? null : `${what} are in it: ${found.map(({ id, name }) => `${name} (${id})`).join(", ")}.`;
