import type { Hono } from "hono";
import type * as z from "zod";
import { threadAt } from "../conversation/port.ts";
import { parseConversationId } from "../domain/ids.ts";
import { nearest } from "../lib/nearest.ts";
import { urlFault } from "../lib/outside-url.ts";
import { CATALOGUE } from "../protocol/catalogue/catalogue.ts";
import { canonicalName } from "../protocol/catalogue/names.ts";
import type { Replay } from "../protocol/subscription.ts";
import { SUBSCRIPTION_OPERATIONS } from "../protocol/subscription-operations.ts";
import { subscriptionAt } from "../subscriptions/port.ts";
import { forgetConfiguration } from "../tenant/configuration.ts";
import { tenantAt } from "../tenant/port.ts";
import { answerOnce } from "./answer-once.ts";
import type { AppContext, AppEnv } from "./context.ts";
import { answer, problem } from "./problem.ts";
import { route } from "./route.ts";

const DEFAULT_PAGE = 50;

export function subscriptions(app: Hono<AppEnv>): void {
  route(app, SUBSCRIPTION_OPERATIONS.createSubscription, async (c, { body, idempotency }, { tenant_id }) => {
    const refusal = refuse(c, body);
    if (refusal) return refusal;
    const made = await tenantAt(c.env, tenant_id).createSubscription(
      { ...body, types: printed(body.types) },
      idempotency,
    );
    if (!made.ok) return problem(c, made.error.code);
    const { subscription, secret } = made.value;
    await learn(c, tenant_id, subscription.id);
    return c.json({ ...subscription, secret }, 201);
  });

  // Read where it is kept: who has just switched one off must see it so.
  route(app, SUBSCRIPTION_OPERATIONS.listSubscriptions, async (c, _, { tenant_id }) => {
    const configuration = await tenantAt(c.env, tenant_id).configuration();
    return c.json({ subscriptions: configuration?.subscriptions ?? [] });
  });

  route(app, SUBSCRIPTION_OPERATIONS.getSubscription, async (c, { params }, { tenant_id }) => {
    const found = await tenantAt(c.env, tenant_id).subscription(params.id);
    if (found === null) return problem(c, "not_found");
    const standing = await subscriptionAt(c.env, tenant_id, params.id).standing();
    return c.json({ ...found.subscription, standing });
  });

  route(app, SUBSCRIPTION_OPERATIONS.changeSubscription, async (c, { params, body }, { tenant_id }) => {
    const refusal = refuse(c, body);
    if (refusal) return refusal;
    const changes = body.types === undefined ? body : { ...body, types: printed(body.types) };
    const changed = await tenantAt(c.env, tenant_id).updateSubscription(params.id, changes);
    if (changed.ok) await learn(c, tenant_id, params.id);
    return answer(c, changed, (subscription) => c.json(subscription));
  });

  route(app, SUBSCRIPTION_OPERATIONS.deleteSubscription, async (c, { params }, { tenant_id }) => {
    if (!(await tenantAt(c.env, tenant_id).deleteSubscription(params.id))) return problem(c, "not_found");
    forgetConfiguration(tenant_id);
    await subscriptionAt(c.env, tenant_id, params.id).remove();
    return c.body(null, 204);
  });

  route(app, SUBSCRIPTION_OPERATIONS.testSubscription, (c, { params, idempotency }, { tenant_id }) =>
    answerOnce(c, tenant_id, idempotency, 200, async () => {
      if (!(await exists(c, tenant_id, params.id))) return problem(c, "not_found");
      return subscriptionAt(c.env, tenant_id, params.id).sendTest();
    }),
  );

  route(app, SUBSCRIPTION_OPERATIONS.rotateSecret, async (c, { params, body, idempotency }, { tenant_id }) => {
    const rotated = await tenantAt(c.env, tenant_id).rotateSecret(params.id, body.grace_seconds, idempotency);
    if (rotated.ok) await learn(c, tenant_id, params.id);
    return answer(c, rotated, (secret) => c.json(secret, 201));
  });

  route(app, SUBSCRIPTION_OPERATIONS.replaySubscription, (c, { params, body, idempotency }, { tenant_id }) =>
    answerOnce(c, tenant_id, idempotency, 202, async () => {
      if (!(await exists(c, tenant_id, params.id))) return problem(c, "not_found");
      const from = body.from === undefined ? await laneOf(c, tenant_id, body) : { time: body.from };
      if (from === null) return problem(c, "conversation_not_found");
      return { count: await subscriptionAt(c.env, tenant_id, params.id).replay(from) };
    }),
  );

  route(app, SUBSCRIPTION_OPERATIONS.listNotices, async (c, { query }, { tenant_id }) => {
    const { after = 0, limit = DEFAULT_PAGE } = query;
    const { notices, head } = await tenantAt(c.env, tenant_id).notices(after, limit);
    const last = notices.at(-1)?.seq ?? head;
    return c.json({ notices, next_after: last < head ? last : null });
  });
}

/** Whether the tenant has it: the object of a stranger's guess must not be made by it. */
export const exists = async (c: AppContext, tenantId: string, id: string): Promise<boolean> =>
  (await tenantAt(c.env, tenantId).subscription(id)) !== null;

/** Has everybody know of what was changed. */
async function learn(c: AppContext, tenantId: string, id: string): Promise<void> {
  forgetConfiguration(tenantId);
  await subscriptionAt(c.env, tenantId, id).changed();
}

async function laneOf(
  c: AppContext,
  tenantId: string,
  { conversation_id = "", after_seq = 0 }: z.output<typeof Replay>,
): Promise<{ lane: string; after: number } | null> {
  const place = parseConversationId(conversation_id);
  const thread = place && threadAt(c.env, tenantId, place.threadKey);
  if (!place || (await thread?.conversation(place.number)) == null) return null;
  return { lane: place.threadKey, after: after_seq };
}

const NAMES = CATALOGUE.filter(({ direction }) => direction !== "in").map(({ name }) => name);

/** What is wrong with a subscription, beyond its shape. */
function refuse(
  c: AppContext,
  { url, types }: { url?: string | undefined; types?: string[] | undefined },
): Response | null {
  const errors = (types ?? []).flatMap((type, index) => {
    const detail = faultOf(type);
    return detail === null ? [] : [{ field: `types.${index}`, detail }];
  });
  if (errors.length > 0) return problem(c, "invalid_request", { errors });
  const detail = url === undefined ? null : urlFault(url, c.env.ALLOW_PRIVATE_URLS);
  return detail === null ? null : problem(c, "url_not_allowed", { detail });
}

/** Names as they are printed, whatever the spelling that they came in; each once. */
const printed = (types: string[]): string[] => [...new Set(types.map((type) => canonicalName(type) ?? type))];

/** A type that nothing bears would be waited for in vain. */
function faultOf(type: string): string | null {
  const prefix = type.endsWith("*") ? type.slice(0, -1) : null;
  const name = canonicalName(type) ?? type;
  if (prefix === null ? NAMES.includes(name) : NAMES.some((one) => one.startsWith(prefix))) return null;
  return `Nothing that is sent is called ${type}. Did you mean ${nearest(type, NAMES).join(", ")}?`;
}
