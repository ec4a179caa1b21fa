const DAY_MS = 86_400_000;

/** Days from one to another, both included: `YYYY-MM-DD`. */
export interface Days {
  from: string;
  to: string;
}

/** Which day it is in a time zone. */
export function todayIn(timeZone: string, now: number): string {
  const parts = new Intl.DateTimeFormat("en", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" })
    .formatToParts(now)
    .map(({ type, value }) => [type, value] as const);
  const { year, month, day } = Object.fromEntries(parts) as { year: string; month: string; day: string };
  return `${year}-${month}-${day}`;
}

export const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);

/** How many days they are. */
export const countOf = ({ from, to }: Days): number => Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1;

/** As many days right before (`-1`) or behind (`1`) them. */
export function beside(days: Days, way: 1 | -1): Days {
  const shift = countOf(days) * way;
  return { from: dayAfter(days.from, shift), to: dayAfter(days.to, shift) };
}

/** A day that the calendar has. */
export const isDay = (text: string | null): text is string =>
  text !== null &&
  /^2[01]\d\d-\d\d-\d\d$/.test(text) &&
  !Number.isNaN(Date.parse(text)) &&
  new Date(text).toISOString().startsWith(text);

/** So short a span that the part of today that is to come weighs too much to compare it. */
const TOO_SHORT_TO_COMPARE = 7;

/** Whether days may be compared with those before: today is not over. */
export const isComparable = (days: Days, today: string): boolean =>
  days.to < today || (countOf(days) >= TOO_SHORT_TO_COMPARE && days.to === today);
