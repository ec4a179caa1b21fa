import { expect, test } from "vitest";
import { newExecution, type Waiting } from "../../src/flows/execution.ts";
import { hearing } from "../../src/flows/hearing.ts";

const UNTIL = 10_000;
const running = (waiting: Waiting | null) => ({
  said_seq: 5,
  execution: { ...newExecution({ customer: {}, conversation: {}, time_zone: "UTC" }), waiting },
});
const answer = (failed = 0): Waiting => ({ for: "answer", failed, until: UNTIL });
const failedAt = (failed_at: number): Waiting => ({ for: "answer", failed: 1, failed_at, until: UNTIL });

test.each<[string, Waiting | null, number, number, boolean, string]>([
  ["what was written before the question is no answer", answer(), 4, 0, false, "early"],
  ["nor what comes before the question was sent", answer(), 6, 0, true, "early"],
  ["what is written after it is", answer(), 6, 0, false, "said"],
  ["FL8 what is written while it is asked again may be", answer(1), 4, 20, true, "meanwhile"],
  ["FL8 or was before it", answer(1), 4, 20, false, "meanwhile"],
  ["FL8 or right after it, before that can be read", failedAt(18), 6, 20, false, "meanwhile"],
  ["what is written when that was read is an answer", failedAt(10), 6, 10 + 3_000, false, "said"],
  ["IN4 what comes when its time was over is late", answer(), 6, UNTIL, false, "late"],
  ["IN4 also where it only waited", { for: "time", until: UNTIL }, 6, UNTIL + 1, false, "late"],
  ["what interrupts a wait may be of before it", { for: "time", until: UNTIL }, 4, 0, true, "said"],
  [
    "what waits for an answer from elsewhere is no question",
    { for: "ai", question: "", number: 1 },
    4,
    0,
    true,
    "said",
  ],
  ["nor is what waits for nothing", null, 4, 0, true, "said"],
])("%s", (_, waiting, seq, at, isSpeaking, how) => {
  expect(hearing(running(waiting), { seq, at, isSpeaking })).toBe(how);
});
