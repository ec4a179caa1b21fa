import { Calendar, dateAfter, datesBetween, mondayOf, monthOf, WEEKDAYS } from "./calendar.ts";
import { type Cell, emptyCell, type KeptTime, PERIOD_MS, type Place, pour, type TimeName } from "./cell.ts";

/** What the rows of a report are of. `error`: the channel's code of why a message failed. */
export type Grouping =
  | "day"
  | "week"
  | "month"
  | "weekday"
  | "hour"
  | "weekday_hour"
  | "outlet"
  | "inbox"
  | "agent"
  | "team"
  | "error";

/** A team, as it is now: what was for no team in particular counts for those of which the agent is one. */
interface Members {
  id: string;
  agent_ids: string[];
}

/** Which numbers. */
export interface Selection {
  outlet_id?: string | undefined;
  inbox_id?: string | undefined;
  agent_id?: string | undefined;
  team_id?: string | undefined;
  /** Only these; null for all. */
  outlet_ids: string[] | null;
  teams: Members[];
  /** Spans without the time in which the outlet was closed. */
  business_hours: boolean;
}

/** Which numbers, of which days. */
export interface Question extends Selection {
  /** Days in the time zone, both included: `YYYY-MM-DD`. */
  from: string;
  to: string;
  /** IANA name. A half hour belongs to the day in which it begins: exact but where clocks are off by a quarter of one. */
  time_zone: string;
  group_by: Grouping;
}

/** What was counted, by what it is of: a day, or an id; null is nobody's. */
export interface Sums {
  rows: { key: string | null; cell: Cell }[];
  total: Cell;
}

/** Adds up the cells that answer a question. */
export class Adding {
  readonly #question: Question;
  readonly #calendar: Calendar;
  readonly #rows = new Map<string | null, Cell>();
  readonly #total = emptyCell();
  #keys: { period: number; keys: string[] } = { period: -1, keys: [] };

  constructor(question: Question, calendar = new Calendar(question.time_zone)) {
    this.#question = question;
    this.#calendar = calendar;
    for (const key of keysToShow(question)) this.#rows.set(key, emptyCell());
  }

  add(place: Place, kept: Cell): void {
    const teams = this.#teamsOf(place);
    if (!this.#isWanted(place, teams)) return;
    const cell = this.#question.business_hours ? inOpenHours(kept) : inAllHours(kept);
    pour(this.#total, cell);
    if (this.#question.group_by === "error") this.#addErrors(cell);
    else for (const key of this.#keysOf(place, teams)) pour(this.#row(key), cell);
  }

  get sums(): Sums {
    return { rows: [...this.#rows].map(([key, cell]) => ({ key, cell })), total: this.#total };
  }

  #isWanted(place: Place, teams: (string | null)[]): boolean {
    const { outlet_id, inbox_id, agent_id, team_id, outlet_ids } = this.#question;
    return (
      (outlet_id === undefined || place.outlet_id === outlet_id) &&
      (inbox_id === undefined || place.inbox_id === inbox_id) &&
      (agent_id === undefined || place.agent_id === agent_id) &&
      (team_id === undefined || teams.includes(team_id)) &&
      (outlet_ids === null || outlet_ids.includes(place.outlet_id))
    );
  }

  #row(key: string | null): Cell {
    const known = this.#rows.get(key) ?? emptyCell();
    this.#rows.set(key, known);
    return known;
  }

  #addErrors({ counts }: Cell): void {
    for (const [name, count = 0] of Object.entries(counts)) {
      const code = /^error:(.+)$/.exec(name)?.[1];
      if (code) pour(this.#row(code === "none" ? null : code), { counts: { "status:failed": count }, times: {} });
    }
  }

  #keysOf({ period, outlet_id, inbox_id, agent_id }: Place, teams: (string | null)[]): (string | null)[] {
    switch (this.#question.group_by) {
      case "outlet":
        return [outlet_id];
      case "inbox":
        return [inbox_id];
      case "agent":
        return [agent_id];
      case "team":
        return teams;
      default:
        // Cells come in the order of time.
        if (this.#keys.period !== period) this.#keys = { period, keys: [this.#timeKey(period)] };
        return this.#keys.keys;
    }
  }

  #timeKey(period: number): string {
    const { date, hour, weekday } = this.#calendar.localOf(period * PERIOD_MS);
    switch (this.#question.group_by) {
      case "week":
        return mondayOf(date);
      case "month":
        return monthOf(date);
      case "weekday":
        return weekday;
      case "hour":
        return twoDigits(hour);
      case "weekday_hour":
        return `${weekday} ${twoDigits(hour)}`;
      default:
        return date;
    }
  }

  #teamsOf({ team_id, agent_id }: Place): (string | null)[] {
    if (team_id !== null) return [team_id];
    if (agent_id === null) return [null];
    const own = this.#question.teams.filter(({ agent_ids }) => agent_ids.includes(agent_id)).map(({ id }) => id);
    return own.length === 0 ? [null] : own;
  }
}

/** Which half hours a question is about: from one, and before another. */
export const periodsOf = ({ from, to }: Question, calendar: Calendar): { from: number; before: number } => ({
  from: calendar.firstStepOf(from, PERIOD_MS),
  before: calendar.firstStepOf(dateAfter(to, 1), PERIOD_MS),
});

const twoDigits = (hour: number): string => String(hour).padStart(2, "0");
const HOURS = Array.from({ length: 24 }, (_, hour) => twoDigits(hour));

/** Times are there also when nothing happened in them. */
function keysToShow({ group_by, from, to }: Question): string[] {
  const dates = () => datesBetween(from, to);
  switch (group_by) {
    case "day":
      return dates();
    case "week":
      return [...new Set(dates().map(mondayOf))];
    case "month":
      return [...new Set(dates().map(monthOf))];
    case "weekday":
      return [...WEEKDAYS];
    case "hour":
      return HOURS;
    case "weekday_hour":
      return WEEKDAYS.flatMap((weekday) => HOURS.map((hour) => `${weekday} ${hour}`));
    default:
      return [];
  }
}

const TIMES: readonly TimeName[] = ["first_response", "first_human_response", "reply", "wait", "resolution"];

const inAllHours = (cell: Cell): Cell => withTimes(cell, (name) => cell.times[name]);

/** An outlet that never closes is open all the time. */
const inOpenHours = (cell: Cell): Cell => withTimes(cell, (name) => cell.times[`${name}:open`] ?? cell.times[name]);

function withTimes({ counts }: Cell, pick: (name: TimeName) => Cell["times"][KeptTime]): Cell {
  const times: Cell["times"] = {};
  for (const name of TIMES) {
    const picked = pick(name);
    if (picked) times[name] = picked;
  }
  return { counts, times };
}
