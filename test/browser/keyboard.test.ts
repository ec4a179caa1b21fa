import type { Locator } from "playwright-core";
import { expect, inject, test } from "vitest";
import { bubble, composer, log, openConversation } from "./support/inbox.ts";
import { eventually, expectNoFaults, newPage, settled, signedIn } from "./support/pages.ts";
import { newCustomer } from "./support/shop.ts";

test("CN9 without a mouse: sign in, find, open, answer, resolve, go elsewhere, sign out", async () => {
  const { people, password } = inject("stage");
  const customer = await newCustomer("Khadija Amrani");
  await customer.asks("Is the shop in Harbour Street open on Sundays?");
  const page = await newPage();
  const { keyboard } = page;
  await page.goto("/");
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  await keyboard.type(people[1]?.email ?? "");
  await keyboard.press("Tab");
  await keyboard.type(password);
  await keyboard.press("Enter");
  await page.getByRole("navigation", { name: "Main" }).waitFor();
  await settled(page);

  await keyboard.press("/");
  await keyboard.type("Khadija");
  await page.getByRole("list", { name: "People" }).waitFor();
  await keyboard.press("ArrowDown");
  await keyboard.press("Enter");
  await log(page).waitFor();
  await bubble(page, "open on Sundays").waitFor();

  await keyboard.press("r");
  await eventually(() => composer(page).evaluate((it) => it === document.activeElement)).toBe(true);
  await keyboard.type("No, from Monday to Saturday.");
  await keyboard.press("Enter");
  await eventually(() => customer.heard()).toContain("No, from Monday to Saturday.");

  await keyboard.press("Escape");
  await keyboard.press("e");
  await page.getByRole("button", { name: "Reopen" }).first().waitFor();

  await keyboard.press("ControlOrMeta+k");
  await page.getByRole("dialog", { name: "Commands" }).waitFor();
  await keyboard.type("Reports");
  await keyboard.press("Enter");
  await eventually(() => new URL(page.url()).pathname).toMatch(/^\/reports/);
  // A dialog has the keys for as long as it is there, and a page brings keys of its own.
  await page.getByRole("dialog", { name: "Commands" }).waitFor({ state: "hidden" });
  await page.getByRole("heading", { level: 1 }).first().waitFor();
  await keyboard.press("g");
  await keyboard.press("i");
  await eventually(() => new URL(page.url()).pathname).toMatch(/^\/(conversations.*)?$/);
  await keyboard.press("?");
  const shortcuts = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await shortcuts.waitFor();
  await keyboard.press("Escape");
  // As it goes it gives the focus back, which the menu would lose.
  await shortcuts.waitFor({ state: "hidden" });

  await page.getByRole("button", { name: /^Account and preferences/ }).focus();
  await keyboard.press("Enter");
  await page.getByRole("menu").waitFor();
  await eventually(() => page.evaluate(() => document.activeElement?.closest('[role="menu"]') !== null)).toBe(true);
  await keyboard.press("End");
  // The menu moves the focus a turn later than the key.
  await eventually(() => page.evaluate(() => document.activeElement?.textContent)).toBe("Sign out");
  await keyboard.press("Enter");
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  expectNoFaults(page);
});

test("CN9 what closes gives the keyboard back to where it was", async () => {
  const customer = await newCustomer("Beatriz Nunes");
  await customer.asks("Can I have it in blue?");
  const page = await signedIn("Ana");
  await openConversation(page, customer.name);
  const { keyboard } = page;
  const dialogs = page.locator('[role="dialog"], [role="alertdialog"]');
  const isAt = (what: Locator) => eventually(() => what.evaluate((it) => it === document.activeElement)).toBe(true);
  const closes = async (from: Locator) => {
    await dialogs.last().waitFor();
    await settled(page);
    await keyboard.press("Escape");
    await dialogs.waitFor({ state: "hidden" });
    await isAt(from);
  };

  await composer(page).focus();
  await keyboard.press("ControlOrMeta+k");
  await closes(composer(page));

  await keyboard.press("ControlOrMeta+k");
  await keyboard.type("Priority");
  await keyboard.press("Enter");
  await page.getByRole("dialog", { name: "Priority" }).waitFor();
  await closes(composer(page));

  const more = page.getByRole("button", { name: "More actions" }).locator("visible=true");
  await more.press("Enter");
  await page
    .getByRole("menuitem", { name: /^(Transfer|Labels|Priority)/ })
    .first()
    .press("Enter");
  await closes(more);

  const row = page.getByRole("link", { name: /Beatriz Nunes/ }).first();
  await row.focus();
  await keyboard.press("a");
  await closes(row);
  expectNoFaults(page);
});

test("CN9 everything on the page can be reached by Tab, in an order, and shows that it is", async () => {
  const page = await newPage();
  await page.goto("/");
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  const reached: string[] = [];
  for (let step = 0; step < 4; step += 1) {
    reached.push(
      await page.evaluate(() => document.activeElement?.getAttribute("name") ?? document.activeElement?.tagName ?? ""),
    );
    await page.keyboard.press("Tab");
  }
  expect(reached).toEqual(["email", "password", "BUTTON", "BUTTON"]);
});
