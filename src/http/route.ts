import type { Hono } from "hono";
import * as z from "zod";
import { isTaken, take } from "../directory/port.ts";
import { readBytes } from "../lib/body.ts";
import { sha256 } from "../lib/crypto.ts";
import { parseJson } from "../lib/json.ts";
import type { Operation } from "../protocol/operation.ts";
import type { Idempotency } from "../tenant/port.ts";
import { authenticate, isOperator } from "./auth.ts";
import type { AppContext, AppEnv, Input, Principal } from "./context.ts";
import { invalid, problem } from "./problem.ts";
import { mayManage } from "./staff.ts";

/** Bodies of our own API unless a call says otherwise: the longest content, its metadata, and room. */
const BODY_LIMIT = 1024 * 1024;

const IdempotencyKey = z.string().min(1).max(255);

const FOR_MANAGERS = "This is for the tenant's API keys and for agents whose role is admin.";

type Handler<P, Q, B> = (c: AppContext, input: Input<P, Q, B>, principal: Principal) => Response | Promise<Response>;
type OpenHandler<P, Q, B> = (c: AppContext, input: Input<P, Q, B>) => Response | Promise<Response>;

/** Mounts a call of a tenant: authenticated, parsed by its operation, then handled. */
export function route<P, Q, B>(app: Hono<AppEnv>, operation: Operation<P, Q, B>, handler: Handler<P, Q, B>): void {
  app.on(operation.method.toUpperCase(), honoPath(operation.path), async (c) => {
    const principal = await admitted(c, operation);
    if (principal instanceof Response) return principal;
    const input = await parse(c, operation);
    if (input instanceof Response) return input;
    return once(c, principal.tenant_id, input.idempotency, () => handler(c, input, principal));
  });
}

/** Whom a tenant's call is for, or the refusal. For calls that read their bodies themselves, too. */
export async function admitted(
  c: AppContext,
  { managing }: Pick<Operation, "managing">,
): Promise<Principal | Response> {
  const principal = await authenticate(c);
  if (principal instanceof Response || !managing || mayManage(principal)) return principal;
  return problem(c, "forbidden", { detail: FOR_MANAGERS });
}

/** Mounts a call of the operator's, or of anyone's. */
export function openRoute<P, Q, B>(
  app: Hono<AppEnv>,
  operation: Operation<P, Q, B>,
  handler: OpenHandler<P, Q, B>,
): void {
  app.on(operation.method.toUpperCase(), honoPath(operation.path), async (c) => {
    if (operation.caller === "operator" && !(await isOperator(c))) return problem(c, "unauthorized");
    const input = await parse(c, operation);
    if (input instanceof Response) return input;
    return once(c, operation.caller, input.idempotency, () => handler(c, input));
  });
}

/**
 * A client's key holds in its whole tenant: what was done under it for one conversation is refused for another. The
 * same request again is answered by the object that did it. What was refused was not done, and takes no key.
 */
async function once(
  c: AppContext,
  scope: string,
  idempotency: Idempotency,
  handle: () => Response | Promise<Response>,
): Promise<Response> {
  if (idempotency === null) return handle();
  const { key, fingerprint } = idempotency;
  if (await isTaken(c.env, scope, key, fingerprint)) return problem(c, "idempotency_conflict");
  const response = await handle();
  if (response.ok) await take(c.env, scope, key, fingerprint);
  return response;
}

const honoPath = (path: string) => path.replace(/\{(\w+)\}/g, ":$1");

/** Everything from outside, parsed once; or the refusal that names what is at fault. */
async function parse<P, Q, B>(c: AppContext, operation: Operation<P, Q, B>): Promise<Input<P, Q, B> | Response> {
  const params = operation.params.safeParse(c.req.param());
  if (!params.success) return invalid(c, "path", params.error);
  const query = operation.query.safeParse(c.req.query());
  if (!query.success) return invalid(c, "query", query.error);
  if (operation.method === "get")
    return { params: params.data, query: query.data, body: undefined as B, idempotency: null };
  const { limit = BODY_LIMIT } = operation;
  const bytes = await readBytes(c.req.raw, limit);
  if (bytes === null) return problem(c, "payload_too_large", { detail: `At most ${limit} bytes.` });
  const body = operation.body === null ? operation.bytes && bytes : parseBody(c, operation.body, bytes);
  if (body instanceof Response) return body;
  const idempotency = operation.method === "post" && !operation.isKeyless ? await idempotencyOf(c, bytes) : null;
  if (idempotency instanceof Response) return idempotency;
  return { params: params.data, query: query.data, body: body as B, idempotency };
}

function parseBody<B>(c: AppContext, schema: z.ZodType<B>, bytes: Uint8Array): B | Response {
  const json = bytes.byteLength === 0 ? { ok: true as const, value: {} } : parseJson(bytes);
  if (!json.ok) {
    return problem(c, "malformed_json", {
      detail: json.error === "too_deep" ? "Nested too deeply." : "Send one JSON object in UTF-8.",
    });
  }
  const parsed = schema.safeParse(json.value);
  return parsed.success ? parsed.data : invalid(c, "body", parsed.error);
}

/** The client's key, and a hash of what it asks under it. */
async function idempotencyOf(c: AppContext, bytes: Uint8Array): Promise<Idempotency | Response> {
  const header = c.req.header("idempotency-key");
  if (header === undefined) return null;
  const key = IdempotencyKey.safeParse(header);
  if (!key.success)
    return problem(c, "invalid_request", { errors: [{ field: "Idempotency-Key", detail: "1 to 255 characters" }] });
  const { search } = new URL(c.req.url);
  const asked = `${c.req.method} ${c.req.path}${search}\n${new TextDecoder().decode(bytes)}`;
  return { key: key.data, fingerprint: await sha256(asked) };
}
