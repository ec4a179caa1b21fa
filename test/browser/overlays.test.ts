import type { Page } from "playwright-core";
import { beforeAll, test } from "vitest";
import { bubble, composer, openConversation, reply } from "./support/inbox.ts";
import {
  expectAccessible,
  expectNoFaults,
  inLooks,
  type Look,
  screenshot,
  settled,
  signedIn,
} from "./support/pages.ts";
import { type Customer, newCustomer, uploaded } from "./support/shop.ts";

const PIXEL = Uint8Array.from(
  atob("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="),
  (character) => character.charCodeAt(0),
);
/** Each colour and each width once. */
const LOOKS: Look[] = ["light-wide", "dark-narrow"];

let customer: Customer;

beforeAll(async () => {
  customer = await newCustomer("Amélie Laurent");
  await customer.sends({
    type: "image",
    media_id: await uploaded(PIXEL, "image/png", "wheel.png"),
    caption: "This one",
  });
  await customer.asks("Bonjour! Do you repair *folding* bicycles?");
});

const OVERLAY = '[role="dialog"], [role="menu"]';

/** What opens over the page at which a conversation is, by how it is opened. */
const OVERLAYS: Record<string, (page: Page) => Promise<void>> = {
  palette: (page) => page.keyboard.press("ControlOrMeta+k"),
  shortcuts: (page) => page.keyboard.press("?"),
  account: (page) => page.getByRole("button", { name: /^Account and preferences/ }).press("Enter"),
  filters: (page) => page.getByRole("button", { name: /^Filter and sort/ }).press("Enter"),
  "new-conversation": (page) => page.keyboard.press("c"),
  assign: (page) => page.keyboard.press("a"),
  transfer: (page) => page.keyboard.press("x"),
  snooze: (page) => page.keyboard.press("z"),
  labels: (page) => page.keyboard.press("l"),
  priority: (page) => page.keyboard.press("p"),
  macro: (page) => page.keyboard.press("m"),
  more: (page) => page.getByRole("button", { name: "More actions" }).locator("visible=true").press("Enter"),
  emoji: (page) => page.getByRole("button", { name: /emoji/i }).press("Enter"),
  "more-to-send": (page) => page.getByRole("button", { name: "More to send" }).press("Enter"),
  picture: (page) => bubble(page, "This one").getByRole("button").first().press("Enter"),
};

test("CN9 whatever opens over a conversation is for everybody, and Escape leads back", async () => {
  const page = await signedIn("Ana");
  await openConversation(page, customer.name);
  await bubble(page, "This one").waitFor();
  await reply(page, "We do.");
  await settled(page);
  await page.keyboard.press("Escape");
  await inLooks(page, ["light-wide", "dark-wide"], async (look) => {
    for (const [name, open] of Object.entries(OVERLAYS)) {
      await open(page);
      const overlay = page.locator(OVERLAY).last();
      await overlay.waitFor();
      await settled(page);
      await screenshot(page, `overlay-${name}-${look}`);
      await expectAccessible(page, `${name}, ${look}`, OVERLAY);
      await page.keyboard.press("Escape");
      await overlay.waitFor({ state: "hidden" });
    }
  });
  expectNoFaults(page);
});

test("CN9 what opens beside the words that one writes is for everybody", async () => {
  const page = await signedIn("Ana");
  await openConversation(page, customer.name);
  const states: Record<string, () => Promise<unknown>> = {
    canned: () => composer(page).pressSequentially("/"),
    emoji: () => composer(page).fill(""),
    note: async () => {
      await page.getByRole("button", { name: "Note", exact: true }).click();
      await page.getByRole("textbox", { name: /note/i }).pressSequentially("@");
    },
    search: async () => {
      await page.getByRole("button", { name: "Reply", exact: true }).click();
      await page.getByRole("searchbox").or(page.getByPlaceholder("Search")).first().fill("folding");
      await page.getByText("Messages").first().waitFor();
    },
  };
  for (const [name, enter] of Object.entries(states)) {
    await enter();
    await settled(page);
    await inLooks(page, LOOKS, async (look) => {
      await screenshot(page, `beside-${name}-${look}`);
      await expectAccessible(page, `${name}, ${look}`);
    });
  }
  expectNoFaults(page);
});
