import type { Context, Hono } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { BusinessNumber, Contact, Fields } from "../model.ts";
import { windowOpen } from "../sending.ts";
import type { Simulator } from "../simulator.ts";
import { digits } from "../webhook.ts";
import { jsonOf, numberOf, refuse } from "./access.ts";
import { type Fault, graphError } from "./errors.ts";
import { fieldsOf, isText, listOf } from "./faults.ts";
import { pageOf } from "./paging.ts";

/** `/{phone_number_id}/block_users` (Meta, "Block users"). */
export function blockingNodes(app: Hono, node: string, simulator: Simulator): void {
  const path = `${node}/block_users`;

  app.get(path, (c) => {
    const number = numberOf(c, simulator);
    if (number instanceof Response) return number;
    return pageOf(
      c,
      number.blocked.map((wa_id) => ({ messaging_product: "whatsapp", wa_id })),
    );
  });

  app.post(path, (c) => change(c, simulator, "added_users"));
  app.delete(path, (c) => change(c, simulator, "removed_users"));
}

interface Outcome {
  input: string;
  contact: Contact | null;
  fault: Fault | null;
  by: "user" | "user_id";
}

async function change(c: Context, simulator: Simulator, list: "added_users" | "removed_users"): Promise<Response> {
  const number = numberOf(c, simulator);
  if (number instanceof Response) return number;
  const { messaging_product, block_users } = fieldsOf(await jsonOf(c));
  if (messaging_product !== "whatsapp")
    return refuse(c, { code: 100, details: "The parameter messaging_product is required." });
  if (!Array.isArray(block_users) || block_users.length === 0)
    return refuse(c, { code: 100, details: "The parameter block_users is required." });
  const isBlocking = list === "added_users";
  const outcomes = listOf(block_users).map((user) => outcomeOf(simulator, number, user, isBlocking));
  const done = outcomes.filter(({ fault }) => fault === null);
  const waIds = done.flatMap(({ contact }) => contact?.wa_id ?? []);
  const others = number.blocked.filter((wa_id) => !waIds.includes(wa_id));
  const blocked = isBlocking ? [...others, ...waIds] : others;
  simulator.state.merge("number", number.phone_number_id, { blocked });
  return report(
    c,
    list,
    done,
    outcomes.filter(({ fault }) => fault !== null),
  );
}

function outcomeOf(simulator: Simulator, number: BusinessNumber, user: Fields, isBlocking: boolean): Outcome {
  const by = isText(user.user) ? "user" : "user_id";
  const input = String(user[by]);
  const known = simulator.state.all("contact");
  const contact =
    known.find(({ wa_id, user_id }) => (by === "user" ? wa_id === digits(input) : user_id === input)) ?? null;
  const details = "Only users who have messaged the business in the last 24 hours can be blocked.";
  const mayBlock = !isBlocking || (contact !== null && windowOpen(simulator, number, contact));
  return { input, contact, by, fault: mayBlock ? null : { code: 131_047, details } };
}

/** With one failure among them, all of it is an error that says what was done nevertheless. */
function report(c: Context, list: string, done: Outcome[], failed: Outcome[]): Response {
  const shown = ({ input, by, contact }: Outcome) => ({
    input,
    ...(by === "user" ? { wa_id: contact?.wa_id ?? digits(input) } : { user_id: input }),
  });
  const answer = { messaging_product: "whatsapp", block_users: { [list]: done.map(shown) } };
  if (failed.length === 0) return c.json(answer);
  const { status, body } = graphError({
    code: 139_100,
    details: "Failed to block some users, see the block_users response list for details",
  });
  const failed_users = failed.map((one) => ({ ...shown(one), errors: one.fault ? [errorOf(one.fault)] : [] }));
  const block_users = { ...answer.block_users, failed_users };
  return c.json({ ...answer, block_users, ...body }, status as ContentfulStatusCode);
}

const errorOf = (fault: Fault) => ({
  message: `(#${fault.code}) Re-engagement required`,
  code: fault.code,
  error_data: { details: fault.details },
});
