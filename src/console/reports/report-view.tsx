import { ChartColumn } from "lucide-react";
import type { ListedReport } from "../../protocol/report.ts";
import { locale, useText } from "../locales/text.ts";
import { Button } from "../ui/button.tsx";
import { classes } from "../ui/classes.ts";
import { Empty } from "../ui/empty.tsx";
import { ProblemNote, ProblemPane } from "../ui/problem.tsx";
import type { Asked } from "./asked.ts";
import { Box } from "./box.tsx";
import { definitionOf, drawingOf } from "./catalogue.ts";
import { isEmpty } from "./columns.ts";
import { DrawingChoice } from "./drawing-choice.tsx";
import { Plot } from "./plot.tsx";
import { ReportSkeleton } from "./report-skeleton.tsx";
import { ReportTable } from "./report-table.tsx";
import { daysWords } from "./rows.ts";
import { Tiles } from "./tiles.tsx";
import { Toolbar } from "./toolbar.tsx";
import { type Shown, useReport } from "./use-report.ts";

interface ReportViewProps {
  name: ListedReport;
  asked: Asked;
  change: (changes: Partial<Asked>) => void;
}

/** One report: what is asked, its totals, its plot, and all its numbers. */
export function ReportView({ name, asked, change }: ReportViewProps) {
  const { data, error, retry } = useReport(name, asked);
  return (
    <>
      <Toolbar name={name} asked={asked} change={change} shown={data} />
      {error && data && !data.isOld && <ProblemNote error={error} />}
      {data && !(error && data.isOld) ? (
        <Content name={name} asked={asked} change={change} shown={data} />
      ) : error ? (
        <ProblemPane error={error} onRetry={retry} />
      ) : (
        <ReportSkeleton tiles={definitionOf(name).tiles.length} />
      )}
    </>
  );
}

function Content({ name, asked, change, shown }: ReportViewProps & { shown: Shown }) {
  const t = useText("reports");
  const { report, before, isOld } = shown;
  const isOfErrors = report.group_by === "error";
  // What failed is all that has an error.
  const { id, drawing } = drawingOf(name, isOfErrors ? "failed" : asked.drawing);
  if (isEmpty(report)) return <Nothing asked={asked} change={change} report={report} />;
  return (
    <div
      aria-busy={isOld}
      className={classes("flex min-w-0 flex-col gap-5 transition-opacity", isOld && "pointer-events-none opacity-60")}
    >
      <Tiles columns={definitionOf(name).tiles} figures={report.total} before={before} />
      <Box
        title={t(`drawings.${id}`)}
        heading={!isOfErrors && <DrawingChoice name={name} value={id} onChange={(drawing) => change({ drawing })} />}
      >
        <Plot report={report} drawing={drawing} title={t(`drawings.${id}`)} />
      </Box>
      <Box title={t("table.title")} aside={<Meant report={report} />}>
        <ReportTable report={report} sorting={asked.sorting} onSort={(sorting) => change({ sorting })} />
      </Box>
    </div>
  );
}

/** Which days the numbers are of, and whose days these are. */
const Meant = ({ report }: { report: Shown["report"] }) => (
  <p className="text-xs text-muted">
    {daysWords(report, locale())} · {report.time_zone.replaceAll("_", " ")}
  </p>
);

function Nothing({ asked, change, report }: Omit<ReportViewProps, "name"> & { report: Shown["report"] }) {
  const t = useText("reports");
  const isNarrowed = Object.values(asked.filters).some(Boolean);
  return (
    <div className="rounded-xl border border-line bg-surface">
      <Empty
        icon={ChartColumn}
        title={t("empty.title")}
        detail={t(isNarrowed ? "empty.narrowed" : "empty.detail", { days: daysWords(report, locale()) })}
        action={isNarrowed && <Button onClick={() => change({ filters: {} })}>{t("filters.clear")}</Button>}
      />
    </div>
  );
}
