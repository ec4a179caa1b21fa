import { useSyncExternalStore } from "react";
import { locale } from "../locales/text.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The time now, told anew every `everyMs`: all who ask for the same share one timer. */
const clocks = new Map<
  number,
  { now: number; listeners: Set<() => void>; timer: ReturnType<typeof setInterval> | null }
>();

export function useNow(everyMs = 30_000): number {
  const clock = clocks.get(everyMs) ?? { now: Date.now(), listeners: new Set<() => void>(), timer: null };
  clocks.set(everyMs, clock);
  return useSyncExternalStore(
    (listener) => {
      clock.listeners.add(listener);
      clock.timer ??= setInterval(() => {
        clock.now = Date.now();
        for (const one of clock.listeners) one();
      }, everyMs);
      return () => {
        clock.listeners.delete(listener);
        if (clock.listeners.size > 0 || clock.timer === null) return;
        clearInterval(clock.timer);
        clock.timer = null;
      };
    },
    () => clock.now,
  );
}

/** A formatter of each language that was spoken: to make one costs more than all the rest of a row. */
function kept<T>(make: (locale: string) => T): () => T {
  const made = new Map<string, T>();
  return () => {
    const spoken = locale();
    const formatter = made.get(spoken) ?? make(spoken);
    made.set(spoken, formatter);
    return formatter;
  };
}

const format = (options: Intl.DateTimeFormatOptions) => {
  const formatter = kept((spoken) => new Intl.DateTimeFormat(spoken, options));
  return (at: string | number) => formatter().format(new Date(at));
};

/** 14:05 */
export const clockOf = format({ timeStyle: "short" });
/** 21 Nov 2026, 14:05 */
export const dateTimeOf = format({ dateStyle: "medium", timeStyle: "short" });
/** Saturday, 21 November */
export const dayOf = format({ weekday: "long", day: "numeric", month: "long" });
/** 21 Nov 2026 */
export const dateOf = format({ dateStyle: "medium" });

const weekdayOf = format({ weekday: "short" });
const dayAndMonthOf = format({ day: "numeric", month: "short" });
const shortDateOf = format({ dateStyle: "short" });

/** As lists say it: the time of today, the weekday of this week, else the date. */
export function shortTimeOf(at: string | number, now: number): string {
  const then = new Date(at);
  const days = Math.round((startOfDay(now) - startOfDay(then.getTime())) / DAY);
  if (days === 0) return clockOf(at);
  if (days > 0 && days < 7) return weekdayOf(at);
  const isSameYear = then.getFullYear() === new Date(now).getFullYear();
  return isSameYear ? dayAndMonthOf(at) : shortDateOf(at);
}

/** Midnight of a day, here. */
export const startOfDay = (at: number): number => new Date(at).setHours(0, 0, 0, 0);

type SpanStyle = "narrow" | "short" | "long";

const spans = new Map<string, () => Intl.NumberFormat>();

function spanFormat(unit: string, unitDisplay: SpanStyle): Intl.NumberFormat {
  const key = `${unit} ${unitDisplay}`;
  const formatter =
    spans.get(key) ??
    kept((spoken) => new Intl.NumberFormat(spoken, { style: "unit", unit, unitDisplay, maximumFractionDigits: 0 }));
  spans.set(key, formatter);
  return formatter();
}

/** A span in its largest unit: `3 h`, `12 min`, `5 days`. */
export function spanOf(ms: number, style: SpanStyle = "short"): string {
  const size = Math.abs(ms);
  const [value, unit]: [number, string] =
    size >= 2 * DAY
      ? [size / DAY, "day"]
      : size >= HOUR
        ? [size / HOUR, "hour"]
        : size >= MINUTE
          ? [size / MINUTE, "minute"]
          : [size / 1000, "second"];
  return spanFormat(unit, style).format(Math.floor(value));
}

/** A time, short, with the whole of it for who asks. */
export function Time({ at, className }: { at: string; className?: string }) {
  const now = useNow();
  return (
    <time dateTime={at} title={dateTimeOf(at)} className={className}>
      {shortTimeOf(at, now)}
    </time>
  );
}
