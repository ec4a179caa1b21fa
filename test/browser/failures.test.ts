import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { bubble, composer, log, openConversation, reply } from "./support/inbox.ts";
import {
  accountOf,
  eventually,
  expectAccessible,
  goTo,
  newPage,
  screenshot,
  settled,
  signedIn,
} from "./support/pages.ts";
import { api, newCustomer } from "./support/shop.ts";

const PROBLEM = {
  type: "about:blank",
  title: "Internal error",
  status: 500,
  code: "internal_error",
  request_id: "r-17",
};

/** Has calls fail as a server does that is broken. @returns how to have them succeed again */
async function fails(page: Page, path: RegExp, how: "500" | "gone" | "nonsense" = "500"): Promise<() => Promise<void>> {
  await page.route(path, (route) => {
    if (how === "gone") return route.abort("connectionrefused");
    if (how === "nonsense") return route.fulfill({ status: 502, body: "<html>Bad Gateway</html>" });
    return route.fulfill({ status: 500, contentType: "application/problem+json", body: JSON.stringify(PROBLEM) });
  });
  return () => page.unroute(path);
}

const WORDS = {
  "500": "Something failed on our side",
  gone: "The server cannot be reached",
  nonsense: "The server gave an answer that could not be understood",
};

test("CN8 a list that cannot be had is said so in its place, and comes by another try", async () => {
  const customer = await newCustomer("Yara Haddad");
  await customer.says("Is anybody there?");
  const listFails = async (how: keyof typeof WORDS) => {
    const page = await signedIn("Ana", "/settings/profile");
    const mend = await fails(page, /\/api\/v1\/conversations\?/, how);
    await goTo(page, "/?view=all");
    const pane = page.getByRole("region", { name: "Conversations", exact: true }).getByRole("alert");
    await pane.getByText(WORDS[how]).waitFor();
    if (how === "500") await pane.getByText("r-17").waitFor();
    await screenshot(page, `fails-list-${how}`);
    await expectAccessible(page, `a list that failed: ${how}`);
    await mend();
    await pane.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("link", { name: customer.name }).waitFor();
  };
  await Promise.all((["500", "gone", "nonsense"] as const).map(listFails));
});

test("CN8 a conversation whose messages cannot be had is said so, and the list beside it goes on", async () => {
  const [customer, other] = [await newCustomer("Leila Farahani"), await newCustomer("Jonas Berg")];
  await customer.says("Good morning!");
  const { id } = await customer.conversation();
  const page = await signedIn("Ana");
  const mend = await fails(page, /\/api\/v1\/conversations\/[^/]+\/(messages|events)/);
  await page.goto(`/conversations/${id}?view=all`);
  await page.getByRole("alert").getByText(WORDS["500"]).waitFor();
  await screenshot(page, "fails-thread");
  await other.says("I am new here");
  await page.getByRole("link", { name: other.name }).waitFor();
  await mend();
  await page.getByRole("alert").getByRole("button", { name: "Try again" }).click();
  await bubble(page, "Good morning!").waitFor();
});

test("CN8 what is not there is said so, with a way home", async () => {
  const page = await signedIn("Ana", "/conversations/conversation_unknown");
  await page.getByText("There is nothing here").first().waitFor();
  await screenshot(page, "not-found");
  await page.goto("/no/such/page");
  await page.getByText("There is nothing here").first().waitFor();
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Inbox" }).click();
  await page.getByRole("region", { name: "Conversations", exact: true }).waitFor();
});

test("CN8 a page of settings that cannot be had says so, and comes by another try", async () => {
  const page = await signedIn("Ana", "/settings/profile");
  const mend = await fails(page, /\/api\/v1\/teams/);
  await goTo(page, "/settings/teams");
  await page.getByRole("alert").getByText(WORDS["500"]).waitFor();
  await mend();
  await page.getByRole("alert").getByRole("button", { name: "Try again" }).click();
  await page.getByRole("alert").waitFor({ state: "hidden" });
});

test("CN8 a part of the page that cannot be loaded is said so, leaves the rest as it is, and comes by another try", async () => {
  const customer = await newCustomer("Nadia Rahman");
  await customer.asks("Is there a warranty?");
  const page = await signedIn("Ana", "/settings/profile");
  const mend = await fails(page, /\/assets\/(work-dialogs|toasts|reports)-/, "gone");
  await goTo(page, "/");
  await openConversation(page, customer.name);
  await composer(page).fill("Two years, and");
  await composer(page).blur();
  await page.keyboard.press("l");
  const alert = page.getByRole("alert").filter({ hasText: "This part of the page could not be loaded" });
  await alert.waitFor();
  await screenshot(page, "fails-part");
  await expectAccessible(page, "a part that could not be loaded");
  // Says so by a toast, which cannot be had either.
  await page.getByRole("button", { name: "Resolve" }).first().click();
  await page.getByRole("button", { name: "Reopen" }).first().waitFor();
  await bubble(page, "Is there a warranty?").waitFor();
  expect(await composer(page).inputValue()).toBe("Two years, and");

  await page.getByRole("link", { name: "Reports" }).first().click();
  const pane = page.getByRole("main").getByRole("alert");
  await pane.getByText(WORDS.gone).waitFor();
  await mend();
  await pane.getByRole("button", { name: "Try again" }).click();
  await page.getByRole("main").getByRole("heading", { level: 1 }).first().waitFor();
  await goTo(page, "/");
  await openConversation(page, customer.name);
  await page.keyboard.press("l");
  await page.getByRole("dialog", { name: "Labels" }).waitFor();
});

test("CN8 a message that WhatsApp refuses is said so with the reason, and can be sent again", async () => {
  const customer = await newCustomer("Ravi Patel");
  // What the AI agent answers first is not what is to fail.
  await customer.asks("Do you ship to Pune?");
  const page = await signedIn("Ana");
  await openConversation(page, customer.name);
  await customer.refuses();
  await reply(page, "We do, by courier.");
  const failed = bubble(page, "We do, by courier.").first();
  await failed.getByRole("button", { name: /again/i }).waitFor();
  await screenshot(page, "fails-message");
  await expectAccessible(page, "a message that failed");
  await failed.getByRole("button", { name: /again/i }).click();
  await eventually(() => customer.heard()).toContain("We do, by courier.");
});

test("CN6 whose session ends while they write signs in where they are, and finds what they wrote", async () => {
  const customer = await newCustomer("Chipo Moyo");
  await customer.asks("Can I change my address?");
  const page = await signedIn("Marco");
  await openConversation(page, customer.name);
  const path = new URL(page.url()).pathname;
  await composer(page).fill("Of course. Tell me the new");
  await settled(page);
  const { email, password } = accountOf("Marco");
  const { agents } = await api("/agents");
  await api(`/agents/${agents.find((agent: { email: string }) => agent.email === email).id}/sessions`, "DELETE");
  await page.getByText("Your session has ended").waitFor();
  await screenshot(page, "session-ended");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await log(page).waitFor();
  expect(new URL(page.url()).pathname).toBe(path);
  expect(await composer(page).inputValue()).toBe("Of course. Tell me the new");
  await reply(page, "Of course. Tell me the new one.");
  await eventually(() => customer.heard()).toContain("Of course. Tell me the new one.");
});

test("CN8 a server that stopped is said so at the sign-in, too", async () => {
  const page = await newPage();
  await page.goto("/");
  const mend = await fails(page, /\/api\/v1\/sessions/, "gone");
  const { email, password } = accountOf("Ana");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("alert").getByText(WORDS.gone).waitFor();
  await mend();
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("navigation", { name: "Main" }).waitFor();
});
