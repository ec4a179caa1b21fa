const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** When a working day begins, and when its evening does, as people set things aside. */
const MORNING_HOUR = 9;
const EVENING_HOUR = 18;

/** A time as a clock on a wall shows it. */
export interface WallTime {
  year: number;
  /** 1 to 12. */
  month: number;
  day: number;
  hour: number;
  minute: number;
}

export interface SnoozeChoice {
  id: "hour" | "evening" | "tomorrow" | "week";
  /** Epoch milliseconds. */
  at: number;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Costly to make, cheap to ask. */
function clockIn(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  });
  clocks.set(timeZone, made);
  return made;
}

/** What clocks show in a time zone. */
export function wallTimeAt(at: number, timeZone: string): WallTime {
  const parts = clockIn(timeZone).formatToParts(at);
  const read = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  return { year: read("year"), month: read("month"), day: read("day"), hour: read("hour"), minute: read("minute") };
}

const asIfUtc = ({ year, month, day, hour, minute }: WallTime): number => Date.UTC(year, month - 1, day, hour, minute);

/** When clocks in a time zone show this; a time that a change of clocks leaves out is an hour later. */
export function instantOf(wall: WallTime, timeZone: string): number {
  const wished = asIfUtc(wall);
  const offsetAt = (at: number): number => asIfUtc(wallTimeAt(at, timeZone)) - Math.floor(at / MINUTE) * MINUTE;
  const guess = wished - offsetAt(wished);
  const at = wished - offsetAt(guess);
  return asIfUtc(wallTimeAt(at, timeZone)) === wished ? at : Math.max(guess, at);
}

/** The times that are offered for setting something aside, each once, the soonest first. */
export function snoozeChoices(now: number, timeZone: string): SnoozeChoice[] {
  const today = wallTimeAt(now, timeZone);
  const on = (days: number, hour: number): number => {
    const date = new Date(asIfUtc({ ...today, hour: 12, minute: 0 }) + days * DAY);
    const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
    return instantOf({ year, month, day, hour, minute: 0 }, timeZone);
  };
  const weekday = new Date(asIfUtc(today)).getUTCDay();
  const toMonday = ((8 - weekday) % 7) + (weekday === 1 ? 7 : 0);
  const choices: SnoozeChoice[] = [{ id: "hour", at: now + HOUR }];
  if (today.hour < EVENING_HOUR - 1) choices.push({ id: "evening", at: on(0, EVENING_HOUR) });
  choices.push({ id: "tomorrow", at: on(1, MORNING_HOUR) });
  if (toMonday > 1) choices.push({ id: "week", at: on(toMonday, MORNING_HOUR) });
  return choices;
}

/** What a browser's field for date and time holds, as an instant; null where it holds none. */
export function readField(value: string, timeZone: string): number | null {
  const match = /^(\d{4,})-(\d\d)-(\d\d)T(\d\d):(\d\d)/.exec(value);
  if (match === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = match.slice(1).map(Number);
  return instantOf({ year, month, day, hour, minute }, timeZone);
}

const padded = (value: number, length = 2): string => `${value}`.padStart(length, "0");

/** An instant as such a field holds it. */
export function printField(at: number, timeZone: string): string {
  const { year, month, day, hour, minute } = wallTimeAt(at, timeZone);
  return `${padded(year, 4)}-${padded(month)}-${padded(day)}T${padded(hour)}:${padded(minute)}`;
}
