import { ArrowDown, ArrowUp, ChevronsUpDown } from "lucide-react";
import { useState } from "react";
import { locale, useText } from "../locales/text.ts";
import { Button } from "../ui/button.tsx";
import { classes } from "../ui/classes.ts";
import type { Sorting } from "./asked.ts";
import { type Column, type Figures, isOfTimes, nobodyOf, type Report } from "./columns.ts";
import { writtenOf } from "./numbers.ts";
import { lengthFor, ROW, rowWords, sorted, sortedNext } from "./rows.ts";

/** More rows are shown when they are asked for. */
const FIRST_ROWS = 62;
/** Letters from which on a head has more than two lines, unless it is wider. */
const LONG_LABEL = 22;

interface ReportTableProps {
  report: Report;
  sorting: Sorting | null;
  onSort: (sorting: Sorting) => void;
}

/** All numbers of a report. A click on a column's head sorts by it. */
export function ReportTable({ report, sorting, onSort }: ReportTableProps) {
  const t = useText("reports");
  const [isWhole, setWhole] = useState(false);
  const { group_by, total } = report;
  const columns = Object.keys(total);
  const rows = sorted(report.rows, sorting);
  const shown = isWhole ? rows : rows.slice(0, FIRST_ROWS);
  const head = (column: string, label: string) => (
    <Head key={column} column={column} label={label} sorting={sorting} onSort={onSort} />
  );
  return (
    <>
      <section
        aria-label={`${t("table.title")}: ${t(`pages.${report.name}`)}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also by the keyboard
        tabIndex={0}
        className="-mx-4 max-h-[36rem] overflow-auto border-y border-line"
      >
        <table className="w-full border-separate border-spacing-0 text-sm tabular-nums">
          <thead>
            <tr>
              {head(ROW, t(`groupings.${group_by}`))}
              {columns.map((column) => head(column, t(`columns.${column as Column}`)))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <Line
                key={row.key ?? ""}
                label={rowWords(row, group_by, locale(), lengthFor(report)) ?? t(`nobody.${nobodyOf(group_by)}`)}
                isOfNobody={row.key === null}
                columns={columns}
                figures={row.figures}
              />
            ))}
          </tbody>
          <tfoot>
            <Line label={t("table.total")} columns={columns} figures={total} isTotal />
          </tfoot>
        </table>
      </section>
      {shown.length < rows.length && (
        <Button size="small" className="mt-3" onClick={() => setWhole(true)}>
          {t("table.all", { count: rows.length })}
        </Button>
      )}
      {!isOfTimes(group_by) && rows.length === 0 && <p className="pt-3 text-sm text-muted">{t("empty.plot")}</p>}
    </>
  );
}

interface HeadProps extends Omit<ReportTableProps, "report"> {
  column: string;
  label: string;
}

function Head({ column, label, sorting, onSort }: HeadProps) {
  const isRow = column === ROW;
  const isSorted = sorting?.column === column;
  const Icon = !isSorted ? ChevronsUpDown : sorting.isDescending ? ArrowDown : ArrowUp;
  return (
    <th
      scope="col"
      aria-sort={isSorted ? (sorting.isDescending ? "descending" : "ascending") : "none"}
      className={classes(
        "sticky top-0 z-10 border-b border-line bg-sunken p-0 align-bottom text-xs font-medium text-muted",
        isRow && "start-0 z-20",
      )}
    >
      <button
        type="button"
        onClick={() => onSort(sortedNext(sorting, column))}
        className={classes(
          "group flex min-h-9 w-full items-end gap-1 px-3 py-2 hover:text-text focus-visible:-outline-offset-2",
          isRow ? "min-w-32 ps-4 text-start" : "justify-end text-end",
          !isRow && (label.length > LONG_LABEL ? "min-w-36" : "min-w-24"),
        )}
      >
        {label}
        <Icon
          aria-hidden
          className={classes("mb-px size-3.5 shrink-0", !isSorted && "opacity-35 group-hover:opacity-100")}
        />
      </button>
    </th>
  );
}

interface LineProps {
  label: string;
  columns: string[];
  figures: Figures;
  isOfNobody?: boolean;
  isTotal?: boolean;
}

const Line = ({ label, columns, figures, isOfNobody = false, isTotal = false }: LineProps) => {
  const edge = isTotal
    ? "sticky bottom-0 border-t border-line bg-sunken font-semibold"
    : "border-b border-line bg-surface";
  return (
    <tr className="group">
      <th
        scope="row"
        className={classes(
          "sticky start-0 max-w-56 truncate px-3 py-1.5 ps-4 text-start whitespace-nowrap max-sm:max-w-36",
          edge,
          isTotal ? "z-20" : "z-10 font-normal group-hover:bg-hover",
          isOfNobody && "text-muted italic",
        )}
        title={label}
      >
        <bdi>{label}</bdi>
      </th>
      {columns.map((column) => (
        <td
          key={column}
          className={classes(
            "px-3 py-1.5 pe-[1.6rem] text-end whitespace-nowrap",
            edge,
            !isTotal && "group-hover:bg-hover",
            !figures[column] && "text-faint",
          )}
        >
          {writtenOf(column, figures[column], locale())}
        </td>
      ))}
    </tr>
  );
};
