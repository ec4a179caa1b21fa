import { expect, test } from "vitest";
import { bubble, log, openConversation, reaches, reply, rowOf } from "./support/inbox.ts";
import { holdLine } from "./support/line.ts";
import { eventually, newPage, screenshot, signedIn } from "./support/pages.ts";
import { type Customer, newCustomer } from "./support/shop.ts";

/** A conversation at which Siti sits, by a line that can be disturbed. */
async function onALine(customer: Customer, question: string) {
  await customer.asks(question);
  const page = await signedIn("Siti");
  const line = await holdLine(page);
  await page.reload();
  await openConversation(page, customer.name);
  await bubble(page, question).waitFor();
  await log(page).getByRole("article").nth(1).waitFor();
  return { page, line };
}

test("CN4 what is written without a line is shown, goes when it is back, in order and once; what was missed comes", async () => {
  const customer = await newCustomer("Tomás Herrera");
  const other = await newCustomer("Grace Achieng");
  const { page, line } = await onALine(customer, "Do you sell helmets?");
  const answers = ["Yes, in three sizes.", "For children, too.", "Come and try them on."];

  await line.cut();
  await page.getByText("Connection lost").waitFor();
  for (const answer of answers) await reply(page, answer);
  for (const answer of answers) await log(page).getByText(answer).waitFor();
  await screenshot(page, "connection-lost");
  await other.says("Good morning, is anybody there?");
  expect(await customer.heard()).not.toContain(answers[0]);

  await line.mend();
  await rowOf(page, other.name).waitFor();
  const heard = async () => (await customer.heard()).filter((text) => answers.includes(text));
  await eventually(heard).toEqual(answers);
  for (const answer of answers) await reaches(page, answer, /^(Sent|Delivered|Read)/);
  await page.getByText("Connection lost").waitFor({ state: "hidden" });
  expect(await heard()).toEqual(answers);
  const shown = (await log(page).getByRole("article").allInnerTexts()).join("\n");
  expect(answers.map((answer) => shown.split(answer).length - 1)).toEqual([1, 1, 1]);
  expect(answers.map((answer) => shown.indexOf(answer))).toEqual(
    answers.map((answer) => shown.indexOf(answer)).toSorted((one, next) => one - next),
  );
});

test("CN4 an answer of the server's that is lost makes no message go twice", async () => {
  const customer = await newCustomer("Wanjiru Kamau");
  const { page, line } = await onALine(customer, "Is it open?");
  line.deafen();
  await reply(page, "Until six.");
  await eventually(() => customer.heard()).toContain("Until six.");
  await line.cut();
  await line.mend();
  await reaches(page, "Until six.", /^(Sent|Delivered|Read)/);
  await reply(page, "And on Saturdays until four.");
  await eventually(() => customer.heard()).toContain("And on Saturdays until four.");
  expect((await customer.heard()).filter((text) => text === "Until six.")).toHaveLength(1);
  expect(await bubble(page, "Until six.").count()).toBe(1);
});

test("CN5 what was written without a line is held when the customer wrote meanwhile, and goes when its writer says so", async () => {
  const customer = await newCustomer("Pavel Novák");
  const { page, line } = await onALine(customer, "Can I pay by card?");
  await line.cut();
  await page.getByText("Connection lost").waitFor();
  await reply(page, "Yes, by every card.");
  await customer.says("Never mind, I pay in cash.");
  await line.mend();
  await bubble(page, "I pay in cash").waitFor();
  await page.getByRole("alert").filter({ hasText: "Not sent yet" }).waitFor();
  await screenshot(page, "held");
  expect(await customer.heard()).not.toContain("Yes, by every card.");
  await page.getByRole("region", { name: "Composer" }).getByRole("button", { name: "Send anyway" }).click();
  await eventually(() => customer.heard()).toContain("Yes, by every card.");
});

test("CN8 who comes while nothing answers is told so, with a way out", async () => {
  const page = await newPage();
  await page.route("**/api/v1/session", (route) => route.abort());
  await page.goto("/");
  await page.getByText("The server cannot be reached").waitFor();
  await page.unroute("**/api/v1/session");
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
});
