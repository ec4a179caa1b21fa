import type { Hono } from "hono";
import { documentOfCustomer } from "../callbacks/customer-document.ts";
import { contactOf } from "../conversation/identification.ts";
import { CUSTOMER_OPERATIONS } from "../protocol/customer-operations.ts";
import { tenantAt } from "../tenant/port.ts";
import type { AppEnv } from "./context.ts";
import { ask } from "./conversations.ts";
import { problem } from "./problem.ts";
import { reach } from "./reach.ts";
import { route } from "./route.ts";

/** So many entries of a document are printed at once, unless another number is asked for. */
const DEFAULT_ENTRIES = 1_000;

/** Which customer a conversation is with, and all that passed with one. */
export function customersConversations(app: Hono<AppEnv>): void {
  route(app, CUSTOMER_OPERATIONS.identifyCustomer, async (c, { params, body }, principal) => {
    const { actor, tenant_id } = principal;
    const reached = await reach(c, principal, params.id);
    if (!reached || (await reached.thread.conversation(reached.number)) === null)
      return problem(c, "conversation_not_found");
    const customer = await tenantAt(c.env, tenant_id).customer(body.customer_id);
    if (customer === null) return problem(c, "customer_not_found");
    const command = () => ({ type: "identify_customer", contact: contactOf(customer), actor }) as const;
    const done = await ask(c, principal, params.id, { keys: [], fingerprint: null, command }, () => c.body(null));
    // Who writes is known of the whole thread; what is answered is the conversation that was meant.
    return done.ok ? c.json(await reached.thread.conversation(reached.number)) : done;
  });

  route(
    app,
    CUSTOMER_OPERATIONS.customerConversations,
    async (c, { params, query }, { tenant_id, scope: { outlet_ids } }) => {
      const customer = await tenantAt(c.env, tenant_id).customer(params.id);
      if (customer === null) return problem(c, "not_found");
      const { from = null, to = null, limit = DEFAULT_ENTRIES } = query;
      const passed = await documentOfCustomer(c.env, tenant_id, customer.id, { from, to, limit, outlet_ids });
      return c.json({ customer, ...passed });
    },
  );
}
