import { expect, test } from "vitest";
import { expectAccessible, expectNoFaults, goTo, screenshot, settled, signedIn } from "./support/pages.ts";
import { newShop } from "./support/shop.ts";

/** Where nothing is yet, and what is said of it. */
const EMPTY: Record<string, string> = {
  "/": "No conversations yet",
  "/settings/inboxes": "No inboxes yet",
  "/settings/teams": "No teams yet",
  "/settings/answers": "No articles yet",
  "/settings/flows": "No flows yet",
  "/settings/replies": "No canned replies yet",
  "/settings/macros": "No macros yet",
  "/settings/automation": "No rules yet",
  "/settings/subscriptions": "No subscriptions",
  "/settings/dead-letters": "No dead letters",
  "/settings/quarantine": "Nothing in quarantine",
  "/reports": "Reports",
  "/operations": "Operations",
};

test("CN8, CN9 where there is nothing yet it is said what would be there, and how it comes", async () => {
  const page = await signedIn(await newShop("Corner Bakery"), "/", { colorScheme: "dark" });
  for (const [path, words] of Object.entries(EMPTY)) {
    await goTo(page, path);
    await page.getByText(words).first().waitFor();
    await settled(page);
    await screenshot(page, `first-run-${path.split("/").at(-1) || "inbox"}`);
    await expectAccessible(page, path);
  }
  expect(new URL(page.url()).pathname).toBe("/operations");
  expectNoFaults(page);
});
