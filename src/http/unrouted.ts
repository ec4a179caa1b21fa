import type { Hono } from "hono";
import type { AppContext, AppEnv } from "./context.ts";
import { problem } from "./problem.ts";

/** There is no call at this path, by whichever method. */
export const nothingHere = (c: AppContext): Response =>
  problem(c, "not_found", { detail: "There is no call at this path: /docs has them all." });

/** None of these calls is meant: where some are at the path, it is said by which methods (RFC 9110, 15.5.6). */
export function unrouted(c: AppContext, { routes }: Hono<AppEnv>): Response {
  const methods = routes
    .filter(({ method, path }) => method !== "ALL" && isAt(path, c.req.path))
    .map(({ method }) => method);
  if (methods.length === 0) return nothingHere(c);
  const allowed = [...new Set([...methods, ...(methods.includes("GET") ? ["HEAD"] : [])])].sort().join(", ");
  const refusal = problem(c, "method_not_allowed", { detail: `This path takes ${allowed}.` });
  refusal.headers.set("Allow", allowed);
  return refusal;
}

/** A part that begins with a colon stands for any that is there. */
function isAt(pattern: string, path: string): boolean {
  const [wanted, parts] = [pattern.split("/"), path.split("/")];
  return (
    wanted.length === parts.length &&
    wanted.every((part, index) => (part.startsWith(":") ? parts[index] !== "" : part === parts[index]))
  );
}
