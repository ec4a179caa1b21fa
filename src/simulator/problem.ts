import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type * as z from "zod";

export interface Problem {
  status: ContentfulStatusCode;
  code: string;
  title: string;
  detail: string;
  errors?: { path: string; message: string }[];
}

/** A refusal of the simulator's own API, as RFC 9457 has it. */
export const problem = (c: Context, { status, ...problem }: Problem): Response =>
  c.json({ type: "about:blank", status, ...problem }, status, { "Content-Type": "application/problem+json" });

export const notFound = (c: Context, detail: string): Response =>
  problem(c, { status: 404, code: "not_found", title: "Not found", detail });

/** A body that is none, or is not as its schema says, is refused with every field at fault. */
export async function parseBody<T>(c: Context, schema: z.ZodType<T>): Promise<T | Response> {
  const text = await c.req.text();
  let json: unknown;
  try {
    json = text === "" ? {} : JSON.parse(text);
  } catch {
    return problem(c, { status: 400, code: "malformed", title: "Malformed body", detail: "The body is not JSON." });
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
  const detail = errors.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join("; ");
  return problem(c, { status: 400, code: "invalid", title: "Invalid body", detail, errors });
}
