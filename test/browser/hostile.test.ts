import { expect, test } from "vitest";
import { bubble, openConversation, rowOf } from "./support/inbox.ts";
import { expectNoFaults, inLooks, LOOKS, screenshot, signedIn } from "./support/pages.ts";
import { newCustomer, uploaded } from "./support/shop.ts";

const HTML = `<img src=x onerror="document.title='taken'"><script>document.title='taken'</script><b>bold</b>`;
const BIDI = "invoice\u202Efdp.exe\u202C and \u2066isolated\u2069";
const ZERO_WIDTH = `hid${"\u200B".repeat(2000)}den`;
const ZALGO = `Z${"\u0335\u0321\u034A".repeat(150)}algo`;
const LONG = "unbroken".repeat(500);
/** As long as a call may be. */
const HUGE = `${"A very long story, word by word. ".repeat(3_100)}The end.`;
const NO_PICTURE = new TextEncoder().encode("<svg onload='document.title=`taken`'>");
const LINKS = "javascript:alert(1) http://\u0430pple.example/ https://shop.example/?a=<b>";

test("CN7 what customers write is shown as it is, does nothing, and stays in its place", async () => {
  const customer = await newCustomer('<u>Mallory</u>"\u202E');
  const messages = [HTML, BIDI, ZERO_WIDTH, ZALGO, LONG, LINKS];
  for (const text of messages) await customer.says(text);
  await customer.sends({
    type: "image",
    media_id: await uploaded(NO_PICTURE, "image/jpeg", "a.jpg"),
    caption: "broken",
  });
  await customer.says(HUGE);
  const page = await signedIn("Ana");
  page.on("dialog", (dialog) => expect.unreachable(`a dialog: ${dialog.message()}`));
  await rowOf(page, "Mallory").waitFor();
  await openConversation(page, "Mallory");
  await bubble(page, "<script>").waitFor();
  await bubble(page, "unbroken").first().waitFor();
  await bubble(page, "A very long story").waitFor();
  await bubble(page, "broken").last().getByText("This file cannot be shown here").waitFor();
  expect(await page.title()).not.toContain("taken");
  expect(await page.locator("#content script, #content [onerror], #content u").count()).toBe(0);
  expect(await page.locator('#content a[href^="javascript:"]').count()).toBe(0);
  for (const link of await page.locator('#content a[href*="shop.example"]').all())
    expect(await link.getAttribute("rel")).toContain("noopener");
  await inLooks(page, LOOKS, async (look) => {
    const sideways = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;
    expect(await page.evaluate(sideways), `nothing is wider than the page, ${look}`).toBeLessThanOrEqual(0);
    await screenshot(page, `hostile-${look}`);
  });
  expectNoFaults(page);
});
