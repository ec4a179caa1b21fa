import { expect, test } from "vitest";
import { openConversation, reply } from "./support/inbox.ts";
import { accountOf, eventually, expectNoFaults, settled, signedIn } from "./support/pages.ts";
import { api, newCustomer, onlyThere } from "./support/shop.ts";

test("who looks elsewhere is told of what a customer of theirs writes, and of notes that name them", async () => {
  await onlyThere("Ana");
  const page = await signedIn("Ana", "/settings/profile");
  await page.addInitScript(() => {
    localStorage.setItem("console:notifications", "on");
    const told: string[] = [];
    class Told {
      static permission = "granted";
      constructor(title: string) {
        told.push(title);
      }
    }
    Object.assign(window, { Notification: Told, told });
    document.hasFocus = () => false;
  });
  const [mine, other] = [await newCustomer("Selma Yilmaz"), await newCustomer("Oscar Lind")];
  await mine.asks("Is the red one still there?");
  await other.asks("Is it heavy?");
  await page.goto("/");
  await openConversation(page, mine.name);
  await reply(page, "I go and look.");
  await settled(page);
  const told = () => page.evaluate(() => (window as unknown as { told: string[] }).told);
  await mine.says("Thank you, I wait.");
  await eventually(told).toContain("Selma Yilmaz wrote");

  const { agents } = await api("/agents");
  const ana = agents.find(({ email }: { email: string }) => email === accountOf("Ana").email);
  const { conversations } = await api("/conversations?q=Oscar");
  await api(`/conversations/${conversations[0].id}/notes`, "POST", { content: "Do you know?", mentions: [ana.id] });
  await eventually(told).toContain("A note about Oscar Lind mentions you");
  expect((await told()).filter((title) => title.includes("wrote"))).toEqual(["Selma Yilmaz wrote"]);
  expectNoFaults(page);
});
