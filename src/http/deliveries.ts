import type { Hono } from "hono";
import { SUBSCRIPTION_OPERATIONS } from "../protocol/subscription-operations.ts";
import { type SubscriptionPort, subscriptionAt } from "../subscriptions/port.ts";
import { answerOnce } from "./answer-once.ts";
import type { AppContext, AppEnv } from "./context.ts";
import { problem } from "./problem.ts";
import { route } from "./route.ts";
import { exists } from "./subscriptions.ts";

const DEFAULT_PAGE = 50;

/** What became of what a subscription was sent, and what may be done about it. */
export function deliveries(app: Hono<AppEnv>): void {
  route(app, SUBSCRIPTION_OPERATIONS.listDeliveries, (c, { params, query }, { tenant_id }) =>
    asked(c, tenant_id, params.id, async (subscription) => {
      const { state = null, before = null, limit = DEFAULT_PAGE } = query;
      const page = await subscription.deliveries({ state, before, limit });
      return c.json({ deliveries: page.deliveries, next_before: page.next });
    }),
  );

  route(app, SUBSCRIPTION_OPERATIONS.getDelivery, (c, { params }, { tenant_id }) =>
    asked(c, tenant_id, params.id, async (subscription) => {
      const delivery = await subscription.delivery(params.delivery_id);
      return delivery ? c.json(delivery) : problem(c, "not_found");
    }),
  );

  route(app, SUBSCRIPTION_OPERATIONS.redeliver, (c, { params, idempotency }, { tenant_id }) =>
    asked(c, tenant_id, params.id, (subscription) =>
      answerOnce(c, tenant_id, idempotency, 202, async () => {
        const delivery = await subscription.redeliver(params.delivery_id);
        return delivery ?? problem(c, "not_found");
      }),
    ),
  );

  route(app, SUBSCRIPTION_OPERATIONS.redeliverAll, (c, { params, idempotency }, { tenant_id }) =>
    asked(c, tenant_id, params.id, (subscription) =>
      answerOnce(c, tenant_id, idempotency, 202, async () => ({ count: await subscription.redeliverAll() })),
    ),
  );

  route(app, SUBSCRIPTION_OPERATIONS.discardDelivery, (c, { params }, { tenant_id }) =>
    asked(c, tenant_id, params.id, async (subscription) => {
      if (await subscription.discard(params.delivery_id)) return c.body(null, 204);
      const isThere = (await subscription.delivery(params.delivery_id)) !== null;
      return problem(c, isThere ? "delivery_not_dead" : "not_found");
    }),
  );
}

async function asked(
  c: AppContext,
  tenantId: string,
  id: string,
  ask: (subscription: SubscriptionPort) => Promise<Response>,
): Promise<Response> {
  if (!(await exists(c, tenantId, id))) return problem(c, "not_found");
  return ask(subscriptionAt(c.env, tenantId, id));
}
