import type { AppContext } from "./context.ts";
import { isFromOwnPage } from "./same-site.ts";

/**
 * Whether a page of this origin may open sockets here: one of this very host, or one that the deployment names in
 * `ALLOWED_ORIGINS`. A program sends no origin, and none of a browser's cookies.
 */
export function mayConnect(c: AppContext): boolean {
  const origin = c.req.header("origin");
  if (origin === undefined) return true;
  return isFromOwnPage(c.req.raw) === true || allowed(c).includes(origin);
}

const allowed = ({ env }: AppContext): string[] => (env.ALLOWED_ORIGINS ?? "").split(",").map((one) => one.trim());
