import { type Unit, unitOf } from "./columns.ts";

const UNITS = [
  { unit: "day", size: 86_400 },
  { unit: "hour", size: 3_600 },
  { unit: "minute", size: 60 },
  { unit: "second", size: 1 },
] as const;

const made = new Map<string, Intl.NumberFormat>();

/** To make a formatter costs more than to use it a hundred times. */
function numberFormat(language: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${language} ${JSON.stringify(options)}`;
  const formatter = made.get(key) ?? new Intl.NumberFormat(language, options);
  made.set(key, formatter);
  return formatter;
}

/** A span as people say it, in at most two units: `2 h 5 min`, `45 sec`, `3.4 sec`; `narrow` where there is little room. */
export function spanWords(seconds: number, language: string, unitDisplay: "short" | "narrow" = "short"): string {
  const say = (value: number, unit: string, digits = 0) =>
    numberFormat(language, { style: "unit", unit, unitDisplay, maximumFractionDigits: digits }).format(value);
  if (seconds < 10) return say(seconds, "second", 1);
  const whole = Math.round(seconds);
  const at = UNITS.findIndex(({ size }) => whole >= size);
  const [large, small] = [UNITS[at], UNITS[at + 1]];
  if (large === undefined || small === undefined) return say(whole, "second");
  // Rounded first, so that no 60 min stand beside an hour.
  const rounded = Math.round(whole / small.size) * small.size;
  if (UNITS[at - 1] && rounded >= (UNITS[at - 1]?.size ?? 0)) return say(1, UNITS[at - 1]?.unit ?? "day");
  const rest = (rounded % large.size) / small.size;
  const first = say(Math.floor(rounded / large.size), large.unit);
  return rest === 0 ? first : `${first} ${say(rest, small.unit)}`;
}

/** A number as its unit is written; a dash for none. */
export function written(value: number | null | undefined, unit: Unit, language: string): string {
  if (value === null || value === undefined) return "–";
  switch (unit) {
    case "count":
      return numberFormat(language, {}).format(value);
    case "span":
      return spanWords(value, language);
    case "share":
      return numberFormat(language, { style: "percent", maximumFractionDigits: 1 }).format(value);
    case "rating":
      return numberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 2 }).format(value);
  }
}

export const writtenOf = (column: string, value: number | null | undefined, language: string): string =>
  written(value, unitOf(column), language);

/** Steps of a second's axis that fall on what clocks show. */
const SPAN_STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 21_600, 43_200, 86_400];
const MOST_TICKS = 5;

/** Where an axis of spans is marked, from 0 to at least the highest. */
export function spanTicks(highest: number): number[] {
  const days = (factor: number) => 86_400 * factor;
  const steps = [...SPAN_STEPS, ...[2, 5, 10, 20, 50, 100, 200].map(days)];
  const step = steps.find((one) => one * MOST_TICKS >= highest) ?? days(400);
  return Array.from({ length: Math.max(1, Math.ceil(highest / step)) + 1 }, (_, index) => index * step);
}

/** Where an axis of whole numbers is marked, from 0 to at least the highest. */
export function countTicks(highest: number): number[] {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, highest / MOST_TICKS)));
  const step = power * ([1, 2, 5, 10].find((one) => one * power * MOST_TICKS >= highest) ?? 10);
  return Array.from({ length: Math.max(1, Math.ceil(highest / step)) + 1 }, (_, index) => index * step);
}

/** Where an axis of shares is marked, from 0 to at least the highest. */
export function shareTicks(highest: number): number[] {
  const step = [0.01, 0.02, 0.05, 0.1, 0.2].find((one) => one * MOST_TICKS >= highest) ?? 0.25;
  return Array.from({ length: Math.max(1, Math.ceil(highest / step - 1e-9)) + 1 }, (_, index) => index * step);
}

/** A number where there is little room, as in a heat map: in its largest unit only. */
export function briefly(column: string, value: number, language: string): string {
  if (unitOf(column) !== "span")
    return numberFormat(language, { notation: "compact", maximumFractionDigits: 1 }).format(value);
  const { unit, size } = UNITS.find((one) => value >= one.size) ?? { unit: "second", size: 1 };
  const options = { style: "unit", unit, unitDisplay: "narrow", maximumFractionDigits: 0 } as const;
  return numberFormat(language, options).format(value / size);
}

export interface Trend {
  /** 1: more than before, -1: less, 0: as before. */
  way: 1 | -1 | 0;
  /** By how much: a part of what it was (`0.12`), for shares and ratings the difference; null where it was nothing. */
  by: number | null;
}

/** How a number stands beside that before; null where one of them is not known. */
export function trendOf(now: number | null | undefined, before: number | null | undefined, unit: Unit): Trend | null {
  if (now === null || now === undefined || before === null || before === undefined) return null;
  const isDifference = unit === "share" || unit === "rating";
  const by = isDifference ? now - before : before === 0 ? null : (now - before) / before;
  if (by === null) return now === 0 ? { way: 0, by: 0 } : { way: 1, by: null };
  // What would be told as 0 is told as no change.
  if (Math.abs(by) < (unit === "rating" ? 0.05 : 0.005)) return { way: 0, by: 0 };
  return { way: by > 0 ? 1 : -1, by: Math.abs(by) };
}
