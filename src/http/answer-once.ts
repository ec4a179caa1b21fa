import { type Idempotency, tenantAt } from "../tenant/port.ts";
import type { AppContext, Principal } from "./context.ts";

/** A key as its caller's: what an agent was answered is for that agent alone, for a colleague may not see what it is about. */
export const ofCaller = (idempotency: Idempotency, { actor }: Principal): Idempotency =>
  idempotency && actor.type === "agent"
    ? { ...idempotency, fingerprint: `${idempotency.fingerprint}:${actor.id}` }
    : idempotency;

/**
 * Under a client's key what was answered is answered again: what was done then is not done twice, and could not be
 * answered the same. A refusal is no answer: nothing was done.
 * @param tenantId in whose object the answer is kept
 * @param work answers what was done, or the refusal
 */
export async function answerOnce(
  c: AppContext,
  tenantId: string,
  idempotency: Idempotency,
  status: 200 | 201 | 202,
  work: () => Promise<object | Response>,
): Promise<Response> {
  const tenant = tenantAt(c.env, tenantId);
  const known = idempotency && (await tenant.answerTo(idempotency.key, idempotency.fingerprint));
  if (known) return c.json(JSON.parse(known), status);
  const answer = await work();
  if (answer instanceof Response) return answer;
  if (idempotency) await tenant.keepAnswer(idempotency.key, idempotency.fingerprint, JSON.stringify(answer));
  return c.json(answer, status);
}
