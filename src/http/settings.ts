import type { Hono } from "hono";
import type * as z from "zod";
import { deskOf } from "../desk/port.ts";
import { claim } from "../directory/port.ts";
import { DEFAULT_POLICY } from "../domain/policy.ts";
import type { ApiKey, Tenant as TenantShape } from "../protocol/settings.ts";
import { SETTINGS_OPERATIONS } from "../protocol/settings-operations.ts";
import { type Bearer, forgetConfiguration, type Tenant } from "../tenant/configuration.ts";
import { newTenantId, tenantAt } from "../tenant/port.ts";
import type { AppEnv } from "./context.ts";
import { answer, problem } from "./problem.ts";
import { openRoute, route } from "./route.ts";

export function settings(app: Hono<AppEnv>): void {
  openRoute(app, SETTINGS_OPERATIONS.createTenant, async (c, { body, idempotency }) => {
    const id = await newTenantId(c.env.ADMIN_TOKEN, idempotency);
    const made = await tenantAt(c.env, id).create(body.name, idempotency);
    await claim(c.env, "tenant", id, { tenant_id: id, inbox_id: null });
    forgetConfiguration(id);
    return answer(c, made, ({ tenant, api_key }) => c.json({ tenant: printTenant(tenant), api_key }, 201));
  });

  route(app, SETTINGS_OPERATIONS.getTenant, (c, _, { configuration }) => c.json(printTenant(configuration.tenant)));

  route(app, SETTINGS_OPERATIONS.changeTenant, async (c, { body }, { tenant_id }) => {
    const tenant = await tenantAt(c.env, tenant_id).update(body);
    forgetConfiguration(tenant_id);
    await deskOf(c.env, tenant_id).settingsChanged();
    return c.json(printTenant(tenant));
  });

  route(app, SETTINGS_OPERATIONS.createAgentToken, async (c, { params, idempotency }, { tenant_id }) => {
    const issued = await tenantAt(c.env, tenant_id).issueBearer(params.id, idempotency);
    forgetConfiguration(tenant_id);
    return answer(c, issued, ({ secret }) => c.json({ token: secret }, 201));
  });

  // Read where they are kept: who has just revoked one must see so.
  route(app, SETTINGS_OPERATIONS.listApiKeys, async (c, _, { tenant_id }) => {
    const configuration = await tenantAt(c.env, tenant_id).configuration();
    return c.json({ api_keys: (configuration?.bearers ?? []).map(printKey) });
  });

  route(app, SETTINGS_OPERATIONS.createApiKey, async (c, { body, idempotency }, { tenant_id }) => {
    const issued = await tenantAt(c.env, tenant_id).issueBearer(null, idempotency, body.name);
    forgetConfiguration(tenant_id);
    return answer(c, issued, (key) => c.json(key, 201));
  });

  route(app, SETTINGS_OPERATIONS.revokeApiKey, async (c, { params }, { tenant_id }) => {
    const revoked = await tenantAt(c.env, tenant_id).revokeBearer(params.id);
    forgetConfiguration(tenant_id);
    await deskOf(c.env, tenant_id).credentialsChanged();
    return revoked ? c.body(null, 204) : problem(c, "not_found");
  });
}

/** A bearer as it is listed: of its secret no more than how it ends. */
const printKey = ({ key_id, agent_id, name, last_four, created_at }: Bearer): z.output<typeof ApiKey> => ({
  id: key_id,
  name: name ?? null,
  agent_id,
  last_four: last_four ?? null,
  created_at: created_at ?? null,
});

/** A tenant as it is shown: its whole policy, and none of its secrets. */
function printTenant({
  id,
  name,
  created_at,
  default_outlet_id,
  policies,
  services,
}: Tenant): z.output<typeof TenantShape> {
  return { id, name, created_at, default_outlet_id, policies: { ...printDefaults(), ...policies }, services };
}

function printDefaults() {
  const { opening_control, released_control, remote, embedded, flow_triggers, hours, ...policies } = DEFAULT_POLICY;
  return policies;
}
