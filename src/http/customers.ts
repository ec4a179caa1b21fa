import type { Hono } from "hono";
import { CUSTOMER_OPERATIONS } from "../protocol/customer-operations.ts";
import { forgetConfiguration } from "../tenant/configuration.ts";
import { tenantAt } from "../tenant/port.ts";
import type { AppEnv } from "./context.ts";
import { pageOf } from "./cursor.ts";
import { customersConversations } from "./customers-conversations.ts";
import { importCustomers } from "./customers-import.ts";
import { problem } from "./problem.ts";
import { route } from "./route.ts";

const DEFAULT_PAGE = 100;

/** Whom the business knows. */
export function customers(app: Hono<AppEnv>): void {
  importCustomers(app);
  customersConversations(app);

  route(app, CUSTOMER_OPERATIONS.listCustomers, async (c, { query }, { tenant_id }) => {
    const { q = "", after = "", limit = DEFAULT_PAGE } = query;
    const { page, next } = pageOf(await tenantAt(c.env, tenant_id).customers(q, after, limit + 1), limit);
    return c.json({ customers: page, next_after: next });
  });

  route(app, CUSTOMER_OPERATIONS.getCustomer, async (c, { params }, { tenant_id }) => {
    const customer = await tenantAt(c.env, tenant_id).customer(params.id);
    return customer ? c.json(customer) : problem(c, "not_found");
  });

  route(app, CUSTOMER_OPERATIONS.putCustomer, async (c, { params, body }, { tenant_id }) => {
    const put = await tenantAt(c.env, tenant_id).putCustomer(params.id, body);
    forgetConfiguration(tenant_id);
    if (put.ok) return c.json(put.value);
    const { code, customer_id } = put.error;
    return problem(c, code, { detail: `It is customer ${customer_id}'s: take it from them first.`, customer_id });
  });

  route(app, CUSTOMER_OPERATIONS.deleteCustomer, async (c, { params }, { tenant_id }) => {
    if ((await tenantAt(c.env, tenant_id).customer(params.id)) === null) return problem(c, "not_found");
    await tenantAt(c.env, tenant_id).removeCustomer(params.id);
    forgetConfiguration(tenant_id);
    return c.body(null, 204);
  });
}
