import type { Told } from "../conversation/told.ts";
import type { ReportName } from "../protocol/report-columns.ts";
import type { Figures } from "./columns.ts";
import type { Minute } from "./pulse.ts";
import type { Question } from "./report.ts";

/** A report's numbers: of each row, and of all together. */
export interface Answer {
  rows: { key: string | null; figures: Figures }[];
  total: Figures;
}

/** A part of a report's days: of the days themselves all half hours, of today those that have begun. */
export interface Span {
  /** Half hours since 1970. */
  from: number;
  before: number;
}

/** The reports object as others see it. */
export interface ReportsPort {
  /** What happened in threads after what was taken, in order within each; what it has it drops. */
  take(passages: { thread_key: string; told: Told[]; through: number }[]): Promise<void>;
  /** What a report says. */
  report(name: ReportName, question: Question): Promise<Answer>;
  /** What a report says of each of some spans of time, in their order. */
  totals(name: ReportName, question: Question, spans: Span[]): Promise<Figures[]>;
  /** What passed in each of the last sixty minutes, and how many messages wait to be sent now. */
  pulse(): Promise<{ minutes: Minute[]; waiting: number }>;
}

/** A tenant's numbers. */
export const reportsOf = (env: Cloudflare.Env, tenantId: string): ReportsPort =>
  env.REPORTS.getByName(tenantId) as unknown as ReportsPort;
