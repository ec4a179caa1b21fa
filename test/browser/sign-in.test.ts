import type { Page } from "playwright-core";
import { expect, inject, test } from "vitest";
import {
  eventually,
  expectAccessible,
  expectNoFaults,
  inLooks,
  LOOKS,
  newPage,
  screenshot,
  signedIn,
} from "./support/pages.ts";

const { api, phone, people, password } = inject("stage");
const [ana] = people;

async function signIn(page: Page, email: string, secret: string): Promise<void> {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(secret);
  await page.getByRole("button", { name: "Sign in" }).click();
}

const navigation = (page: Page) => page.getByRole("navigation", { name: "Main" });
const pathOf = (page: Page) => new URL(page.url()).pathname;

test("who is not signed in is asked to, and goes on at the address that they came to", async () => {
  const page = await newPage();
  await page.goto("/settings");
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  await signIn(page, ana?.email ?? "", "not the password");
  await page.getByRole("alert").filter({ hasText: "E-mail or password is wrong" }).waitFor();
  await signIn(page, ana?.email ?? "", password);
  await navigation(page).waitFor();
  expect(pathOf(page)).toMatch(/^\/settings/);
  expectNoFaults(page);
});

test("the page at which one signs in is for everybody, in every look", async () => {
  const page = await newPage();
  await page.goto("/");
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  await inLooks(page, LOOKS, async (look) => {
    await expectAccessible(page, `sign-in, ${look}`);
    await screenshot(page, `sign-in-${look}`);
  });
});

test("a session that has ended leads back to where one was", async () => {
  const page = await signedIn("Siti", "/reports");
  await navigation(page).waitFor();
  await page.context().clearCookies();
  await navigation(page).getByRole("link", { name: "Inbox" }).click();
  await page.getByText("Your session has ended").waitFor();
  await signIn(page, "siti@demo.example", password);
  await navigation(page).waitFor();
  expect(pathOf(page)).toBe("/");
});

test("the phone leads to the console, where only the button is left to press", async () => {
  const page = await newPage();
  await page.goto(phone);
  const link = page.getByRole("link", { name: "Agent console" });
  await link.waitFor();
  const opening = page.context().waitForEvent("page");
  await link.click();
  const opened = await opening;
  expect(new URL(opened.url()).origin).toBe(api);
  await eventually(() => opened.getByLabel("E-mail").inputValue()).toBe(ana?.email);
  expect(await opened.getByLabel("Password", { exact: true }).inputValue()).toBe(password);
  expect(opened.url(), "nothing of it stays in the address").not.toContain(password);
  await opened.getByRole("button", { name: "Sign in" }).click();
  await navigation(opened).waitFor();
});
