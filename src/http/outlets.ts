import type { Hono } from "hono";
import { OUTLET_OPERATIONS } from "../protocol/outlet.ts";
import { forgetConfiguration } from "../tenant/configuration.ts";
import { tenantAt } from "../tenant/port.ts";
import type { AppEnv } from "./context.ts";
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

  route(app, OUTLET_OPERATIONS.changeOutlet, async (c, { params, body }, principal) => {
    const { tenant_id } = principal;
    const tenant = tenantAt(c.env, tenant_id);
    const outlet = await tenant.record("outlet", params.id);
    if (outlet === null) return problem(c, "not_found");
    const { name = outlet.name, business_hours = outlet.business_hours } = body;
    const changed = await tenant.putRecord("outlet", params.id, { name, business_hours });
    forgetConfiguration(tenant_id);
    return c.json(changed);
  });

  route(app, OUTLET_OPERATIONS.deleteOutlet, async (c, { params }, principal) => {
    const { tenant_id } = principal;
    const tenant = tenantAt(c.env, tenant_id);
    if ((await tenant.record("outlet", params.id)) === null) return problem(c, "not_found");
    const configuration = await tenant.configuration();
    const inboxes = configuration?.inboxes.filter(({ outlet_id }) => outlet_id === params.id) ?? [];
    const isDefault = configuration?.tenant.default_outlet_id === params.id;
    if (inboxes.length > 0 || isDefault) {
      const detail = isDefault
        ? "It is the tenant's first outlet: what names no other goes there."
        : `Inboxes are in it: ${inboxes.map(({ id }) => id).join(", ")}.`;
      return problem(c, "outlet_in_use", { detail });
    }
    await tenant.removeRecord("outlet", params.id);
    forgetConfiguration(tenant_id);
    return c.body(null, 204);
  });
}
