import { useText } from "../locales/text.ts";
import type { Asked } from "./asked.ts";
import { Box } from "./box.tsx";
import { drawingOf } from "./catalogue.ts";
import { Plot, PlotSkeleton } from "./plot.tsx";
import { useReport } from "./use-report.ts";

/** Conversations of the last 30 days, drawn below the overview. Where they cannot be had, the overview stands alone. */
export function LatestDays({ asked }: { asked: Asked }) {
  const t = useText("reports");
  const { data, error } = useReport("conversations", { ...asked, period: "30", grouping: "day" });
  const { id, drawing } = drawingOf("conversations", null);
  if (error && !data) return null;
  return (
    <Box title={t("overview.month")}>
      {data ? <Plot report={data.report} drawing={drawing} title={t(`drawings.${id}`)} /> : <PlotSkeleton />}
    </Box>
  );
}
