import { beforeAll, expect, test } from "vitest";
import {
  expectAccessible,
  expectNoFaults,
  goTo,
  inLooks,
  LOOKS,
  type Look,
  screenshot,
  settled,
  signedIn,
} from "./support/pages.ts";
import { newCustomer } from "./support/shop.ts";

/** Every page of the console, by what it is about. */
const PAGES = {
  work: ["/", "/reports", "/operations", "/settings"],
  workspace: ["general", "inboxes", "outlets", "timers", "courtesies", "services"].map((name) => `/settings/${name}`),
  people: ["profile", "agents", "teams", "assignment", "hand-off"].map((name) => `/settings/${name}`),
  answers: ["answers", "flows", "replies", "macros", "automation"].map((name) => `/settings/${name}`),
  developers: ["api-keys", "subscriptions", "dead-letters", "quarantine"].map((name) => `/settings/${name}`),
};

/** Each colour and each width once: the settings are forms of one kind. */
const SOME: Look[] = ["light-wide", "dark-narrow"];

beforeAll(async () => {
  const customer = await newCustomer("Nora Lindqvist");
  await customer.says("Good morning! Do you repair *electric* bicycles?");
});

test.each(Object.entries(PAGES))("CN9 the pages of %s are for everybody, in every look", async (about, paths) => {
  const page = await signedIn("Ana", paths[0]);
  await inLooks(page, about === "work" ? LOOKS : SOME, async (look) => {
    for (const path of paths) {
      await goTo(page, path);
      await settled(page);
      const name = path.slice(1).replace("/", "-") || "inbox";
      await screenshot(page, `${name}-${look}`);
      await expectAccessible(page, `${name}, ${look}`);
      const sideways = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;
      expect.soft(await page.evaluate(sideways), `${name}, ${look}: wider than the page`).toBeLessThanOrEqual(0);
    }
  });
  expectNoFaults(page);
});
