import type { Context } from "hono";
import type { BusinessNumber, Contact } from "../model.ts";
import { notFound, problem } from "../problem.ts";
import type { Simulator } from "../simulator.ts";

const NO_CONTACT = "There is no contact with this wa_id. POST /simulator/contacts adds one.";

const NO_NUMBER = {
  status: 409,
  code: "no_number",
  title: "No such business number",
  detail: "No such business number is registered. PUT /simulator/numbers/:phone_number_id registers one.",
} as const;

/** The contact of the path, or the answer that there is none. */
export const contactAt = (c: Context, { state }: Simulator): Contact | Response =>
  state.get("contact", c.req.param("wa_id") ?? "") ?? notFound(c, NO_CONTACT);

/** The number asked for; without one, the first that was registered; or the answer that there is none. */
export function numberAt(c: Context, { state }: Simulator, id: string | undefined): BusinessNumber | Response {
  const number = id === undefined ? state.all("number")[0] : state.get("number", id);
  return number ?? problem(c, NO_NUMBER);
}
