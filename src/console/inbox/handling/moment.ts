import { locale } from "../../locales/text.ts";
import { clockOf, dateTimeOf, startOfDay } from "../../ui/time.tsx";

const DAY = 86_400_000;

/** A time to come, short: the hour of today, the weekday and hour of this week, else the whole of it. */
export function momentOf(at: string | number, now: number, timeZone?: string): string {
  const then = new Date(at).getTime();
  const days = Math.round((startOfDay(then) - startOfDay(now)) / DAY);
  if (timeZone === undefined && days === 0) return clockOf(at);
  if (days > 6)
    return timeZone === undefined
      ? dateTimeOf(at)
      : inZone(then, { dateStyle: "medium", timeStyle: "short", timeZone });
  return inZone(then, { weekday: "short", hour: "numeric", minute: "2-digit", ...(timeZone ? { timeZone } : {}) });
}

const inZone = (at: number, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(locale(), options).format(at);
