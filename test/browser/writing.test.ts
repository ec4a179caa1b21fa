import { expect, test } from "vitest";
import { bubble, composer, log, openConversation, reply } from "./support/inbox.ts";
import { accountOf, eventually, expectNoFaults, newSession, settled, signedIn } from "./support/pages.ts";
import { newCustomer } from "./support/shop.ts";

test("CN4 what one begins to write is theirs alone, the same in all of their windows, and gone when it is sent", async () => {
  const customer = await newCustomer("Ines Duarte");
  await customer.asks("Do you have it in green?");
  const page = await signedIn("Ana");
  await openConversation(page, customer.name);
  const other = await page.context().newPage();
  await other.goto(page.url());
  await composer(page).fill("In green, and");
  await eventually(() => composer(other).inputValue()).toBe("In green, and");
  await reply(other, "In green, and in blue.");
  await eventually(() => composer(page).inputValue()).toBe("");

  await composer(page).fill("Nobody else reads this");
  await settled(page);
  const path = page.url();
  await other.close();
  await newSession(page, accountOf("Marco"));
  await page.goto(path);
  await bubble(page, "In green, and in blue.").waitFor();
  expect(await composer(page).inputValue()).toBe("");
  expectNoFaults(page);
});

test("CN7 what was said last stays in sight while a file is attached", async () => {
  const customer = await newCustomer("Piotr Nowak");
  for (let line = 1; line <= 12; line += 1) await customer.says(`Line ${line}\n\n\nof many`);
  const page = await signedIn("Ana");
  await openConversation(page, customer.name);
  await bubble(page, "Line 12").waitFor();
  const hidden = () => log(page).evaluate((it) => Math.round(it.scrollHeight - it.scrollTop - it.clientHeight));
  await log(page).press("End");
  await eventually(hidden).toBe(0);
  const height = await log(page).evaluate((it) => it.clientHeight);
  const file = { name: "list.txt", mimeType: "text/plain", buffer: Buffer.from("one, two") };
  await page.locator('input[type="file"]').first().setInputFiles(file);
  await page.getByText("list.txt").first().waitFor();
  await eventually(() => log(page).evaluate((it) => it.clientHeight)).toBeLessThan(height);
  await eventually(hidden).toBe(0);
  await page.getByRole("button", { name: /Remove list.txt/ }).click();
  await eventually(() => log(page).evaluate((it) => it.clientHeight)).toBe(height);
  await eventually(hidden).toBe(0);
  expectNoFaults(page);
});
