import type { Answer } from "../../api/types.ts";

export type Outlet = Answer<"listOutlets">["outlets"][number];
export type BusinessHours = NonNullable<Outlet["business_hours"]>;
export type Holiday = BusinessHours["holidays"][number];
export type Period = string[];

export const DAYS = [
  "mon",
  "tue",
  "wed",
  "thu",
  "fri",
  "sat",
  "sun",
] as const satisfies (keyof BusinessHours["weekly"])[];
export type Day = (typeof DAYS)[number];

/** What somebody begins with who sets hours for the first time. */
export const usualHours = (time_zone: string): BusinessHours => ({
  time_zone,
  weekly: Object.fromEntries(DAYS.slice(0, 5).map((day) => [day, [["09:00", "18:00"]]])),
  holidays: [],
});

const minutesOf = (time: string): number => {
  const [hours = "0", minutes = "0"] = time.split(":");
  return Number(hours) * 60 + Number(minutes);
};
const clock = (minutes: number): string =>
  `${`${Math.floor(minutes / 60)}`.padStart(2, "0")}:${`${minutes % 60}`.padStart(2, "0")}`;

/** One more period of a day: after its last, else the usual hours. */
export function withPeriod(periods: readonly Period[]): Period[] {
  const last = periods.at(-1);
  if (last === undefined) return [["09:00", "18:00"]];
  const from = Math.min(minutesOf(last[1] ?? "18:00") + 60, 22 * 60);
  return [...periods, [clock(from), clock(Math.min(from + 4 * 60, 24 * 60))]];
}

/** Whether periods of one day overlap, which is not meant so. */
export function overlap(periods: readonly Period[]): boolean {
  const spans = periods
    .map(([from = "00:00", until = "24:00"]) => {
      const start = minutesOf(from);
      const end = minutesOf(until);
      return [start, end <= start ? end + 24 * 60 : end] as const;
    })
    .sort(([one], [other]) => one - other);
  return spans.some(([start], index) => index > 0 && start < (spans[index - 1]?.[1] ?? 0));
}

/** Whether a period ends on the next day. */
export const isOvernight = ([from = "00:00", until = "24:00"]: Period): boolean => minutesOf(until) <= minutesOf(from);

/** The same hours on other days. */
export const copied = (weekly: BusinessHours["weekly"], from: Day, to: readonly Day[]): BusinessHours["weekly"] => ({
  ...weekly,
  ...Object.fromEntries(to.map((day) => [day, weekly[from] ?? []])),
});
