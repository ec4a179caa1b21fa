import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { Hono } from "hono";

/** From wherever this lies two folders below the root: it is built into `dist`. */
const DIRECTORY = join(import.meta.dirname, "../../src/simulator/page");

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** The phone page: the files of its folder and nothing else. */
export function page(): Hono {
  const app = new Hono();
  const files = new Set(readdirSync(DIRECTORY));

  app.get("/:file?", (c) => {
    const name = c.req.param("file") ?? "index.html";
    const type = TYPES[extname(name)];
    if (!files.has(name) || type === undefined) return c.notFound();
    return c.body(readFileSync(join(DIRECTORY, name), "utf8"), 200, {
      "Content-Type": type,
      "Content-Security-Policy": POLICY,
      "X-Content-Type-Options": "nosniff",
      "Referrer-Policy": "no-referrer",
      "Cache-Control": "no-cache",
    });
  });

  return app;
}
