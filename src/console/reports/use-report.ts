import { useMemo, useRef } from "react";
import type { ListedReport } from "../../protocol/report.ts";
import type { ApiProblem } from "../api/problem.ts";
import { useCall } from "../api/use-call.ts";
import { useNow } from "../ui/time.tsx";
import { type Asked, daysOf, filterQuery } from "./asked.ts";
import { definitionOf } from "./catalogue.ts";
import { type Figures, type Report, reportFrom } from "./columns.ts";
import { beside, type Days, isComparable, todayIn } from "./days.ts";

/** Any of the reports: they differ in their columns only. */
export const operationOf = (name: ListedReport) => definitionOf(name).operation as "reportConversations";

/** Reports are of the past: what was read a moment ago is good. */
const STALE_MS = 60_000;
const ZONE_STALE_MS = 600_000;

export type ReportQuestion = Days & { time_zone: string; group_by: string; [filter: string]: string };

interface Told<T> {
  data: T | undefined;
  error: ApiProblem | null;
  retry: () => void;
}

/** The time zone whose days are meant: that of the address, else the business's own. */
function useZone({ timeZone }: Asked): Told<string> {
  const own = useCall("reportOverview", undefined, { enabled: timeZone === null, staleTime: ZONE_STALE_MS });
  return { data: timeZone ?? own.data?.time_zone, error: own.error, retry: () => void own.refetch() };
}

export interface Shown {
  report: Report;
  /** The total of as many days before; null where they cannot be compared, or are not known yet. */
  before: Figures | null;
  question: ReportQuestion;
  /** Something else was asked for, and is on its way. */
  isOld: boolean;
}

/** What the address asks for. What was told last stays until the next is known. */
export function useReport(name: ListedReport, asked: Asked): Told<Shown> {
  const zone = useZone(asked);
  const now = useNow(STALE_MS);
  const today = zone.data === undefined ? null : todayIn(zone.data, now);
  const days = today === null ? null : daysOf(asked.period, today);
  const question = useMemo(
    () => ({
      from: days?.from ?? "",
      to: days?.to ?? "",
      time_zone: zone.data ?? "",
      group_by: asked.grouping ?? definitionOf(name).groupings[0] ?? "day",
      ...filterQuery(asked),
    }),
    [days?.from, days?.to, zone.data, asked, name],
  ) as ReportQuestion;
  const isComparing = days !== null && today !== null && isComparable(days, today);
  const earlier = days === null ? null : beside(days, -1);
  // Of what its rows are does not matter to a total: by weeks they are few.
  const groupings = definitionOf(name).groupings;
  const group_by = groupings.find((one) => one === "month" || one === "weekday") ?? question.group_by;
  const told = useCall(
    operationOf(name),
    { query: question as never },
    { enabled: days !== null, staleTime: STALE_MS },
  );
  const before = useCall(
    operationOf(name),
    { query: { ...question, ...earlier, group_by } as never },
    { enabled: isComparing, staleTime: STALE_MS },
  );
  const report = useMemo(() => told.data && reportFrom(name, told.data), [told.data, name]);
  const last = useRef<{ report: Report; question: ReportQuestion } | null>(null);
  if (report) last.current = { report, question };
  const shown = last.current?.report.name === name ? last.current : null;
  const retry = () => {
    if (zone.error) zone.retry();
    else void told.refetch();
  };
  return {
    data: shown
      ? { ...shown, isOld: !report, before: report && isComparing ? ((before.data?.total as Figures) ?? null) : null }
      : undefined,
    error: zone.error ?? told.error,
    retry,
  };
}
