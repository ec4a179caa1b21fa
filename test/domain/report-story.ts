import type { BusinessHours } from "../../src/domain/business-hours.ts";
import type { ReportName } from "../../src/protocol/report-columns.ts";
import { Calendar } from "../../src/reports/calendar.ts";
import { type Cell, type Entry, gather } from "../../src/reports/cell.ts";
import { figuresOf } from "../../src/reports/columns.ts";
import { countPassage, type Passage, type Shelf } from "../../src/reports/counting.ts";
import type { Facts } from "../../src/reports/facts.ts";
import type { Beat } from "../../src/reports/pulse.ts";
import { Adding, periodsOf, type Question } from "../../src/reports/report.ts";
import { beginningOf, placeOn, stretchesOf } from "../../src/reports/scale.ts";
import { DAY, IDENTITY, type Scene, START } from "./given.ts";

/** Whatever was counted, and what is known of conversations: as the object keeps it, but in memory. */
export class Counted implements Shelf {
  readonly #through = new Map<string, number>();
  readonly #facts = new Map<string, Facts>();
  readonly entries: Entry[] = [];
  readonly beats: Beat[] = [];
  readonly #hours: BusinessHours | null;

  constructor(hours: BusinessHours | null = null) {
    this.#hours = hours;
  }

  take(...passages: Passage[]): this {
    for (const passage of passages) this.#take(countPassage(this, passage, () => this.#hours));
    return this;
  }

  #take({ entries, beats }: ReturnType<typeof countPassage>): void {
    this.entries.push(...entries);
    this.beats.push(...beats);
  }

  through = (key: string) => this.#through.get(key) ?? 0;
  setThrough = (key: string, through: number) => void this.#through.set(key, through);
  facts = (key: string, number: number) => this.#facts.get(`${key}:${number}`) ?? null;
  saveFacts = (key: string, number: number, facts: Facts) => void this.#facts.set(`${key}:${number}`, facts);

  factsThrough(key: string, number: number): Facts[] {
    return this.#numbers(key, number).flatMap((one) => this.facts(key, one) ?? []);
  }

  forget(key: string, number: number): void {
    for (const one of this.#numbers(key, number)) this.#facts.delete(`${key}:${one}`);
  }

  #numbers(key: string, last: number): number[] {
    const all = [...this.#facts.keys()].filter((one) => one.startsWith(`${key}:`));
    return all.map((one) => Number(one.split(":")[1])).filter((number) => number <= last);
  }

  /** What is counted, in the order of its places, without what was taken back. */
  get cells() {
    const withoutZeros = ({ counts, times }: Cell) => ({
      counts: Object.fromEntries(
        Object.entries(counts)
          .sort()
          .filter(([, count]) => count !== 0),
      ),
      times: Object.fromEntries(Object.entries(times).sort()),
    });
    return gather(this.entries)
      .map(({ place, cell }) => ({ place: JSON.stringify(place), ...withoutZeros(cell) }))
      .filter(({ counts, times }) => Object.keys(counts).length + Object.keys(times).length > 0)
      .sort((one, other) => (one.place < other.place ? -1 : 1));
  }

  /** A report of the days of a story: its rows by their key, and the total. Each half hour is read. */
  report(name: ReportName, more: Partial<Question> = {}) {
    return this.#read(name, { ...EVERYTHING, ...more }, (_, span) => [{ scale: "half_hour", ...span }]);
  }

  /** The same, read as the object reads it: no more than must be. */
  reportInBrief(name: ReportName, more: Partial<Question> = {}) {
    return this.#read(name, { ...EVERYTHING, ...more }, stretchesOf);
  }

  #read(name: ReportName, question: Question, stretches: typeof stretchesOf) {
    const adding = new Adding(question);
    for (const { scale, from, before } of stretches(question, periodsOf(question, new Calendar(question.time_zone)))) {
      const inOrder = gather(this.entries, (place) => placeOn(scale, place))
        .filter(({ place: { period } }) => period >= from && period < before)
        .sort((one, other) => one.place.period - other.place.period);
      for (const { place, cell } of inOrder) adding.add({ ...place, period: beginningOf(scale, place.period) }, cell);
    }
    const { rows, total } = adding.sums;
    const byKey = Object.fromEntries(rows.map(({ key, cell }) => [String(key), figuresOf(name, cell)]));
    return { rows: byKey, total: figuresOf(name, total) };
  }
}

const dateOf = (time: number) => new Date(time).toISOString().slice(0, 10);

const EVERYTHING: Question = {
  from: dateOf(START),
  to: dateOf(START + 6 * DAY),
  time_zone: "UTC",
  group_by: "day",
  outlet_ids: null,
  teams: [],
  business_hours: false,
};

/** A story's log as it is told, or a part of it. */
export function passageOf({ log }: Scene, thread_key = IDENTITY.thread_key, after = 0, through = log.length): Passage {
  const events = log.filter(({ seq }) => seq > after && seq <= through);
  return { thread_key, told: events.map((event) => ({ event, conversation: IDENTITY })), through };
}

/** What was counted of a story that was told at once. */
export const countedOf = (scene: Scene, hours: BusinessHours | null = null): Counted =>
  new Counted(hours).take(passageOf(scene));
