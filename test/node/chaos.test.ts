import { afterEach, expect, test } from "vitest";
import { chanceOf } from "../domain/simulation/world.ts";
import { Campaign } from "./chaos/campaign.ts";
import { kills } from "./chaos/scenarios.ts";

const SEED = 20_261;

let campaign: Campaign | null = null;
afterEach(async () => {
  await campaign?.end();
  campaign = null;
});

/** DL5: who may have got a message is not sent it again for two minutes, nor what waits behind it: no test waits so long. */
const waitsByRule = (what: string) => /was never sent; the last of it is (message\.sending|that it waits)/.test(what);

test("EX1, CB4, MA4 killed three times under load, nothing is lost, nothing is there twice, and all of it goes on", async () => {
  const lines: string[] = [];
  campaign = new Campaign({ chance: chanceOf(SEED), say: (line) => lines.push(line) });
  await campaign.start({ phones: 4, services: 3, agents: 1 });
  await kills(campaign, 3, 1_500);
  const row = await campaign.rest(40_000, waitsByRule);
  expect(row.stored).toBe(row.acknowledged);
  expect(row.acknowledged).toBeGreaterThan(50);
  expect(row.repeated).toBe(0);
  // What happens while it is counted is told, and not counted.
  expect(row.told).toBeGreaterThanOrEqual(row.events);
});
