import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { BusinessNumber } from "../model.ts";
import type { Simulator } from "../simulator.ts";
import { type Fault, graphError, noSuchNode } from "./errors.ts";

/** The numbers that a call's token is for; none when it is not one that we know, or has expired. */
export function numbersOf(c: Context, { state }: Simulator): BusinessNumber[] {
  const token = c.req.header("authorization")?.match(/^Bearer\s+(\S+)$/i)?.[1] ?? c.req.query("access_token");
  if (state.settings.token_expired) return [];
  return state.all("number").filter(({ access_token }) => access_token === token);
}

export const refuse = (c: Context, fault: Fault): Response => answer(c, graphError(fault));

/** Graph's answer for what is not there, or not for this token. */
export const missing = (c: Context, id: string): Response => answer(c, noSuchNode(c.req.method, id));

const answer = (c: Context, { status, body }: { status: number; body: object }): Response =>
  c.json(body, status as ContentfulStatusCode);

export function badToken(c: Context, { state }: Simulator): Response {
  const details = state.settings.token_expired
    ? "Error validating access token: Session has expired on Monday, 01-Jan-24 00:00:00 PST."
    : "";
  return refuse(c, { code: 190, details });
}

/** The number of the path; or the refusal of a token that is not its. */
export function numberOf(c: Context, simulator: Simulator): BusinessNumber | Response {
  const numbers = numbersOf(c, simulator);
  if (numbers.length === 0) return badToken(c, simulator);
  const id = c.req.param("id") ?? "";
  const details =
    `Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, ` +
    "or does not support this operation.";
  return numbers.find(({ phone_number_id }) => phone_number_id === id) ?? refuse(c, { code: 33, details });
}

/** A number of the account of the path; or the refusal of a token that is not the account's. */
export function accountOf(c: Context, simulator: Simulator): BusinessNumber | Response {
  const numbers = numbersOf(c, simulator);
  if (numbers.length === 0) return badToken(c, simulator);
  const id = c.req.param("id") ?? "";
  return numbers.find(({ waba_id }) => waba_id === id) ?? missing(c, id);
}

/** A body as JSON, or null when it is none. */
export async function jsonOf(c: Context): Promise<unknown> {
  try {
    return JSON.parse(await c.req.text());
  } catch {
    return null;
  }
}
