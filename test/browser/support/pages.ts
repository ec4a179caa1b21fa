import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
  type Request,
} from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, inject } from "vitest";
import type { Account } from "./shop.ts";

const OUTPUT = join(import.meta.dirname, "../../output/console");
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 390, height: 844 };

/** How long the console may take to show something on a busy machine; milliseconds. */
const PATIENCE = 20_000;

let browser: Browser;
/** What went wrong in each open page, by itself. */
const faults = new Map<Page, string[]>();
/** How many calls of each open page are on their way. */
const calls = new Map<Page, number>();

beforeAll(async () => {
  browser = await chromium.connect(inject("stage").browser);
});

afterEach(async ({ task }) => {
  // What it looked like where a test failed.
  if (task.result?.state === "fail") {
    const name = task.name.replace(/\W+/g, "-").slice(0, 60);
    const pages = browser.contexts().flatMap((context) => context.pages());
    await Promise.all(pages.map((page, index) => screenshot(page, `failed-${name}-${index + 1}`)));
  }
  await Promise.all(browser.contexts().map((context) => context.close()));
  faults.clear();
  calls.clear();
});

afterAll(() => browser.close());

/** A page of a browser that knows nothing. */
export async function newPage(options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({
    viewport: WIDE,
    locale: "en-GB",
    baseURL: inject("stage").api,
    ...options,
  });
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  watch(page);
  return page;
}

/** What a browser holds of who signed in, by e-mail; a session serves all tests of a file. */
const cookies = new Map<string, Awaited<ReturnType<BrowserContext["cookies"]>>>();

/** A page of the console at which somebody is signed in. @param who of the demo shop by first name, else an account */
export async function signedIn(who: string | Account, path = "/", options: BrowserContextOptions = {}): Promise<Page> {
  const account = typeof who === "string" ? accountOf(who) : who;
  const page = await newPage(options);
  const known = cookies.get(account.email);
  if (known) await page.context().addCookies(known);
  else cookies.set(account.email, await newSession(page, account));
  await page.goto(path);
  await page.getByRole("navigation", { name: "Main" }).waitFor();
  return page;
}

/** By what somebody of the demo shop signs in. */
export function accountOf(firstName: string): Account {
  const { people, password } = inject("stage");
  const email = people.find(({ name }) => name.startsWith(firstName))?.email;
  if (email === undefined) throw new Error(`the demo shop has no ${firstName}`);
  return { email, password };
}

/** Signs somebody in, in place of whoever was. */
export async function newSession(page: Page, account: Account) {
  // Any page of the origin will do: only such a page may sign in.
  await page.goto("/icon.svg");
  const status = await page.evaluate(async (body) => {
    const headers = { "content-type": "application/json" };
    return (await fetch("/api/v1/sessions", { method: "POST", headers, body: JSON.stringify(body) })).status;
  }, account);
  expect(status, `${account.email} signs in`).toBe(201);
  return page.context().cookies();
}

/** A refusal is an answer: what the page says of it is for the test to see. */
const IS_REFUSAL = /Failed to load resource: .*status of 4\d\d/;

function watch(page: Page): void {
  const said: string[] = [];
  faults.set(page, said);
  page.on("console", (message) => {
    const text = message.text();
    if (message.type() === "error" && !IS_REFUSAL.test(text)) said.push(`console: ${text}`);
  });
  page.on("pageerror", (error) => said.push(`error: ${error.stack ?? error.message}`));
  calls.set(page, 0);
  const count = (change: number) => (request: Request) => {
    // Those of sockets and streams do not end.
    if (request.resourceType() === "fetch") calls.set(page, (calls.get(page) ?? 0) + change);
  };
  page.on("request", count(1));
  page.on("requestfinished", count(-1));
  page.on("requestfailed", count(-1));
  page.on("response", (response) => {
    if (response.status() >= 500) said.push(`${response.status()} ${response.url()}`);
  });
}

/** Nothing went wrong in a page: no error of a script, none in its console, no violation of its policy, no 5xx. */
export const expectNoFaults = (page: Page): void => expect(faults.get(page)).toEqual([]);

/** Waits until something holds. */
export const eventually = <T>(ask: () => T | Promise<T>) => expect.poll(ask, { timeout: PATIENCE, interval: 50 });

/**
 * The page has a heading and nothing that the rules of WCAG 2.2 AA forbid, so far as a program can tell; else the test goes on, and
 * fails at its end.
 * @param within looks there only
 */
export async function expectAccessible(page: Page, what: string, within?: string): Promise<void> {
  // As a debugger does it: a script element would be against the page's policy.
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(AXE);
  const ask = { rules: RULES, within };
  const violations = await page.evaluate(async ({ rules, within }) => {
    const { axe } = globalThis as unknown as { axe: { run(on: object, options: object): Promise<AxeResult> } };
    const options = { runOnly: rules, resultTypes: ["violations"] };
    const { violations } = await axe.run(within === undefined ? document : { include: within }, options);
    return violations.map(({ id, help, nodes }) => {
      const where = nodes.slice(0, 5).map(({ html, failureSummary }) => `${html.slice(0, 200)} (${failureSummary})`);
      return `${id}: ${help}\n    ${where.join("\n    ")}`;
    });
  }, ask);
  expect.soft(violations, what).toEqual([]);
  // Who cannot see a page asks for its heading first.
  const headings = await page.getByRole("heading", { level: 1 }).count();
  if (within === undefined) expect.soft(headings, `${what}: its heading`).toBeGreaterThan(0);
}

interface AxeResult {
  violations: { id: string; help: string; nodes: { html: string; failureSummary: string }[] }[];
}

export type Look = `${"light" | "dark"}-${"wide" | "narrow"}`;
export const LOOKS: Look[] = ["light-wide", "light-narrow", "dark-wide", "dark-narrow"];

/** Does something to a page in some of its looks, and leaves it light and wide. */
export async function inLooks(page: Page, looks: Look[], work: (look: Look) => Promise<void>): Promise<void> {
  for (const look of looks) {
    await page.emulateMedia({ colorScheme: look.startsWith("light") ? "light" : "dark", reducedMotion: "reduce" });
    await page.setViewportSize(look.endsWith("wide") ? WIDE : NARROW);
    await page.locator(`html[data-theme="${look.startsWith("light") ? "light" : "dark"}"]`).waitFor();
    await work(look);
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize(WIDE);
}

/** Goes to another page of the console as a link does: nothing is loaded anew. */
export const goTo = (page: Page, path: string): Promise<void> =>
  page.evaluate((to) => history.pushState(null, "", to), path);

/** How the console draws that something is on its way. */
const ON_ITS_WAY = ".animate-pulse, .animate-spin";

/** Waits until a page shows what it has to show: nothing of it is loaded any more, for a tenth of a second. */
export async function settled(page: Page): Promise<void> {
  const isLoading = async () => (calls.get(page) ?? 0) > 0 || (await page.locator(ON_ITS_WAY).count()) > 0;
  let quiet = 0;
  await eventually(async () => {
    quiet = (await isLoading()) ? 0 : quiet + 1;
    return quiet;
  }).toBeGreaterThan(2);
}

/** Keeps a picture for a person to look at. */
export async function screenshot(page: Page, name: string): Promise<void> {
  mkdirSync(OUTPUT, { recursive: true });
  await page.screenshot({ path: join(OUTPUT, `${name}.png`) });
}
