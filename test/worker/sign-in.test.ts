import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, test, vi } from "vitest";
import { stretch } from "../../src/lib/password.ts";
import { OPERATIONS } from "../../src/protocol/operations.ts";
import { tenantAt } from "../../src/tenant/port.ts";
import { redeemSocketTicket } from "../../src/tenant/socket-tickets.ts";
import { type Answer, call, newTenant, type Shop } from "../support/api.ts";
import { Client, upgrade } from "../support/sockets.ts";

const PASSWORD = "correct horse battery";
const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
const OWN_PAGE = { "Sec-Fetch-Site": "same-origin" };

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

let people = 0;
const newEmail = () => `person${++people}.${crypto.randomUUID()}@shop.test`;

interface Agent {
  id: string;
  email: string;
}

const hire = async (shop: Shop, more: object = {}): Promise<Agent> =>
  (await shop.api("POST", "/agents", { name: "Ann Example", email: newEmail(), ...more })).json;

const invite = async (shop: Shop, { id }: Agent): Promise<string> =>
  (await shop.api("POST", `/agents/${id}/invitations`)).json.url.split("/").at(-1);

const accept = (token: string, password = PASSWORD, headers: Record<string, string> = OWN_PAGE) =>
  call("POST", "/api/v1/invitations/accept", { body: { token, password }, headers });

const signIn = (email: string, password = PASSWORD, more: object = {}, headers: Record<string, string> = OWN_PAGE) =>
  call("POST", "/api/v1/sessions", { body: { email, password, ...more }, headers });

/** A browser that holds the cookie of an answer, on a page of this server unless its headers say otherwise. */
function browser(answer: Answer) {
  const [cookie = ""] = (answer.headers.get("set-cookie") ?? "").split(";");
  const ask = (method: string, path: string, body?: unknown, headers: Record<string, string> = OWN_PAGE) =>
    call(method, `/api/v1${path}`, { headers: { Cookie: cookie, ...headers }, ...(body !== undefined && { body }) });
  return { ask, cookie };
}

/** An agent who was invited, chose a password, and is signed in. */
async function staffed(shop: Shop, more: object = {}) {
  const agent = await hire(shop, more);
  const accepted = await accept(await invite(shop, agent));
  expect(accepted.status).toBe(201);
  return { agent, ...browser(accepted) };
}

const tokenOf = async (shop: Shop, { id }: Agent): Promise<string> =>
  (await shop.api("POST", `/agents/${id}/tokens`, {})).json.token;

const refused = (answer: Answer, status: number, code: string) =>
  expect({ status: answer.status, code: answer.json?.code }).toEqual({ status, code });

describe("invitations", () => {
  test("a link lets an agent choose a password and signs them in", async () => {
    const shop = await newTenant("Harbour shop");
    const agent = await hire(shop);
    const made = await shop.api("POST", `/agents/${agent.id}/invitations`);
    expect(made.status).toBe(201);
    expect(OPERATIONS.inviteAgent.answers[201]?.parse(made.json)).toEqual(made.json);
    expect(made.json.url).toMatch(/^https:\/\/store\.test\/#\/invitation\/invitation_[0-9a-f]{32}_[\w-]{43}$/);
    const left = Date.parse(made.json.expires_at) - Date.now();
    expect(left).toBeGreaterThan(7 * DAY_MS - 60_000);
    const accepted = await accept(made.json.url.split("/").at(-1));
    expect(accepted.status).toBe(201);
    expect(OPERATIONS.acceptInvitation.answers[201]?.parse(accepted.json)).toEqual(accepted.json);
    expect(accepted.json).toMatchObject({ tenant: { id: shop.id, name: "Harbour shop" }, agent: { id: agent.id } });
    expect((await browser(accepted).ask("GET", "/session")).json.agent.id).toBe(agent.id);
    expect((await signIn(agent.email)).status).toBe(201);
  });

  test("SI1 it works once, a new one voids the old, and it ends after a week or with its agent", async () => {
    const shop = await newTenant();
    const agent = await hire(shop);
    const first = await invite(shop, agent);
    const second = await invite(shop, agent);
    refused(await accept(first), 404, "invitation_not_found");
    expect((await accept(second)).status).toBe(201);
    refused(await accept(second), 404, "invitation_not_found");
    const third = await invite(shop, agent);
    vi.setSystemTime(Date.now() + 7 * DAY_MS + 1_000);
    refused(await accept(third), 404, "invitation_not_found");
    const fourth = await invite(shop, agent);
    await shop.api("PATCH", `/agents/${agent.id}`, { enabled: false });
    refused(await accept(fourth), 404, "invitation_not_found");
    refused(await shop.api("POST", `/agents/${agent.id}/invitations`), 404, "not_found");
  });

  test("a made-up one is none, and leaves no object behind", async () => {
    const stranger = crypto.randomUUID();
    const token = `invitation_${stranger.replaceAll("-", "")}_${"a".repeat(43)}`;
    for (const one of [token, "nonsense", (await newTenant()).bearer])
      refused(await accept(one), 404, "invitation_not_found");
    const tables = await runInDurableObject(env.TENANT.getByName(stranger), (_, { storage }) =>
      storage.sql.exec("SELECT name FROM sqlite_master WHERE name = 'settings'").toArray(),
    );
    expect(tables).toEqual([]);
  });

  test("a bad password is refused in words, and the invitation stays", async () => {
    const shop = await newTenant();
    const agent = await hire(shop);
    const token = await invite(shop, agent);
    for (const password of ["short", "password123", agent.email]) {
      const answer = await accept(token, password);
      refused(answer, 400, "invalid_request");
      expect(answer.json.errors).toEqual([{ field: "password", detail: expect.any(String) }]);
    }
    expect((await accept(token)).status).toBe(201);
  });

  test("two agents of a tenant do not sign in by one e-mail", async () => {
    const shop = await newTenant();
    const { agent } = await staffed(shop);
    const other = await hire(shop, { email: agent.email.toUpperCase() });
    refused(await shop.api("POST", `/agents/${other.id}/invitations`), 409, "email_taken");
  });

  test("only keys and admins invite, and nothing but a hash of the link is kept", async () => {
    const shop = await newTenant();
    const agent = await hire(shop);
    const answer = await call("POST", `/api/v1/agents/${agent.id}/invitations`, { bearer: await tokenOf(shop, agent) });
    refused(answer, 403, "forbidden");
    const token = await invite(shop, agent);
    const { cookie } = browser(await accept(token));
    const stored = await runInDurableObject(env.TENANT.getByName(shop.id), (_, { storage }) =>
      JSON.stringify([
        storage.sql.exec("SELECT * FROM settings").toArray(),
        storage.sql.exec("SELECT * FROM keys").toArray(),
      ]),
    );
    for (const secret of [token, cookie.split("=")[1] ?? "", PASSWORD]) {
      expect(secret).not.toBe("");
      expect(stored).not.toContain(secret);
    }
  });
});

describe("signing in", () => {
  test("the cookie is the browser's alone", async () => {
    const shop = await newTenant();
    const { agent } = await staffed(shop);
    const answer = await signIn(` ${agent.email.toUpperCase()}`);
    expect(answer.status).toBe(201);
    expect(OPERATIONS.createSession.answers[201]?.parse(answer.json)).toEqual(answer.json);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    const [value, ...rules] = (answer.headers.get("set-cookie") ?? "").split("; ");
    expect(value).toMatch(/^__Host-session=session_[0-9a-f]{32}_[\w-]{43}$/);
    expect(rules.sort()).toEqual(["HttpOnly", "Max-Age=2592000", "Path=/", "SameSite=Lax", "Secure"]);
    expect(answer.text).not.toContain(value?.split("=")[1]);
  });

  test("SI3 a wrong password and an unknown e-mail are answered alike, after the same work", async () => {
    const shop = await newTenant();
    const { agent } = await staffed(shop);
    const unready = await hire(shop);
    const derive = vi.spyOn(crypto.subtle, "deriveBits");
    const workFor = async (email: string, password: string) => {
      derive.mockClear();
      const answer = await signIn(email, password);
      const { request_id: _, ...told } = answer.json;
      return { status: answer.status, cookie: answer.headers.get("set-cookie"), told, calls: derive.mock.calls.length };
    };
    const wrong = await workFor(agent.email, "not the password");
    expect(wrong).toMatchObject({ status: 401, cookie: null, told: { code: "sign_in_failed" }, calls: 6 });
    for (const email of [newEmail(), unready.email, "no e-mail at all"])
      expect(await workFor(email, "not the password")).toEqual(wrong);
  });

  test("SI2 who was switched off does not sign in, and is signed out", async () => {
    const shop = await newTenant();
    const { agent, ask } = await staffed(shop);
    expect((await ask("GET", "/session")).status).toBe(200);
    await shop.api("PATCH", `/agents/${agent.id}`, { enabled: false });
    refused(await ask("GET", "/session"), 401, "unauthorized");
    refused(await signIn(agent.email), 401, "sign_in_failed");
    await shop.api("PATCH", `/agents/${agent.id}`, { enabled: true });
    refused(await ask("GET", "/session"), 401, "unauthorized");
    expect((await signIn(agent.email)).status).toBe(201);
  });

  test("an agent of several tenants says which; a password of one of them says it already", async () => {
    const [one, two] = [await newTenant("One"), await newTenant("Two")];
    const email = newEmail();
    for (const shop of [one, two]) await accept(await invite(shop, await hire(shop, { email })));
    const asked = await signIn(email);
    refused(asked, 409, "several_tenants");
    expect(asked.headers.get("set-cookie")).toBeNull();
    expect(asked.json.tenants).toEqual(
      expect.arrayContaining([
        { id: one.id, name: "One" },
        { id: two.id, name: "Two" },
      ]),
    );
    expect((await signIn(email, PASSWORD, { tenant_id: two.id })).json.tenant.id).toBe(two.id);
    refused(await signIn(email, PASSWORD, { tenant_id: crypto.randomUUID() }), 401, "sign_in_failed");
    refused(await signIn(email, "not the password"), 401, "sign_in_failed");
    const [agent] = (await two.api("GET", "/agents")).json.agents;
    await accept(await invite(two, agent), "another long password");
    expect((await signIn(email, "another long password")).json.tenant.id).toBe(two.id);
    expect((await signIn(email)).json.tenant.id).toBe(one.id);
  });

  test("a password that was kept in a cheaper way is kept in today's after it was used", async () => {
    const shop = await newTenant();
    const { agent } = await staffed(shop);
    const tenant = tenantAt(env, shop.id);
    const cheap = await stretch(PASSWORD, "00112233445566778899aabbccddeeff", 1_000);
    await tenant.startSession(agent.id, { hash: "cheap", user_agent: null }, cheap);
    expect(await tenant.passwordOf(agent.id)).toMatchObject({ rounds: 1_000 });
    refused(await signIn(agent.email, "not the password"), 401, "sign_in_failed");
    expect((await signIn(agent.email)).status).toBe(201);
    expect(await tenant.passwordOf(agent.id)).toMatchObject({ rounds: 600_000 });
    expect((await signIn(agent.email)).status).toBe(201);
  });

  test("SI5 another site's page signs nobody in", async () => {
    const shop = await newTenant();
    const { agent } = await staffed(shop);
    const foreign: Record<string, string>[] = [
      { "Sec-Fetch-Site": "cross-site" },
      { "Sec-Fetch-Site": "same-site" },
      { Origin: "https://evil.test" },
      { Origin: "null" },
    ];
    for (const headers of foreign) {
      refused(await signIn(agent.email, PASSWORD, {}, headers), 403, "cross_site");
      refused(await accept(await invite(shop, agent), PASSWORD, headers), 403, "cross_site");
    }
    expect((await signIn(agent.email, PASSWORD, {}, {})).status).toBe(201);
    expect((await signIn(agent.email, PASSWORD, {}, { Origin: "https://store.test" })).status).toBe(201);
  });

  test("not even a hash of what was sent is kept under a client's key", async () => {
    const shop = await newTenant();
    const { agent } = await staffed(shop);
    const headers = { ...OWN_PAGE, "Idempotency-Key": crypto.randomUUID() };
    const [one, two] = [await signIn(agent.email, PASSWORD, {}, headers), await signIn(agent.email, "x", {}, headers)];
    expect(one.status).toBe(201);
    refused(two, 401, "sign_in_failed");
  });
});

describe("attempts", () => {
  const at = (address: string) => ({ ...OWN_PAGE, "CF-Connecting-IP": address });
  const tryOften = async (times: number, email: () => string, headers: Record<string, string> = OWN_PAGE) => {
    const codes: string[] = [];
    for (let index = 0; index < times; index++) codes.push((await signIn(email(), "x", {}, headers)).json.code);
    return codes;
  };

  test.each(["known", "unknown"])(
    "SI4 at a %s e-mail they are slowed down, also with the right password",
    async (kind) => {
      vi.setSystemTime(Date.now());
      const shop = await newTenant();
      const { agent } = await staffed(shop);
      const email = kind === "known" ? agent.email : newEmail();
      expect(await tryOften(7, () => email)).toEqual([
        ...Array(6).fill("sign_in_failed").slice(1),
        "too_many_attempts",
        "too_many_attempts",
      ]);
      const refusal = await signIn(email);
      refused(refusal, 429, "too_many_attempts");
      expect(refusal.headers.get("retry-after")).toBe("1");
      vi.setSystemTime(Date.now() + 1_000);
      refused(await signIn(email, "x"), 401, "sign_in_failed");
      expect((await signIn(email)).headers.get("retry-after")).toBe("2");
      vi.setSystemTime(Date.now() + 2_000);
      const last = await signIn(email);
      expect(last.status).toBe(kind === "known" ? 201 : 401);
    },
  );

  /** Nobody has these e-mails, so that no password is compared: what is expensive need not be done. */
  const cheaply = () => vi.spyOn(crypto.subtle, "deriveBits").mockResolvedValue(new ArrayBuffer(32));

  test("SI4 many at the same time are no way around it", async () => {
    cheaply();
    const email = newEmail();
    const answers = await Promise.all(Array.from({ length: 12 }, () => signIn(email, "x")));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(7);
  });

  test("an hour later all is forgotten", async () => {
    cheaply();
    const email = newEmail();
    await tryOften(6, () => email);
    vi.setSystemTime(Date.now() + HOUR_MS + 1_000);
    refused(await signIn(email, "x"), 401, "sign_in_failed");
  });

  test("SI4 from one address they are slowed down, whatever the e-mail; an IPv6 network is one address", async () => {
    cheaply();
    vi.setSystemTime(Date.now());
    for (const [one, neighbour, stranger] of [
      ["203.0.113.7", "203.0.113.7", "203.0.113.8"],
      ["2001:db8:1:2::1", "2001:db8:1:2:3::9", "2001:db8::1"],
    ] as const) {
      const codes = await tryOften(21, newEmail, at(one));
      expect(new Set(codes.slice(0, 20))).toEqual(new Set(["sign_in_failed"]));
      expect(codes[20]).toBe("too_many_attempts");
      refused(await signIn(newEmail(), "x", {}, at(neighbour)), 429, "too_many_attempts");
      refused(await signIn(newEmail(), "x", {}, at(stranger)), 401, "sign_in_failed");
    }
  });

  test("signing in does not pay for guesses", async () => {
    vi.setSystemTime(Date.now());
    const shop = await newTenant();
    const { agent } = await staffed(shop);
    const codes: string[] = [];
    for (let index = 0; index < 6; index++) {
      codes.push((await signIn(agent.email, "x")).json.code);
      if (index < 4) expect((await signIn(agent.email)).status).toBe(201);
    }
    expect(codes).toEqual([...Array(5).fill("sign_in_failed"), "too_many_attempts"]);
  });
});

describe("sessions", () => {
  test("SI2 they hold twelve hours without use, and thirty days with it", async () => {
    const begin = Date.now();
    vi.setSystemTime(begin);
    const { ask, agent } = await staffed(await newTenant());
    for (let hours = 11; hours < 30 * 24; hours += 11) {
      vi.setSystemTime(begin + hours * HOUR_MS);
      expect((await ask("GET", "/session")).status, `${hours} hours`).toBe(200);
    }
    vi.setSystemTime(begin + 30 * DAY_MS + 1_000);
    refused(await ask("GET", "/session"), 401, "unauthorized");
    const again = browser(await signIn(agent.email));
    vi.setSystemTime(begin + 30 * DAY_MS + 12 * HOUR_MS + 2_000);
    refused(await again.ask("GET", "/session"), 401, "unauthorized");
  });

  test("tell who the caller is: an agent by a cookie or a token, or a key", async () => {
    const shop = await newTenant("Harbour shop");
    const { agent, ask } = await staffed(shop, { outlet_ids: [shop.outlet] });
    const byCookie = await ask("GET", "/session");
    expect(byCookie.json).toMatchObject({
      tenant: { id: shop.id, name: "Harbour shop" },
      agent: { id: agent.id, name: "Ann Example", role: "agent" },
      outlet_ids: [shop.outlet],
      session: { id: expect.any(String), expires_at: expect.any(String) },
      csrf: expect.stringContaining("same-origin"),
    });
    const byToken = await call("GET", "/api/v1/session", { bearer: await tokenOf(shop, agent) });
    expect(byToken.json).toMatchObject({ agent: { id: agent.id }, outlet_ids: [shop.outlet], session: null });
    expect((await shop.api("GET", "/session")).json).toMatchObject({ agent: null, outlet_ids: null, session: null });
  });

  test("SI5 by cookie only a page of this server changes anything", async () => {
    const { ask, agent } = await staffed(await newTenant());
    const presence = (headers: Record<string, string>) =>
      ask("PUT", `/agents/${agent.id}/presence`, { status: "online" }, headers);
    const foreign: Record<string, string>[] = [
      {},
      { "Sec-Fetch-Site": "cross-site" },
      { "Sec-Fetch-Site": "same-site" },
      { "Sec-Fetch-Site": "none" },
      { "Sec-Fetch-Site": "cross-site", Origin: "https://store.test" },
      { Origin: "https://evil.test" },
      { Origin: "https://store.test.evil.test" },
      { Origin: "http://store.test" },
      { Origin: "null" },
    ];
    for (const headers of foreign) refused(await presence(headers), 403, "cross_site");
    for (const headers of [OWN_PAGE, { Origin: "https://store.test" }] as Record<string, string>[])
      expect((await presence(headers)).status).toBe(200);
    expect((await ask("GET", "/conversations", undefined, {})).status).toBe(200);
  });

  test("a session speaks for its tenant only, and is no bearer", async () => {
    const [shop, other] = [await newTenant(), await newTenant()];
    const { ask, cookie } = await staffed(shop);
    refused(await ask("GET", "/session", undefined, { "X-Tenant-Id": other.id }), 403, "tenant_mismatch");
    const secret = cookie.split("=")[1] ?? "";
    refused(await call("GET", "/api/v1/session", { bearer: secret }), 401, "unauthorized");
    const elsewhere = secret.replace(shop.id.replaceAll("-", ""), other.id.replaceAll("-", ""));
    for (const wrong of [elsewhere, `${secret.slice(0, -1)}${secret.endsWith("a") ? "b" : "a"}`, "", "nonsense"])
      refused(
        await call("GET", "/api/v1/session", { headers: { Cookie: `__Host-session=${wrong}` } }),
        401,
        "unauthorized",
      );
    // What a caller says of itself holds: a bearer that is wrong is not made good by a cookie.
    refused(await ask("GET", "/session", undefined, { Authorization: "Bearer nonsense" }), 401, "unauthorized");
  });

  test("SI2 signing out ends this one, and the browser forgets it", async () => {
    const shop = await newTenant();
    const { agent, ask } = await staffed(shop);
    const other = browser(await signIn(agent.email));
    const out = await ask("DELETE", "/session");
    expect(out.status).toBe(204);
    expect(out.headers.get("set-cookie")).toMatch(
      /^__Host-session=; Max-Age=0; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    refused(await ask("GET", "/session"), 401, "unauthorized");
    expect((await other.ask("GET", "/session")).status).toBe(200);
    refused(await shop.api("DELETE", "/session"), 404, "not_found");
  });

  test("all of an agent's are shown and ended by keys, admins and the agent", async () => {
    const shop = await newTenant();
    const { agent, ask } = await staffed(shop);
    const second = browser(await signIn(agent.email, PASSWORD, {}, { ...OWN_PAGE, "User-Agent": "Firefox" }));
    const admin = await staffed(shop, { role: "admin" });
    const colleague = await staffed(shop);
    const path = `/agents/${agent.id}/sessions`;
    const shown = await second.ask("GET", path);
    expect(OPERATIONS.listSessions.answers[200]?.parse(shown.json)).toEqual(shown.json);
    expect(shown.json.sessions).toMatchObject([{ user_agent: null }, { user_agent: "Firefox" }]);
    for (const method of ["GET", "DELETE"]) {
      refused(await colleague.ask(method, path), 403, "forbidden");
      refused(await shop.api(method, `/agents/${crypto.randomUUID()}/sessions`), 404, "not_found");
    }
    expect((await admin.ask("GET", path)).json.sessions).toHaveLength(2);
    expect((await admin.ask("DELETE", path)).status).toBe(204);
    for (const one of [{ ask }, second]) refused(await one.ask("GET", "/session"), 401, "unauthorized");
    expect((await shop.api("GET", path)).json.sessions).toEqual([]);
    expect((await admin.ask("GET", "/session")).status).toBe(200);
  });

  test("SI2 a new password ends all of them but the one in which it was chosen", async () => {
    const shop = await newTenant();
    const { agent, ask } = await staffed(shop);
    const second = browser(await signIn(agent.email));
    const change = (current_password: string, password: string) =>
      second.ask("PUT", "/session/password", { current_password, password });
    refused(await change("not the password", "another long password"), 401, "sign_in_failed");
    refused(await change(PASSWORD, "short"), 400, "invalid_request");
    const changed = await change(PASSWORD, "another long password");
    expect(changed.status).toBe(200);
    expect(OPERATIONS.changePassword.answers[200]?.parse(changed.json)).toEqual(changed.json);
    for (const one of [{ ask }, second]) refused(await one.ask("GET", "/session"), 401, "unauthorized");
    expect((await browser(changed).ask("GET", "/session")).status).toBe(200);
    refused(await signIn(agent.email), 401, "sign_in_failed");
    expect((await signIn(agent.email, "another long password")).status).toBe(201);
    const body = { current_password: PASSWORD, password: "another long password" };
    refused(await shop.api("PUT", "/session/password", body), 403, "forbidden");
    const invited = await accept(await invite(shop, agent));
    refused(await browser(changed).ask("GET", "/session"), 401, "unauthorized");
    expect((await browser(invited).ask("GET", "/session")).status).toBe(200);
  });
});

describe("tickets for sockets", () => {
  const ticketOf = async (shop: Shop) => {
    const { agent, ask } = await staffed(shop);
    return { agent, answer: await ask("POST", "/realtime/tickets") };
  };

  test("SI6 they open one socket, for the agent who asked", async () => {
    const shop = await newTenant();
    const { agent, answer } = await ticketOf(shop);
    expect(answer.status).toBe(201);
    expect(OPERATIONS.createSocketTicket.answers[201]?.parse(answer.json)).toEqual(answer.json);
    expect(Date.parse(answer.json.expires_at) - Date.now()).toBeLessThanOrEqual(30_000);
    const { ticket } = answer.json;
    const redeemed = await Promise.all([redeemSocketTicket(env, ticket), redeemSocketTicket(env, ticket)]);
    expect(redeemed).toEqual(
      expect.arrayContaining([expect.objectContaining({ tenant_id: shop.id, agent_id: agent.id }), null]),
    );
    const byToken = await call("POST", "/api/v1/realtime/tickets", { bearer: await tokenOf(shop, agent) });
    expect(await redeemSocketTicket(env, byToken.json.ticket)).toMatchObject({ agent_id: agent.id });
  });

  test("SI6 they live thirty seconds, and not longer than their agent", async () => {
    const shop = await newTenant();
    const late = (await ticketOf(shop)).answer.json.ticket;
    vi.setSystemTime(Date.now() + 30_001);
    expect(await redeemSocketTicket(env, late)).toBeNull();
    const { agent, answer } = await ticketOf(shop);
    await shop.api("PATCH", `/agents/${agent.id}`, { enabled: false });
    expect(await redeemSocketTicket(env, answer.json.ticket)).toBeNull();
  });

  const socketOf = async ({ ask }: Pick<ReturnType<typeof browser>, "ask">) => {
    const { ticket } = (await ask("POST", "/realtime/tickets")).json;
    const { webSocket } = await upgrade(`?ticket=${ticket}`);
    if (webSocket === null) throw new Error("no socket was opened");
    const client = new Client(webSocket);
    await client.told("welcome");
    return client;
  };

  test("SI6 the socket that one opened is closed when they sign out; those of their other browsers stay", async () => {
    const shop = await newTenant();
    const { agent, ask } = await staffed(shop);
    const [client, other] = [await socketOf({ ask }), await socketOf(browser(await signIn(agent.email)))];
    expect((await ask("DELETE", "/session")).status).toBe(204);
    expect(await client.ended()).toEqual({ code: 4001, reason: "revoked" });
    expect((await other.ask("tenant:join")).type).toBe("answer");
  });

  test("SI6 the socket that one opened is closed when their session ends by itself", async () => {
    const shop = await newTenant();
    const client = await socketOf(await staffed(shop));
    vi.setSystemTime(Date.now() + 12 * 60 * 60 * 1000 + 1_000);
    await client.ask("tenant:join");
    await runDurableObjectAlarm(env.DESK.getByName(shop.id));
    expect(await client.ended()).toEqual({ code: 4001, reason: "revoked" });
  });

  test.each(["signing out", "ending all sessions"])("SI6 they are over with %s", async (how) => {
    const shop = await newTenant();
    const { agent, ask } = await staffed(shop);
    const { ticket } = (await ask("POST", "/realtime/tickets")).json;
    if (how === "signing out") expect((await ask("DELETE", "/session")).status).toBe(204);
    else expect((await shop.api("DELETE", `/agents/${agent.id}/sessions`)).status).toBe(204);
    expect(await redeemSocketTicket(env, ticket)).toBeNull();
  });

  test("SI6 they are over with the token by which they were asked for", async () => {
    const shop = await newTenant();
    const agent = await hire(shop);
    const bearer = await tokenOf(shop, agent);
    const { ticket } = (await call("POST", "/api/v1/realtime/tickets", { bearer })).json;
    const { api_keys } = (await shop.api("GET", "/api-keys")).json;
    const { id } = api_keys.find(({ agent_id }: { agent_id: string | null }) => agent_id === agent.id);
    expect((await shop.api("DELETE", `/api-keys/${id}`)).status).toBe(204);
    expect(await redeemSocketTicket(env, ticket)).toBeNull();
  });

  test("are no key's, and none that is made up", async () => {
    const shop = await newTenant();
    refused(await shop.api("POST", "/realtime/tickets"), 403, "forbidden");
    const stranger = crypto.randomUUID();
    for (const made of ["", "nonsense", shop.bearer, `ticket_${stranger.replaceAll("-", "")}_${"a".repeat(43)}`])
      expect(await redeemSocketTicket(env, made)).toBeNull();
    const tables = await runInDurableObject(env.TENANT.getByName(stranger), (_, { storage }) =>
      storage.sql.exec("SELECT name FROM sqlite_master WHERE name = 'settings'").toArray(),
    );
    expect(tables).toEqual([]);
  });
});
