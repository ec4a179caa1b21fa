import type { ListedReport } from "../../protocol/report.ts";
import type { REPORT_COLUMNS, ReportName } from "../../protocol/report-columns.ts";

type Columns = typeof REPORT_COLUMNS;

/** A column of any report. */
export type Column = { [Name in ReportName]: keyof Columns[Name] }[ReportName];
export type ColumnOf<Name extends ReportName> = keyof Columns[Name];

/** The numbers of a row; null where nothing is known. */
export type Figures = { [column: string]: number | null };

export interface Row {
  key: string | null;
  name: string | null;
  figures: Figures;
}

export interface Report {
  name: ListedReport;
  from: string;
  to: string;
  time_zone: string;
  group_by: Grouping;
  rows: Row[];
  total: Figures;
}

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

/** What a number is: how many, seconds, a part of 1, or stars of 5. */
export type Unit = "count" | "span" | "share" | "rating";

export function unitOf(column: string): Unit {
  if (column === "rating_average") return "rating";
  if (column.endsWith("_share")) return "share";
  return /_(average|median|p90)$/.test(column) ? "span" : "count";
}

const LESS_IS_BETTER = new Set(["failed", "failed_share", "handed_off_share", "ai_handed_off_share", "timed_out"]);
const MORE_IS_BETTER = new Set(["rating_average", "satisfied_share", "answered_share"]);

/** Which way is the better one: 1 for more, -1 for less, 0 where neither is. */
export function betterOf(column: string): 1 | -1 | 0 {
  if (MORE_IS_BETTER.has(column)) return 1;
  return LESS_IS_BETTER.has(column) || unitOf(column) === "span" ? -1 : 0;
}

/** Rows of times are drawn from left to right, others from the top. */
export const isOfTimes = (grouping: Grouping): boolean =>
  grouping === "day" ||
  grouping === "week" ||
  grouping === "month" ||
  grouping === "weekday" ||
  grouping === "hour" ||
  grouping === "weekday_hour";

/** Of what kind nobody's row is. */
export const nobodyOf = (grouping: Grouping): "agent" | "team" | "error" | "other" =>
  grouping === "agent" || grouping === "team" || grouping === "error" ? grouping : "other";

/** What a listed report answered, its rows apart from their figures. */
export function reportFrom(name: ListedReport, answer: unknown): Report {
  const { rows, ...others } = answer as Omit<Report, "name" | "rows"> & {
    rows: ({ key: null; name: null } & Figures)[];
  };
  return { name, ...others, rows: rows.map(({ key, name, ...figures }) => ({ key, name, figures })) };
}

/** Whether anything at all was counted. */
export const isEmpty = ({ rows, total }: Pick<Report, "rows" | "total">): boolean =>
  [total, ...rows.map(({ figures }) => figures)].every((figures) => Object.values(figures).every((value) => !value));
