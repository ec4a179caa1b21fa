import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { launch } from "../test/browser/support/browser.ts";
import { freePort, startProduct } from "../test/support/product.ts";
import { invented } from "./console-list.ts";
import { clicked, type Frames, MARK, markWhenPainted, scrolled } from "./console-page.ts";

const { values } = parseArgs({
  options: {
    rows: { type: "string", default: "100000" },
    messages: { type: "string", default: "10000" },
    rounds: { type: "string", default: "10" },
    help: { type: "boolean", default: false },
  },
});

if (values.help) {
  console.log(`node bench/console.ts [--rows 100000] [--messages 10000] [--rounds 10]

Opens the built console in a browser and measures, in milliseconds: how soon the list is there, how soon a conversation of
so many messages is, and the frames while both are scrolled.`);
  process.exit(0);
}

const [ROWS, MESSAGES, ROUNDS] = [Number(values.rows), Number(values.messages), Number(values.rounds)];
/** Pages of the list that are scrolled through as an agent would, 50 rows each. */
const PAGES = 40;
/** Of a list that is to be long at once. */
const LONG_PAGE = 5_000;
const ROW = "[data-conversation]";
const LIST = "div:has(> ul[aria-label])";
const LOG = '[role="log"]';
const SAID = `${LOG} [role="article"], ${LOG} article`;
const BIG = "Thread of many";

const state = mkdtempSync(join(tmpdir(), "bench-console-"));
const ports = { worker: await freePort(), simulator: await freePort() };
const product = await startProduct(state, ports, { DEMO: "1" });
const server = await launch();
const browser = await chromium.connect(server.wsEndpoint());
const measured: Record<string, Record<string, number>> = {};
try {
  const big = await fillThread();
  const cookies = await signIn(browser);
  await measureList(cookies, big);
  await measureThread(cookies, big);
  keep();
} finally {
  await browser.close();
  await server.close();
  await product.stop();
  rmSync(state, { recursive: true, force: true });
}

async function measureList(cookies: Cookies, big: Conversation): Promise<void> {
  const cold: number[] = [];
  const warm: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const { page, context } = await open(cookies, big);
    cold.push(await shown(page, () => page.goto("/?view=all")));
    warm.push(await shown(page, () => page.reload()));
    await context.close();
  }
  note("first list, nothing cached", spread(cold));
  note("first list, scripts cached", spread(warm));
  const { page, context, list } = await open(cookies, big);
  await page.goto("/?view=all");
  await page.waitForSelector(ROW);
  const rowHeight = await page
    .locator("li:has([data-conversation])")
    .first()
    .evaluate((row) => row.clientHeight);
  const way = PAGES * 50 * rowHeight;
  noteFrames(`list, the first ${PAGES * 50} rows`, await page.evaluate(scrolled, { box: LIST, by: 150, way }));
  list.size = LONG_PAGE;
  const end = Date.now() + 120_000;
  while (list.given < ROWS && Date.now() < end) {
    await page.locator(LIST).evaluate((box) => box.scrollTo(0, box.scrollHeight));
    await page.waitForTimeout(30);
  }
  list.size = 50;
  await page.waitForTimeout(1_000);
  const half = { box: LIST, by: -150, way: way / 2 };
  noteFrames(`list, ${list.given} rows loaded`, await page.evaluate(scrolled, half));
  await context.close();
}

async function measureThread(cookies: Cookies, big: Conversation): Promise<void> {
  const { page, context } = await open(cookies, null);
  await page.goto("/?view=all");
  const row = page.locator(`[data-conversation="${big.id}"]`);
  await row.waitFor();
  await page.waitForTimeout(1_000);
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    await page.goto("/?view=all");
    await row.waitFor();
    await page.waitForTimeout(500);
    times.push(await page.evaluate(clicked, { link: `[data-conversation="${big.id}"]`, awaited: SAID }));
  }
  note(`opened, ${MESSAGES} messages`, spread(times));
  await page.waitForTimeout(1_000);
  const all = { box: LOG, by: -150, way: Number.POSITIVE_INFINITY };
  noteFrames("thread, from its end to its beginning", await page.evaluate(scrolled, all));
  noteFrames("thread, all of it loaded", await page.evaluate(scrolled, { ...all, by: 150, way: 150 * 900 }));
  await context.close();
}

interface Conversation {
  id: string;
  [field: string]: unknown;
}

type Cookies = Awaited<ReturnType<BrowserContext["cookies"]>>;

/** A page at which somebody is signed in. @param row what all rows of an invented list are copies of; null for the true list */
async function open(cookies: Cookies, row: Conversation | null) {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    baseURL: product.api,
    locale: "en-GB",
  });
  await context.addCookies(cookies);
  await context.addInitScript(markWhenPainted, { selector: ROW, mark: MARK });
  const page = await context.newPage();
  const list = { size: 50, given: 0 };
  if (row) {
    await page.route(/\/api\/v1\/conversations\?/, async (route) => {
      const from = Number(new URL(route.request().url()).searchParams.get("cursor") ?? 0);
      const to = Math.min(ROWS, from + list.size);
      list.given = Math.max(list.given, to);
      const next_cursor = to < ROWS ? `${to}` : null;
      await route.fulfill({ json: { conversations: invented(row, from, to), next_cursor } });
    });
  }
  return { page, context, list };
}

/** Milliseconds from the beginning of a navigation until the first row is there and painted. */
async function shown(page: Page, go: () => Promise<unknown>): Promise<number> {
  await go();
  const seen = await page.waitForFunction((mark) => performance.getEntriesByName(mark)[0]?.startTime, MARK);
  return (await seen.jsonValue()) ?? Number.NaN;
}

async function signIn(browser: Browser): Promise<Cookies> {
  const { sign_in } = JSON.parse(readFileSync(join(state, "demo.json"), "utf8"));
  const context = await browser.newContext({ baseURL: product.api });
  const page = await context.newPage();
  await page.goto("/icon.svg");
  const body = { email: sign_in.people[0].email, password: sign_in.password };
  await page.evaluate((body) => fetch("/api/v1/sessions", { method: "POST", body: JSON.stringify(body) }), body);
  const cookies = await context.cookies();
  await context.close();
  return cookies;
}

/** A conversation of so many messages that an agent has, so that no bot answers. */
async function fillThread(): Promise<Conversation> {
  const { default_outlet_id } = await api("GET", "/tenant");
  const customer = { outlet_id: default_outlet_id, customer_phone: "+15550170001", customer_name: BIG };
  const { agents } = JSON.parse(readFileSync(join(state, "demo.json"), "utf8")).shop;
  const { id } = await api("POST", "/conversations", customer);
  await api("PUT", `/conversations/${id}/assign`, { agent_id: agents[0].id });
  for (let from = 0; from < MESSAGES; from += 20)
    await Promise.all(
      Array.from({ length: Math.min(20, MESSAGES - from) }, (_, offset) =>
        api("POST", "/messages", { conversation_id: id, sender_type: "customer", content: sentence(from + offset) }),
      ),
    );
  return api("GET", `/conversations/${id}`);
}

function sentence(index: number): string {
  return `${index}: ${"and then the wheel came off, which it should not. ".repeat(1 + ((index * 7) % 5))}`.trim();
}

// biome-ignore lint/suspicious/noExplicitAny: what is read of an answer is what is measured
async function api(method: string, path: string, body?: unknown): Promise<any> {
  const headers = { authorization: `Bearer ${product.key}`, "content-type": "application/json" };
  const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
  const response = await fetch(`${product.api}/api/v1${path}`, init);
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status} ${await response.text()}`);
  return response.json();
}

function spread(times: number[]): Record<string, number> {
  const sorted = times.toSorted((one, other) => one - other);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { p50: at(0.5), p95: at(0.95), worst: sorted.at(-1) ?? 0 };
}

function note(name: string, figures: Record<string, number>): void {
  measured[name] = Object.fromEntries(
    Object.entries(figures).map(([key, value]) => [key, Math.round(value * 10) / 10]),
  );
  const cells = Object.entries(measured[name]).map(([key, value]) => `${key} ${value}`);
  console.log(`${name}: ${cells.join(", ")}`);
}

function noteFrames(name: string, { intervals, long }: Frames): void {
  note(name, { frames: intervals.length, ...spread(intervals), "busy over 50 ms": long.length });
}

function keep(): void {
  const results = new URL("results/", import.meta.url).pathname;
  mkdirSync(results, { recursive: true });
  const machine = { cpus: cpus().length, memory_gb: Math.round(totalmem() / 2 ** 30) };
  writeFileSync(join(results, "console.json"), `${JSON.stringify({ machine, measured }, null, 2)}\n`);
}
