import type { Locator, Page } from "playwright-core";
import { eventually } from "./pages.ts";

/** The row of somebody in the list of conversations. */
export const rowOf = (page: Page, name: string): Locator =>
  page.getByRole("region", { name: "Conversations", exact: true }).getByRole("link", { name });

/** Opens the conversation with somebody, from among all. */
export async function openConversation(page: Page, name: string): Promise<void> {
  await page.getByRole("navigation", { name: "Views" }).getByRole("link", { name: /^All/ }).click();
  await rowOf(page, name).click();
  await log(page).waitFor();
}

/** What was said, in the conversation that is open. */
export const log = (page: Page): Locator => page.getByRole("log", { name: "Messages" });

/** A message that has such words. */
export const bubble = (page: Page, words: string | RegExp): Locator =>
  log(page).getByRole("article").filter({ hasText: words });

export const composer = (page: Page): Locator => page.getByRole("textbox", { name: /reply/i });

export async function reply(page: Page, words: string): Promise<void> {
  await composer(page).fill(words);
  await composer(page).press("Enter");
}

/** Nothing lies over something that is pressed. */
export const reachable = (button: Locator): Promise<void> => button.hover({ trial: true, timeout: 5_000 });

/** What a conversation is offered by, while it is. */
export const offerOf = (page: Page, name: string): Locator => page.getByRole("article", { name: `Offer: ${name}` });

/** The button that sends what is written. */
export const sendButton = (page: Page): Locator => page.getByRole("button", { name: "Send the reply" });

/** How far a message came, as its ticks say. */
export const reaches = (page: Page, words: string, status: RegExp): Promise<void> =>
  eventually(() => bubble(page, words).getByRole("img", { name: status }).count()).toBe(1);
