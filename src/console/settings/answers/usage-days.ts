import type { Answer } from "../../api/types.ts";

export type UsageDay = Answer<"assistantUsage">["days"][number];

const DAY_MS = 86_400_000;

/** The last days in their order, also those on which nothing was taken. @param now in epoch milliseconds; days are of UTC */
export function lastDays(known: readonly UsageDay[], count: number, now: number): UsageDay[] {
  const byDay = new Map(known.map((one) => [one.day, one]));
  return Array.from({ length: count }, (_, index) => {
    const day = new Date(now - (count - 1 - index) * DAY_MS).toISOString().slice(0, 10);
    return byDay.get(day) ?? { day, requests: 0, input_tokens: 0, output_tokens: 0, cost: 0 };
  });
}
