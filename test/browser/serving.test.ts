import { inject, test } from "vitest";
import { expectNoFaults, newPage } from "./support/pages.ts";

test("the console opens at any address of its own, within its policy", async () => {
  const page = await newPage();
  await page.goto("/");
  await page.locator("#root > *").first().waitFor();
  expectNoFaults(page);
  await page.goto(`${inject("stage").api}/some/where`);
  await page.locator("#root > *").first().waitFor();
});
