/** `["09:00", "18:00"]`: from, until; `24:00` is the day's end. One that ends before it begins ends on the next day. */
type Period = string[];

type Weekday = "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun";

/** A day on which other hours hold than in other weeks. */
interface Holiday {
  /** `YYYY-MM-DD`, in the hours' own time zone. */
  date: string;
  name: string;
  /** Without them it is closed all day. */
  hours?: Period[] | undefined;
}

/** When people are there to answer. A day that is not named is closed. */
export interface BusinessHours {
  /** IANA name, such as `Asia/Jakarta`. */
  time_zone: string;
  weekly: { [day in Weekday]?: Period[] | undefined };
  holidays: Holiday[];
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** So many days ahead are looked at: what does not open within a year and a week does not open. */
const DAYS_AHEAD = 372;

/** Days since 1970 to their name: that year began on a Thursday. */
const WEEKDAYS: readonly Weekday[] = ["thu", "fri", "sat", "sun", "mon", "tue", "wed"];

/** Whether people are there at a time, in epoch milliseconds. */
export function isOpenAt(hours: BusinessHours, at: number): boolean {
  const today = dayOf(hours.time_zone, at);
  // Yesterday's hours may reach into today.
  return [today - 1, today].some((day) => spansOf(hours, day).some(({ from, until }) => from <= at && at < until));
}

/** When people are there next: the time itself while they are, null where they never will be. Epoch milliseconds. */
export function nextOpening(hours: BusinessHours, at: number): number | null {
  if (isOpenAt(hours, at)) return at;
  const today = dayOf(hours.time_zone, at);
  for (let day = today; day <= today + DAYS_AHEAD; day++) {
    const later = spansOf(hours, day)
      .map(({ from }) => from)
      .filter((from) => from > at);
    if (later.length > 0) return Math.min(...later);
  }
  return null;
}

/** For how much of a span of time people are there, in milliseconds; of what is longer than a year only its beginning counts. */
export function openTimeBetween(hours: BusinessHours, from: number, until: number): number {
  const end = Math.min(until, from + DAYS_AHEAD * DAY_MS);
  let [open, counted] = [0, from];
  // The day before may reach into the first one, and each into the next.
  for (let day = dayOf(hours.time_zone, from) - 1; day <= dayOf(hours.time_zone, end); day++) {
    for (const span of spansOf(hours, day).sort((one, other) => one.from - other.from)) {
      open += Math.max(0, Math.min(end, span.until) - Math.max(counted, span.from));
      counted = Math.max(counted, Math.min(end, span.until));
    }
  }
  return open;
}

/** A time as people in a zone say it, such as `Monday 12 January at 09:00`; `language` is a BCP 47 tag. */
export function inWordsAt(timeZone: string, at: number, language = "en-GB"): string {
  const style = { weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" } as const;
  return formatOf(language, { ...style, hourCycle: "h23", timeZone: zoneOf(timeZone) }).format(at);
}

/** What a day's hours are in time. Those that a change of the clocks swallows are not there. */
function spansOf({ time_zone, weekly, holidays }: BusinessHours, day: number): { from: number; until: number }[] {
  const date = new Date(day * DAY_MS).toISOString().slice(0, 10);
  const holiday = holidays.find((one) => one.date === date);
  const weekday = WEEKDAYS[((day % 7) + 7) % 7] ?? "thu";
  const periods = holiday ? (holiday.hours ?? []) : (weekly[weekday] ?? []);
  return periods
    .map(([from = "00:00", until = "24:00"]) => {
      const end = minutesOf(until) <= minutesOf(from) ? day + 1 : day;
      return { from: instantOf(time_zone, day, from), until: instantOf(time_zone, end, until) };
    })
    .filter(({ from, until }) => from < until);
}

function minutesOf(time: string): number {
  const [hours = "0", minutes = "0"] = time.split(":");
  return Number(hours) * 60 + Number(minutes);
}

/**
 * When the clocks of a zone show a time. Where they show it twice it is the first; where they pass it over, the moment at
 * which they do.
 */
function instantOf(timeZone: string, day: number, time: string): number {
  const shown = day * DAY_MS + minutesOf(time) * MINUTE_MS;
  const [before, after] = [offsetAt(timeZone, shown - DAY_MS), offsetAt(timeZone, shown + DAY_MS)];
  if (offsetAt(timeZone, shown - before) === before) return shown - before;
  if (offsetAt(timeZone, shown - after) === after) return shown - after;
  return changeBetween(timeZone, shown - after, shown - before);
}

/** The first moment of another offset than at `early`. */
function changeBetween(timeZone: string, early: number, late: number): number {
  const offset = offsetAt(timeZone, early);
  let [before, after] = [early, late];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (offsetAt(timeZone, middle) === offset) before = middle;
    else after = middle;
  }
  return after;
}

/** The day that the clocks of a zone show, in days since 1970. */
const dayOf = (timeZone: string, at: number): number => Math.floor((at + offsetAt(timeZone, at)) / DAY_MS);

/** By how much the clocks of a zone are ahead of UTC, in milliseconds. */
function offsetAt(timeZone: string, at: number): number {
  const style = { year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric" } as const;
  const format = formatOf("en-US", { ...style, second: "numeric", hourCycle: "h23", timeZone: zoneOf(timeZone) });
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const { year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([language, options]);
  const format = formats.get(key) ?? new Intl.DateTimeFormat(language, options);
  formats.set(key, format);
  return format;
}

const zones = new Map<string, string>();

/** A zone that this runtime does not know, though another did, must not fail what has to be decided: then it is UTC. */
function zoneOf(timeZone: string): string {
  const known = zones.get(timeZone) ?? (isTimeZone(timeZone) ? timeZone : "UTC");
  zones.set(timeZone, known);
  return known;
}

/** Whether this is the name of a time zone. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en-US", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
