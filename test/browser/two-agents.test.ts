import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { bubble, composer, log, offerOf, openConversation, reachable, reply, sendButton } from "./support/inbox.ts";
import { holdLine } from "./support/line.ts";
import { eventually, expectNoFaults, screenshot, signedIn } from "./support/pages.ts";
import { newCustomer, onlyThere } from "./support/shop.ts";

test("two agents: one is offered what both see, and each sees what the other does", async () => {
  await onlyThere("Ana", "Marco");
  const customer = await newCustomer("Ingrid Solberg");
  const pages = await Promise.all(["Ana", "Marco"].map((who) => signedIn(who)));
  await customer.says("I want to speak to a human");
  const offered = await eventuallyOne(pages.map((page) => () => offerOf(page, customer.name).isVisible()));
  const [mine, other] = [pages[offered], pages[1 - offered]];
  if (mine === undefined || other === undefined) throw new Error("two pages are open");
  const [me, colleague] = offered === 0 ? ["Ana Ruiz", "Marco Bauer"] : ["Marco Bauer", "Ana Ruiz"];

  await openConversation(other, customer.name);
  expect(await offerOf(other, customer.name).count(), "nobody else is offered it").toBe(0);
  await offerOf(mine, customer.name).getByRole("button", { name: "Accept" }).click();
  await bubble(mine, "I want to speak to a human").waitFor();
  await other
    .getByText(new RegExp(`${me}`))
    .first()
    .waitFor();
  await looksOn(mine, colleague);

  await composer(mine).pressSequentially("One moment");
  await other.getByText(`${me} is writing a reply…`).first().waitFor();
  await composer(mine).fill("");
  await reply(mine, "I look it up for you.");
  await bubble(other, "I look it up for you.").waitFor();
  await eventually(() => customer.heard()).toContain("I look it up for you.");
  await screenshot(other, "two-agents-other");

  await mine.getByRole("button", { name: "Resolve" }).first().click();
  await other.getByRole("button", { name: "Reopen" }).first().waitFor();
  for (const page of pages) expectNoFaults(page);
});

test("CN5 who writes is told that a colleague took over and answered; what they had not seen holds their reply", async () => {
  const customer = await newCustomer("Mateus Oliveira");
  await customer.asks("Where is my parcel?");
  const [ana, marco] = await Promise.all([signedIn("Ana"), signedIn("Marco")]);
  const line = await holdLine(ana);
  await ana.reload();
  await openConversation(ana, customer.name);
  await openConversation(marco, customer.name);
  await reply(ana, "Good morning, Ana here.");
  await bubble(marco, "Ana here").waitFor();

  await marco.keyboard.press("Escape");
  await marco.getByRole("button", { name: "Take over" }).first().click();
  await ana.getByText("Marco Bauer has this conversation").waitFor();
  await composer(ana).pressSequentially("I will");
  await reply(marco, "It comes tomorrow.");
  await ana.getByText("Marco Bauer answered while you were writing.").waitFor();
  await ana.getByRole("button", { name: "I have read it" }).click();

  line.deafen();
  await reply(marco, "In the morning.");
  await bubble(marco, "In the morning.").waitFor();
  await eventually(async () => (await customer.conversation()).last_message.content).toBe("In the morning.");
  await reply(ana, "I will ask the courier.");
  await line.cut();
  await line.mend();
  const held = ana.getByRole("alert").filter({ hasText: "Not sent yet: something was said meanwhile" });
  await held.getByText("In the morning.").waitFor();
  await screenshot(ana, "held-by-colleague");
  expect(await customer.heard()).not.toContain("I will ask the courier.");
  await held.getByRole("button", { name: "Edit" }).click();
  await eventually(() => composer(ana).inputValue()).toBe("I will ask the courier.");
  await reply(ana, "Marco is right: in the morning.");
  await eventually(() => customer.heard()).toContain("Marco is right: in the morning.");
  expect(await customer.heard()).not.toContain("I will ask the courier.");
});

test("an offer lies over nothing with which one writes, in every width", async () => {
  await onlyThere("Ana");
  const [busy, waiting] = [await newCustomer("Aylin Demir"), await newCustomer("Femi Adeyemi")];
  await busy.says("Do you have this in blue?");
  const page = await signedIn("Ana");
  await openConversation(page, busy.name);
  await waiting.says("I want to speak to a human");
  await offerOf(page, waiting.name).waitFor();
  const panel = page.getByRole("complementary");
  for (const [width, height] of [
    [1440, 900],
    [1024, 768],
    [390, 844],
  ] as const) {
    await page.setViewportSize({ width, height });
    if (width > 1280 && (await panel.count()) === 0) await page.keyboard.press("i");
    if (width < 1280 && (await panel.count()) > 0) await page.keyboard.press("i");
    await screenshot(page, `offer-${width}`);
    await reachable(sendButton(page));
    await reachable(composer(page));
    await reachable(offerOf(page, waiting.name).getByRole("button", { name: "Accept" }));
  }
  await offerOf(page, waiting.name).getByRole("button", { name: "Decline" }).click();
  await offerOf(page, waiting.name).waitFor({ state: "hidden" });
});

test("what was done last can be undone, and stands as it was", async () => {
  const customer = await newCustomer("Pilar Romero");
  await customer.asks("Is the shop in Harbour Street open on Sundays?");
  const page = await signedIn("Ana");
  const button = (name: string) => page.getByRole("button", { name, exact: true }).first();
  await openConversation(page, customer.name);
  await button("Take over").click();
  await button("Hand back").waitFor();
  await button("Resolve").click();
  await button("Reopen").waitFor();
  await eventually(() => page.getByRole("button", { name: "Undo" }).count()).toBe(1);
  await button("Undo").click();
  await button("Hand back").waitFor();
  expectNoFaults(page);
});

test("what one says oneself is brought into sight, wherever one was reading", async () => {
  await onlyThere("Marco");
  const customer = await newCustomer("Ngozi Eze");
  await customer.says("I want to speak to a human");
  for (let line = 1; line <= 12; line++) await customer.says(`Line ${line}: ${"and so on ".repeat(30)}`);
  const page = await signedIn("Ana");
  await openConversation(page, customer.name);
  const below = () => log(page).evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight);
  await eventually(below).toBeGreaterThan(200);
  await reply(page, "I have read all of that.");
  await eventually(below).toBeLessThan(80);
  await bubble(page, "I have read all of that.").waitFor();
  expectNoFaults(page);
});

const looksOn = (page: Page, who: string): Promise<void> =>
  eventually(() =>
    page
      .getByText(`${who} is looking at this`)
      .or(page.getByLabel(`${who} is looking at this`))
      .count(),
  ).toBeGreaterThan(0);

/** The index of the first that holds. */
async function eventuallyOne(asks: (() => Promise<boolean>)[]): Promise<number> {
  let found = -1;
  await eventually(async () => {
    found = (await Promise.all(asks.map((ask) => ask()))).indexOf(true);
    return found;
  }).toBeGreaterThanOrEqual(0);
  return found;
}
