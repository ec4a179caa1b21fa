import type { Hono } from "hono";
import type * as z from "zod";
import { claim } from "../directory/port.ts";
import type { Inbox as InboxShape } from "../protocol/inbox.ts";
import { INBOX_OPERATIONS } from "../protocol/inbox-operations.ts";
import { forgetConfiguration, type Inbox, type WhatsAppChannel } from "../tenant/configuration.ts";
import { type InboxRejection, tenantAt } from "../tenant/port.ts";
import type { AppContext, AppEnv } from "./context.ts";
import { claimNumber, isWhatsApp } from "./number-claims.ts";
import { answer, problem } from "./problem.ts";
import { route } from "./route.ts";
import { templatesOf } from "./templates.ts";

const DEFAULT_PAGE = 50;

/** Secrets as an inbox keeps them: several while they are rotated. */
const asList = (secret: string | string[]): string[] => (Array.isArray(secret) ? secret : [secret]);

export function inboxes(app: Hono<AppEnv>): void {
  route(app, INBOX_OPERATIONS.createInbox, async (c, { body, idempotency }, { tenant_id }) => {
    const { name, outlet_id = null } = body;
    const channel = body.channel.type === "none" ? body.channel : channelOf(body.channel);
    const made = await tenantAt(c.env, tenant_id).createInbox({ name, outlet_id, channel }, idempotency);
    if (!made.ok) return refused(c, tenant_id, made.error);
    await claimInbox(c, tenant_id, made.value.id);
    // What was made is answered without its secrets.
    if (channel.type === "whatsapp") await claimNumber(c.env, tenant_id, { id: made.value.id, channel });
    forgetConfiguration(tenant_id);
    return c.json(printInbox(made.value), 201);
  });

  // Read where it is kept: somebody who mends an inbox must see at once that it is mended.
  route(app, INBOX_OPERATIONS.listInboxes, async (c, _, { tenant_id }) => {
    const configuration = await tenantAt(c.env, tenant_id).configuration();
    return c.json({ inboxes: configuration?.inboxes.map(printInbox) ?? [] });
  });

  route(app, INBOX_OPERATIONS.changeInbox, async (c, { params, body }, { tenant_id }) => {
    const { app_secret, ...others } = body;
    const changes = app_secret === undefined ? others : { ...others, app_secrets: asList(app_secret) };
    const changed = await tenantAt(c.env, tenant_id).updateInbox(params.id, changes);
    if (changed.ok) await claimInbox(c, tenant_id, changed.value.id);
    if (changed.ok && isWhatsApp(changed.value)) await claimNumber(c.env, tenant_id, changed.value);
    forgetConfiguration(tenant_id);
    return answer(c, changed, (inbox) => c.json(printInbox(inbox)));
  });

  route(app, INBOX_OPERATIONS.resumeInbox, async (c, { params }, { tenant_id }) => {
    const resumed = await tenantAt(c.env, tenant_id).resume(params.id);
    forgetConfiguration(tenant_id);
    return answer(c, resumed, (inbox) => c.json(printInbox(inbox)));
  });

  route(app, INBOX_OPERATIONS.listInboxUpdates, async (c, { params, query }, { tenant_id }) => {
    if ((await inboxAt(c, tenant_id, params.id)) === null) return problem(c, "not_found");
    const { limit = DEFAULT_PAGE, before = null } = query;
    const { updates, next } = await tenantAt(c.env, tenant_id).updates(params.id, limit, before);
    return c.json({ updates, next_before: next });
  });

  route(app, INBOX_OPERATIONS.listTemplates, async (c, { params, query }, { tenant_id, configuration }) => {
    const inbox = await inboxAt(c, tenant_id, params.id);
    if (inbox === null) return problem(c, "not_found");
    if (inbox.channel.type === "none" || inbox.channel.waba_id === null)
      return problem(c, "waba_unknown", { detail: "Set waba_id with PATCH /api/v1/inboxes/{id}." });
    const found = await templatesOf(c.env, configuration, inbox, query.refresh ?? false);
    const detail = "WhatsApp does not answer the list of templates; see the inbox's access token.";
    return found ? c.json(found) : problem(c, "unavailable", { detail });
  });
}

/** Webhooks at its own address lead to it from now on. Repeated by whoever tries again, should it have broken off. */
const claimInbox = (c: AppContext, tenant_id: string, inbox_id: string) =>
  claim(c.env, "inbox", inbox_id, { tenant_id, inbox_id });

async function refused(c: AppContext, tenantId: string, rejection: InboxRejection): Promise<Response> {
  if (rejection.code !== "phone_number_taken") return problem(c, rejection.code);
  const { code, inbox_id } = rejection;
  await claimInbox(c, tenantId, inbox_id);
  forgetConfiguration(tenantId);
  return problem(c, code, { detail: "Change that inbox instead of adding another.", inbox_id });
}

export async function inboxAt(c: AppContext, tenantId: string, id: string): Promise<Inbox | null> {
  const configuration = await tenantAt(c.env, tenantId).configuration();
  return configuration?.inboxes.find((inbox) => inbox.id === id) ?? null;
}

function channelOf({
  app_secret,
  waba_id = null,
  ...channel
}: Extract<z.output<typeof INBOX_OPERATIONS.createInbox.body & {}>["channel"], { type: "whatsapp" }>): WhatsAppChannel {
  return { ...channel, app_secrets: asList(app_secret), waba_id };
}

/** An inbox as it is shown: none of its secrets. */
export function printInbox({ channel, state, ...inbox }: Inbox): z.output<typeof InboxShape> {
  const { as_of: _, ...said } = state;
  if (channel.type === "none") return { ...inbox, channel, state: said };
  const { type, phone_number_id, display_phone_number, waba_id } = channel;
  const webhook_path = `/webhooks/whatsapp/${inbox.id}`;
  return { ...inbox, channel: { type, phone_number_id, display_phone_number, waba_id, webhook_path }, state: said };
}
