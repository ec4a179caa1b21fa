import type { Hono } from "hono";
import type { z } from "zod";
import { claim } from "../directory/port.ts";
import { DEFAULT_POLICY } from "../domain/policy.ts";
import type { Result } from "../lib/result.ts";
import { OPERATIONS } from "../protocol/operations.ts";
import type { Inbox as InboxShape, Tenant as TenantShape } from "../protocol/settings.ts";
import { forgetConfiguration, type Inbox, type Tenant } from "../tenant/configuration.ts";
import { newTenantId, type SettingsRejection, tenantAt } from "../tenant/port.ts";
import type { AppContext, AppEnv } from "./context.ts";
import { problem } from "./problem.ts";
import { openRoute, route } from "./route.ts";

/** Secrets as an inbox keeps them: several while they are rotated. */
const asList = (secret: string | string[]): string[] => (Array.isArray(secret) ? secret : [secret]);

export function settings(app: Hono<AppEnv>): void {
  openRoute(app, OPERATIONS.createTenant, async (c, { body, idempotency }) => {
    const id = await newTenantId(c.env.ADMIN_TOKEN, idempotency);
    const made = await tenantAt(c.env, id).create(body.name, idempotency);
    await claim(c.env, "tenant", id, { tenant_id: id, inbox_id: null });
    forgetConfiguration(id);
    return answer(c, made, ({ tenant, api_key }) => c.json({ tenant: printTenant(tenant), api_key }, 201));
  });

  route(app, OPERATIONS.getTenant, (c, _, { configuration }) => c.json(printTenant(configuration.tenant)));

  route(app, OPERATIONS.changeTenant, async (c, { body }, { tenant_id }) => {
    const tenant = await tenantAt(c.env, tenant_id).update(body);
    forgetConfiguration(tenant_id);
    return c.json(printTenant(tenant));
  });

  route(app, OPERATIONS.createInbox, async (c, { body, idempotency }, { tenant_id }) => {
    const { name, outlet_id = null } = body;
    const channel = body.channel.type === "none" ? body.channel : withSecrets(body.channel);
    const made = await tenantAt(c.env, tenant_id).createInbox({ name, outlet_id, channel }, idempotency);
    if (!made.ok) return problem(c, made.error.code);
    const destination = { tenant_id, inbox_id: made.value.id };
    await claim(c.env, "inbox", made.value.id, destination);
    if (channel.type === "whatsapp") await claim(c.env, "whatsapp", channel.phone_number_id, destination);
    forgetConfiguration(tenant_id);
    return c.json(printInbox(made.value), 201);
  });

  route(app, OPERATIONS.listInboxes, (c, _, { configuration }) =>
    c.json({ inboxes: configuration.inboxes.map(printInbox) }),
  );

  route(app, OPERATIONS.changeInbox, async (c, { params, body }, { tenant_id }) => {
    const { app_secret, ...others } = body;
    const changes = app_secret === undefined ? others : { ...others, app_secrets: asList(app_secret) };
    const changed = await tenantAt(c.env, tenant_id).updateInbox(params.id, changes);
    forgetConfiguration(tenant_id);
    return answer(c, changed, (inbox) => c.json(printInbox(inbox)));
  });

  route(app, OPERATIONS.createAgent, async (c, { body, idempotency }, { tenant_id }) => {
    const made = await tenantAt(c.env, tenant_id).createAgent(body, idempotency);
    return answer(c, made, (agent) => c.json(agent, 201));
  });

  route(app, OPERATIONS.listAgents, async (c, _, { tenant_id }) =>
    c.json({ agents: await tenantAt(c.env, tenant_id).agents() }),
  );

  route(app, OPERATIONS.createAgentToken, async (c, { params, idempotency }, { tenant_id }) => {
    const issued = await tenantAt(c.env, tenant_id).issueBearer(params.id, idempotency);
    forgetConfiguration(tenant_id);
    return answer(c, issued, ({ secret }) => c.json({ token: secret }, 201));
  });

  route(app, OPERATIONS.createApiKey, async (c, { idempotency }, { tenant_id }) => {
    const issued = await tenantAt(c.env, tenant_id).issueBearer(null, idempotency);
    forgetConfiguration(tenant_id);
    return answer(c, issued, (key) => c.json(key, 201));
  });

  route(app, OPERATIONS.revokeApiKey, async (c, { params }, { tenant_id }) => {
    const revoked = await tenantAt(c.env, tenant_id).revokeBearer(params.id);
    forgetConfiguration(tenant_id);
    return revoked ? c.body(null, 204) : problem(c, "not_found");
  });
}

function answer<T>(c: AppContext, result: Result<T, SettingsRejection>, print: (value: T) => Response): Response {
  return result.ok ? print(result.value) : problem(c, result.error.code);
}

function withSecrets({
  app_secret,
  ...channel
}: Extract<z.output<typeof OPERATIONS.createInbox.body & {}>["channel"], { type: "whatsapp" }>) {
  return { ...channel, app_secrets: asList(app_secret) };
}

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
  const { opening_control: _, ...policies } = DEFAULT_POLICY;
  return policies;
}

/** An inbox as it is shown: none of its secrets. */
function printInbox({ channel, ...inbox }: Inbox): z.output<typeof InboxShape> {
  if (channel.type === "none") return { ...inbox, channel };
  const { type, phone_number_id, display_phone_number } = channel;
  const webhook_path = `/webhooks/whatsapp/${inbox.id}`;
  return { ...inbox, channel: { type, phone_number_id, display_phone_number, webhook_path } };
}
