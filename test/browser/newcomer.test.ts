import type { Page } from "playwright-core";
import { inject, test } from "vitest";
import { bubble, offerOf, openConversation, reaches, reply } from "./support/inbox.ts";
import {
  eventually,
  expectAccessible,
  expectNoFaults,
  inLooks,
  LOOKS,
  newPage,
  screenshot,
  settled,
  signedIn,
} from "./support/pages.ts";
import { onlyThere } from "./support/shop.ts";

const CUSTOMER = "Budi Santoso";

async function writes(phone: Page, words: string): Promise<void> {
  await phone.getByRole("textbox", { name: "Message" }).fill(words);
  await phone.getByRole("textbox", { name: "Message" }).press("Enter");
}

const hears = (phone: Page, words: RegExp) =>
  eventually(() => phone.getByRole("log", { name: "Messages" }).innerText()).toMatch(words);

test("a newcomer plays both sides: question, AI answer, hand-off, offer, reply, ticks, end", async () => {
  await onlyThere("Ana");
  const phone = await newPage();
  await phone.goto(inject("stage").phone);
  await phone.getByRole("link", { name: CUSTOMER }).click();
  const page = await signedIn("Ana");

  await writes(phone, "How long does delivery take?");
  await hears(phone, /two to three working days/);
  await openConversation(page, CUSTOMER);
  await bubble(page, "How long does delivery take?").waitFor();
  await bubble(page, "two to three working days").waitFor();

  await writes(phone, "I want to speak to a human");
  await offerOf(page, CUSTOMER).getByRole("button", { name: "Accept" }).click();
  await bubble(page, "I want to speak to a human").waitFor();

  await reply(page, "Hello Budi, Ana here. Your parcel left today.");
  await hears(phone, /Your parcel left today/);
  await phone.getByRole("log", { name: "Messages" }).getByText("read", { exact: true }).last().waitFor();
  await reaches(page, "Your parcel left today", /^Read/);
  await settled(page);
  await inLooks(page, LOOKS, async (look) => {
    await screenshot(page, `thread-${look}`);
    await expectAccessible(page, `thread, ${look}`);
  });

  await page.getByRole("button", { name: "Resolve" }).first().click();
  await hears(phone, /Thank you for writing to us/);
  await hears(phone, /How did we do/);
  await page.getByRole("button", { name: "Reopen" }).first().waitFor();
  await screenshot(page, "thread-resolved");
  await screenshot(phone, "phone");
  expectNoFaults(page);
  expectNoFaults(phone);
});
