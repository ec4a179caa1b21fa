const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;

export const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

/** What the clocks and calendars of a zone show. */
export interface LocalTime {
  /** `YYYY-MM-DD`. */
  date: string;
  hour: number;
  weekday: (typeof WEEKDAYS)[number];
}

/** The time zone of a report. Only what is asked is computed, a day at a time where the clocks do not change in it. */
export class Calendar {
  readonly #format: Intl.DateTimeFormat;
  readonly #offsets = new Map<number, number | null>();

  /** @param timeZone IANA name, such as `Asia/Kolkata` */
  constructor(timeZone: string) {
    const style = { year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric" } as const;
    this.#format = new Intl.DateTimeFormat("en-US", { ...style, hourCycle: "h23", timeZone });
  }

  /** @param at epoch milliseconds */
  localOf(at: number): LocalTime {
    const shown = at + this.#offset(at);
    const day = Math.floor(shown / DAY_MS);
    return { date: dateOf(day), hour: Math.floor((shown - day * DAY_MS) / HOUR_MS), weekday: weekdayOf(day) };
  }

  /** The first of the steps since 1970 that begins on a date, or after it. */
  firstStepOf(date: string, stepMs: number): number {
    const midnight = Date.parse(`${date}T00:00:00.000Z`);
    // No zone is further from UTC than 14 hours, and where the clocks leave midnight out the day begins later.
    let step = Math.floor((midnight - 15 * HOUR_MS) / stepMs);
    while (this.localOf(step * stepMs).date < date) step++;
    return step;
  }

  /** The first of the steps of a date that begins later in it than the clocks show at a time in another one. */
  firstStepLater(date: string, at: number, stepMs: number): number {
    const shown = (time: number) => (time + this.#offset(time)) % DAY_MS;
    const next = this.firstStepOf(dateAfter(date, 1), stepMs);
    let step = this.firstStepOf(date, stepMs);
    while (step < next && shown(step * stepMs) <= shown(at)) step++;
    return step;
  }

  #offset(at: number): number {
    const day = Math.floor(at / DAY_MS);
    let known = this.#offsets.get(day);
    if (known === undefined) {
      const [first, last] = [this.#exactOffset(day * DAY_MS), this.#exactOffset((day + 1) * DAY_MS)];
      known = first === last ? first : null;
      this.#offsets.set(day, known);
    }
    return known ?? this.#exactOffset(at);
  }

  #exactOffset(at: number): number {
    const shown = Object.fromEntries(this.#format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    const { year = 1970, month = 1, day = 1, hour = 0, minute = 0 } = shown;
    return Date.UTC(year, month - 1, day, hour, minute) - Math.floor(at / 60_000) * 60_000;
  }
}

/** The date so many days later, or earlier. */
export const dateAfter = (date: string, days: number): string => dateOf(numberOf(date) + days);

/** All dates from one to another, both included. */
export const datesBetween = (from: string, to: string): string[] =>
  Array.from({ length: Math.max(0, numberOf(to) - numberOf(from) + 1) }, (_, index) => dateAfter(from, index));

/** The Monday of a date's week. */
export const mondayOf = (date: string): string => dateAfter(date, -WEEKDAYS.indexOf(weekdayOf(numberOf(date))));

/** `YYYY-MM`. */
export const monthOf = (date: string): string => date.slice(0, 7);

/** Days since 1970; that year began on a Thursday. */
const numberOf = (date: string): number => Math.round(Date.parse(`${date}T00:00:00.000Z`) / DAY_MS);
const dateOf = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);
const weekdayOf = (day: number) => WEEKDAYS[(((day + 3) % 7) + 7) % 7] ?? "mon";
