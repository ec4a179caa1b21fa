import { Download } from "lucide-react";
import { useMemo } from "react";
import type { ListedReport } from "../../protocol/report.ts";
import { useCommands } from "../app/commands.tsx";
import { useText } from "../locales/text.ts";
import { Button } from "../ui/button.tsx";
import { CONTROL } from "../ui/field.tsx";
import type { Asked } from "./asked.ts";
import { definitionOf } from "./catalogue.ts";
import type { Grouping } from "./columns.ts";
import { useDownload } from "./download.ts";
import { Filters } from "./filters.tsx";
import { PeriodPicker } from "./period-picker.tsx";
import type { Shown } from "./use-report.ts";

interface ToolbarProps {
  name: ListedReport;
  asked: Asked;
  change: (changes: Partial<Asked>) => void;
  shown: Shown | undefined;
}

/** What is asked of a report, and its download. */
export function Toolbar({ name, asked, change, shown }: ToolbarProps) {
  const t = useText("reports");
  const { groupings } = definitionOf(name);
  const { isBusy, download } = useDownload(name, shown?.question);
  useCommands(
    useMemo(
      () => [{ id: "report-csv", title: t("csv.title"), group: t("title"), icon: Download, run: download }],
      [t, download],
    ),
  );
  return (
    <section aria-label={t("toolbar")} className="flex flex-wrap items-center gap-2">
      <PeriodPicker period={asked.period} days={shown?.question} onChange={(period) => change({ period })} />
      <label className="flex items-center gap-2 text-sm text-muted">
        <span className="max-sm:sr-only">{t("groupBy")}</span>
        <select
          value={asked.grouping ?? groupings[0]}
          onChange={({ target }) => {
            const grouping = target.value as Grouping;
            change({ grouping: grouping === groupings[0] ? null : grouping });
          }}
          className={`${CONTROL} h-9 w-auto! max-w-48 pe-8 max-sm:max-w-32`}
        >
          {groupings.map((one) => (
            <option key={one} value={one}>
              {t(`groupings.${one}`)}
            </option>
          ))}
        </select>
      </label>
      <Filters asked={asked} change={change} zone={shown?.question.time_zone} />
      <Button
        icon={Download}
        isBusy={isBusy}
        disabled={shown === undefined}
        onClick={download}
        className="ms-auto"
        aria-label={t("csv.title")}
      >
        <span className="max-sm:sr-only">{t("csv.button")}</span>
      </Button>
    </section>
  );
}
