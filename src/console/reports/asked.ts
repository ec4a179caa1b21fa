import type { ListedReport } from "../../protocol/report.ts";
import { definitionOf } from "./catalogue.ts";
import type { Grouping } from "./columns.ts";
import { countOf, type Days, dayAfter, isDay } from "./days.ts";

export const PERIODS = ["today", "7", "30", "90"] as const;
export type Period = (typeof PERIODS)[number];

/** The API's limit, `MOST_REPORT_DAYS`. */
export const MOST_DAYS = 400;

export interface Sorting {
  column: string;
  isDescending: boolean;
}

export const FILTERS = ["outlet", "inbox", "agent", "team"] as const;
export type Filter = (typeof FILTERS)[number];

/** All that is chosen on the page, as the address says it. */
export interface Asked {
  period: Period | Days;
  grouping: Grouping | null;
  drawing: string | null;
  sorting: Sorting | null;
  filters: { [Of in Filter]?: string | undefined };
  /** Spans without the time in which the outlet was closed. */
  inBusinessHours: boolean;
  timeZone: string | null;
}

const USUAL: Period = "30";

/** What an address asks for. What it says wrongly is not asked. */
export function askedIn(search: string, report: ListedReport | null): Asked {
  const query = new URLSearchParams(search);
  const grouping = query.get("group") as Grouping | null;
  const groupings: readonly string[] = report === null ? [] : definitionOf(report).groupings;
  const filters = FILTERS.flatMap((one) => (query.get(one) ? [[one, query.get(one)]] : []));
  const zone = query.get("zone");
  return {
    period: periodIn(query),
    grouping: grouping !== null && groupings.includes(grouping) ? grouping : null,
    drawing: query.get("plot"),
    sorting: sortingIn(query.get("sort")),
    filters: Object.fromEntries(filters),
    inBusinessHours: query.get("hours") === "open",
    timeZone: zone !== null && isTimeZone(zone) ? zone : null,
  };
}

function periodIn(query: URLSearchParams): Period | Days {
  const [from, to] = [query.get("from"), query.get("to")];
  if (isDay(from) && isDay(to) && areDays({ from, to })) return { from, to };
  return PERIODS.find((one) => one === query.get("period")) ?? USUAL;
}

/** Whether a report may be about them. */
export const areDays = (days: Days): boolean =>
  isDay(days.from) && isDay(days.to) && days.from <= days.to && countOf(days) <= MOST_DAYS;

function sortingIn(text: string | null): Sorting | null {
  if (!text) return null;
  return text.startsWith("-") ? { column: text.slice(1), isDescending: true } : { column: text, isDescending: false };
}

/** The query of the address that asks for it, `?` included; empty where all is as usual. */
export function searchOf(asked: Asked): string {
  const { period, grouping, drawing, sorting, filters, inBusinessHours, timeZone } = asked;
  const days = typeof period === "string" ? { period: period === USUAL ? null : period } : period;
  const sort = sorting && `${sorting.isDescending ? "-" : ""}${sorting.column}`;
  const all = { ...days, group: grouping, plot: drawing, sort, ...filters };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...all, hours: inBusinessHours ? "open" : null, zone: timeZone }))
    if (value) query.set(name, value);
  return query.size === 0 ? "" : `?${query}`;
}

/** The days that are asked for. */
export function daysOf(period: Period | Days, today: string): Days {
  if (typeof period !== "string") return period;
  return { from: period === "today" ? today : dayAfter(today, 1 - Number(period)), to: today };
}

/** What goes with one to another report: days and filters, but not what only this one has. */
export const askedElsewhere = (asked: Asked): Asked => ({ ...asked, grouping: null, drawing: null, sorting: null });

/** The filters as the API takes them. */
export const filterQuery = ({ filters, inBusinessHours }: Pick<Asked, "filters" | "inBusinessHours">) => ({
  ...Object.fromEntries(Object.entries(filters).map(([name, id]) => [`${name}_id`, id])),
  ...(inBusinessHours ? { business_hours: "1" } : {}),
});

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
