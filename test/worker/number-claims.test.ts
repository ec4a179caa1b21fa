import { env } from "cloudflare:workers";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { resolve } from "../../src/directory/port.ts";
import { change, envelope, type Line, newLine, newWaId, refused, text, webhook } from "../support/whatsapp.ts";

/** What WhatsApp answers to whoever asks with a token. */
type Tokens = { [token: string]: "may" | "may_not" | "too_often" | "down" };

let tokens: Tokens = {};
const asked: string[] = [];
let accounts = 900_000;

beforeEach(() => {
  asked.length = 0;
  vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
    const request = new Request(input as string, init as RequestInit);
    if (new URL(request.url).host !== "graph.test") return new Response(null, { status: 404 });
    const token = request.headers.get("authorization")?.replace("Bearer ", "") ?? "";
    asked.push(token);
    switch (tokens[token]) {
      case "may":
        return Response.json({
          id: "1",
          data: [{}],
          webhook_configuration: { application: "https://shop.example/webhooks/whatsapp" },
        });
      case "may_not":
        return refused(190, "Invalid OAuth access token", "", 401);
      case "too_often":
        return refused(80_007, "Rate limit hit");
      default:
        return new Response("bad gateway", { status: 502 });
    }
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** Two tenants that name the same number and account, one after the other. */
async function rivals(told: Tokens): Promise<[Line, Line]> {
  tokens = told;
  const waba_id = String(++accounts);
  const first = await newLine(undefined, { access_token: "first", waba_id });
  const more = { access_token: "second", waba_id, phone_number_id: first.number };
  const second = await newLine(undefined, more);
  return [first, { ...second, number: first.number }];
}

/** Whose number it is, by what comes to the deployment's own address. */
async function heardBy([first, second]: [Line, Line]): Promise<("first" | "second")[]> {
  const said = text(newWaId(), "to whom?");
  expect((await webhook(null, envelope(change(first.number, { messages: [said] })), "deployment-secret")).status).toBe(
    200,
  );
  const heard = async ({ shop }: Line) => (await shop.api("GET", "/conversations")).json.conversations.length > 0;
  return [
    ...((await heard(first)) ? (["first"] as const) : []),
    ...((await heard(second)) ? (["second"] as const) : []),
  ];
}

const wrongOf = async ({ shop, inbox }: Line): Promise<string[]> => {
  const { json } = await shop.api("POST", `/inboxes/${inbox}/check`);
  return json.findings.flatMap(({ code, level }: { code: string; level: string }) => (level === "wrong" ? [code] : []));
};

test("WH7 who names a number that nobody named has it, and WhatsApp is not asked", async () => {
  tokens = {};
  const line = await newLine();
  expect(asked).toEqual([]);
  expect(await resolve(env, "whatsapp", line.number)).toMatchObject({ tenant_id: line.shop.id });
});

test("WH7 who names another's number gets nothing of it, and is told so by a check", async () => {
  const both = await rivals({ first: "may", second: "may_not" });
  expect(await heardBy(both)).toEqual(["first"]);
  tokens.second = "may";
  expect(await wrongOf(both[1])).toContain("webhook_taken");
  expect(await wrongOf(both[0])).not.toContain("webhook_taken");
  expect(await heardBy(both)).toEqual(["first"]);
});

test("WH7 who may read a number has it in place of who named it and may not", async () => {
  const both = await rivals({ first: "may_not", second: "may" });
  expect(await heardBy(both)).toEqual(["second"]);
  expect(await resolve(env, "waba", String(accounts))).toEqual({ tenant_id: both[1].shop.id, inbox_id: null });
  expect(await wrongOf(both[1])).not.toContain("webhook_taken");
});

test("WH7 of whom WhatsApp does not say it just now keeps what they have, until somebody looks again", async () => {
  for (const silence of ["too_often", "down"] as const) {
    const both = await rivals({ first: silence, second: "may" });
    expect(await heardBy(both)).toEqual(["first"]);
    tokens = { first: "may_not", second: silence };
    await both[1].shop.api("PATCH", `/inboxes/${both[1].inbox}`, { name: "Again" });
    expect(await resolve(env, "whatsapp", both[0].number)).toMatchObject({ tenant_id: both[0].shop.id });
    tokens = { first: "may_not", newer: "may" };
    await both[1].shop.api("PATCH", `/inboxes/${both[1].inbox}`, { access_token: "newer" });
    expect(await resolve(env, "whatsapp", both[0].number)).toMatchObject({ tenant_id: both[1].shop.id });
  }
});

test("WH7 a number that moved is known to have moved within a minute, wherever it was asked for before", async () => {
  const start = Date.now();
  vi.setSystemTime(start);
  const both = await rivals({ first: "may", second: "may" });
  const { number } = both[0];
  const destination = { tenant_id: both[1].shop.id, inbox_id: both[1].inbox };
  const before = await resolve(env, "whatsapp", number);
  expect(before).toMatchObject({ tenant_id: both[0].shop.id });
  // Moved by another isolate: this one is not told.
  const shards = env.DIRECTORY;
  const name = vi.spyOn(shards, "getByName");
  vi.setSystemTime(start + 60_001);
  await resolve(env, "whatsapp", number);
  expect(name).toHaveBeenCalledOnce();
  const [shard = ""] = name.mock.calls[0] ?? [];
  await shards.getByName(shard).move(number, before as never, destination);
  expect(await resolve(env, "whatsapp", number)).toEqual(before);
  vi.setSystemTime(start + 121_000);
  expect(await resolve(env, "whatsapp", number)).toEqual(destination);
});
