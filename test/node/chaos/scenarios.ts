import { setTimeout as wait } from "node:timers/promises";
import type { Campaign } from "./campaign.ts";
import type { Victim } from "./machine.ts";
import { movedClock } from "./moved-clock.ts";
import { smallDisk } from "./small-disk.ts";

/** What goes wrong, from beginning to end; afterwards nothing is wrong any more. */
type Trouble = (campaign: Campaign) => Promise<void>;

/** A scenario that was set up: what the product has to run with, and what goes wrong. */
interface Stage {
  stateDir?: string;
  env?: Record<string, string>;
  clockIsSteady?: boolean;
  trouble: Trouble;
  remove?(): void;
}

const LITTLE_MS = 5_000;

const VICTIMS: Victim[] = ["runtime", "runtime", "runtime", "both", "supervisor"];

/** Kills under load at moments that follow from the seed, and looks at everything after each. */
export async function kills(campaign: Campaign, count: number, longestMs = 4_000): Promise<void> {
  const { machine, chance, say } = campaign;
  for (let round = 1; round <= count; round++) {
    await wait(500 + chance() * longestMs);
    const victim = await machine.kill(VICTIMS[Math.floor(chance() * VICTIMS.length)] as Victim);
    const since = Date.now();
    await machine.whole();
    say(`kill ${round} of ${count} (${victim}), there again after ${Date.now() - since} ms`);
    await campaign.check(`kill ${round} (${victim})`);
  }
}

const WHATSAPP: [string, object][] = [
  ["slow answers", { answer_after_ms: 1_500 }],
  ["answers after our patience", { answer_after_ms: 25_000 }],
  ["answers in time", { answer_after_ms: 0 }],
  ["500", { server_errors_next: 10 }],
  ["answers lost", { lose_next_answers: 15, lose_how: "502" }],
  ["answers that never come", { lose_next_answers: 10, lose_how: "hang" }],
  ["130429", { fail_next: { code: 130_429, count: 10 } }],
  ["131056", { fail_next: { code: 131_056, count: 10 } }],
  ["80007", { fail_next: { code: 80_007, count: 2 } }],
  ["webhooks twice, before the answer", { webhooks: { duplicate: true, statuses_before_answer: true } }],
];

const WHATSAPP_IS_WELL = {
  server_errors_next: 0,
  lose_next_answers: 0,
  fail_next: { code: 130_429, count: 0 },
  webhooks: { duplicate: false, statuses_before_answer: false },
};

/** WhatsApp is slow, fails, loses answers and sets a pace; in the midst of it the runtime is killed. */
async function whatsApp(campaign: Campaign): Promise<void> {
  for (const [what, settings] of WHATSAPP) {
    campaign.say(`WhatsApp: ${what}`);
    await campaign.phonesAre(settings);
    await wait(LITTLE_MS);
    await campaign.check(what);
  }
  await kills(campaign, 2);
  await campaign.phonesAre(WHATSAPP_IS_WELL);
}

/** The business's service is not there, fails, or does not answer; then it is back. */
async function subscribers(campaign: Campaign): Promise<void> {
  for (const mood of ["refuses", "fails", "hangs"] as const) {
    await campaign.subscriber.be(mood);
    await wait(LITTLE_MS);
    if (mood === "fails") await kills(campaign, 1);
    await campaign.check(`the subscriber ${mood}`);
  }
  await campaign.subscriber.be("takes");
  await wait(LITTLE_MS);
  await campaign.check("the subscriber is back");
}

/** The disk is full for a while, and the runtime is killed while it is. */
function fullDisk(): Stage | string {
  const disk = smallDisk();
  if (typeof disk === "string") return disk;
  const trouble = async (campaign: Campaign) => {
    await wait(LITTLE_MS);
    for (const victim of [null, "runtime", "both"] as const) {
      const before = campaign.unanswered;
      disk.fill();
      await wait(LITTLE_MS / 2);
      if (victim !== null) await campaign.machine.kill(victim);
      await wait(LITTLE_MS / 2);
      disk.free();
      campaign.say(`there is room again; ${campaign.unanswered - before} requests had to be asked again`);
      await campaign.machine.whole();
      await campaign.check(`the disk was full${victim === null ? "" : `, kill (${victim})`}`);
      await wait(LITTLE_MS);
    }
  };
  return { stateDir: disk.stateDir, trouble, remove: disk.remove };
}

/** In seconds beside true time; never as far as closes a window or a conversation. */
const FORTH = [90, 3_600];

/**
 * Set back under a living runtime, its timers ring only once the clock shows their time again: so it is set back while
 * nothing runs, and by no more than what was in flight then can wait for.
 */
const BACK = 3_540;

/** The clock of the product's machine is set; WhatsApp's stays right. */
function clockJumps(): Stage | string {
  const clock = movedClock();
  if (typeof clock === "string") return clock;
  const trouble = async (campaign: Campaign) => {
    for (const seconds of FORTH) {
      await wait(LITTLE_MS);
      clock.show(seconds);
      await wait(LITTLE_MS);
      await campaign.check(`the clock shows ${seconds} s more`);
    }
    await wait(LITTLE_MS);
    await campaign.machine.kill("both");
    clock.show(BACK);
    await campaign.machine.whole();
    await campaign.check(`kill (both), the clock shows ${BACK} s more`);
    await wait(LITTLE_MS);
  };
  return { env: clock.env, clockIsSteady: false, trouble, remove: clock.remove };
}

/** By name; a text says why one cannot be played here. */
export const SCENARIOS = {
  kills: ({ kills: count }: { kills: number }): Stage => ({ trouble: (campaign) => kills(campaign, count) }),
  whatsapp: (): Stage => ({ trouble: whatsApp }),
  subscribers: (): Stage => ({ trouble: subscribers }),
  disk: fullDisk,
  clock: clockJumps,
};
