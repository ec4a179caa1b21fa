import type { Hono } from "hono";
import type { AppContext, AppEnv } from "./context.ts";
import { problem } from "./problem.ts";
import { nothingHere } from "./unrouted.ts";

/** Where the page has the nonce of its answer. */
const NONCE = "__CSP_NONCE__";

/** First parts of paths at which there are calls, so that no page can be there. */
const OF_CALLS = new Set(["admin", "api", "docs", "health", "socket.io", "v1.0", "webhooks"]);

const IMMUTABLE = "public, max-age=31536000, immutable";

/**
 * Scripts are this server's alone. Styles that a script makes bear the nonce; `style` attributes are forbidden, what
 * scripts set of an element's style is not. The socket is of the same origin: the browsers that know the language of the
 * bundle take that for `'self'`.
 */
const policy = (nonce: string) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' blob: data:",
    "media-src 'self' blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self' blob:",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");

/** The agents' console: one page at every address that is no call's, and the files that it is made of. */
export function agentConsole(app: Hono<AppEnv>): void {
  // The name of each has a hash of its content.
  app.get("/assets/*", (c) => file(c, IMMUTABLE));

  app.get("*", (c) => {
    const { path } = c.req;
    if (OF_CALLS.has(path.split("/")[1] ?? "")) return nothingHere(c);
    if (/\.\w+$/.test(path)) return file(c, "no-cache");
    const isForPerson = path === "/" || c.req.header("accept")?.includes("text/html");
    return isForPerson ? page(c) : nothingHere(c);
  });
}

async function file(c: AppContext, cacheControl: string): Promise<Response> {
  const found = await c.env.ASSETS.fetch(c.req.raw);
  if (!found.ok && found.status !== 304) return problem(c, "not_found");
  const response = new Response(found.body, found);
  response.headers.set("Cache-Control", cacheControl);
  return response;
}

async function page(c: AppContext): Promise<Response> {
  const found = await c.env.ASSETS.fetch(new URL("/", c.req.url));
  if (!found.ok) return c.redirect("/docs/"); // built without a console
  const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(18))));
  return c.body((await found.text()).replaceAll(NONCE, nonce), 200, {
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "no-cache",
    "Content-Security-Policy": policy(nonce),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(self), payment=(), usb=()",
    "Referrer-Policy": "same-origin",
  });
}
