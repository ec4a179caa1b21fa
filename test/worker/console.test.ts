import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { app } from "../../src/http/app.ts";

const PAGE = '<!doctype html><meta property="csp-nonce" nonce="__CSP_NONCE__"><div id="root"></div>';

/** What a build of the console leaves to be served. */
const FILES: Record<string, [type: string, body: string]> = {
  "/": ["text/html; charset=utf-8", PAGE],
  "/icon.svg": ["image/svg+xml", "<svg/>"],
  "/assets/main-4f2a.js": ["text/javascript; charset=utf-8", "run()"],
};

const ASSETS = {
  async fetch(request: Request | URL) {
    const [type, body] = FILES[new URL("url" in request ? request.url : request).pathname] ?? [];
    if (type === undefined) return new Response("Not found", { status: 404 });
    return new Response(body, { headers: { "Content-Type": type, "Cache-Control": "public, max-age=0" } });
  },
} as typeof env.ASSETS;

const ask = (path: string, init: RequestInit, bindings: Partial<typeof env> = {}) =>
  app.fetch(new Request(`http://localhost${path}`, init), { ...env, ...bindings }, createExecutionContext());

const get = (path: string, accept = "text/html,*/*;q=0.8", bindings: Partial<typeof env> = { ASSETS }) =>
  ask(path, { headers: { Accept: accept } }, bindings);

const refusal = async (response: Response) => [response.status, (await response.json<{ code: string }>()).code];

test.each(["/", "/inbox/0190-a", "/settings/agents", "/apiary", "/invitation/a.b/c"])(
  "CN1 the page answers at %s",
  async (path) => {
    const response = await get(path);
    expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
    expect(await response.text()).toContain('<div id="root">');
  },
);

test.each([
  "/api/v1/nothing",
  "/api",
  "/admin/v1/nothing",
  "/webhooks",
  "/socket.io/nothing",
  "/health/nothing",
  "/assets/main-0000.js",
  "/assets/",
  "/robots.txt",
])("CN1 %s, where there is nothing, stays a refusal", async (path) => {
  expect(await refusal(await get(path))).toEqual([404, "not_found"]);
});

test("CN1 who does not ask for a page gets a refusal, but at the root", async () => {
  expect(await refusal(await get("/inbox", "application/json"))).toEqual([404, "not_found"]);
  expect((await get("/", "*/*")).status).toBe(200);
  expect((await ask("/inbox", { method: "POST", headers: { Accept: "text/html" } })).status).toBe(404);
});

test("CN1 without a console the root leads to the reference of the API", async () => {
  const NONE = { fetch: async () => new Response(null, { status: 404 }) } as unknown as typeof env.ASSETS;
  const response = await get("/", "text/html", { ASSETS: NONE });
  expect([response.status, response.headers.get("location")]).toEqual([302, "/docs/"]);
});

test("CN2 the policy allows no inline script, no inline style without the answer's own nonce, and no frame", async () => {
  const response = await get("/");
  const policy = new Map(
    (response.headers.get("content-security-policy") ?? "").split("; ").map((one) => {
      const [name = "", ...sources] = one.split(" ");
      return [name, sources.join(" ")];
    }),
  );
  expect(policy.get("default-src")).toBe("'none'");
  expect(policy.get("script-src")).toBe("'self'");
  expect(policy.get("connect-src")).toBe("'self'");
  expect(policy.get("base-uri")).toBe("'none'");
  expect(policy.get("form-action")).toBe("'self'");
  expect(policy.get("frame-ancestors")).toBe("'none'");
  const nonce = /^'self' 'nonce-([\w+/=]{22,})'$/.exec(policy.get("style-src") ?? "")?.[1];
  expect(await response.text()).toBe(PAGE.replace("__CSP_NONCE__", nonce ?? "none"));
  expect(await (await get("/")).text()).not.toContain(nonce);
  expect([...policy.values()].join()).not.toMatch(/unsafe|\*/);
});

test("CN2 the page tells others nothing, and they have no hold on it", async () => {
  const { headers } = await get("/");
  expect(headers.get("referrer-policy")).toBe("same-origin");
  expect(headers.get("cross-origin-opener-policy")).toBe("same-origin");
  expect(headers.get("permissions-policy")).toContain("microphone=(self)");
  expect(headers.get("x-content-type-options")).toBe("nosniff");
});

test("CN3 a file with a hash in its name may be kept, the page and files without one are asked for anew", async () => {
  const file = await get("/assets/main-4f2a.js", "*/*");
  expect(file.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  expect([file.headers.get("content-type"), await file.text()]).toEqual(["text/javascript; charset=utf-8", "run()"]);
  expect((await get("/")).headers.get("cache-control")).toBe("no-cache");
  const icon = await get("/icon.svg");
  expect([icon.headers.get("cache-control"), await icon.text()]).toEqual(["no-cache", "<svg/>"]);
});
