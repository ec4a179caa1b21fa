import { useCall } from "../api/use-call.ts";
import { locale, useText } from "../locales/text.ts";
import { ProblemPane } from "../ui/problem.tsx";
import { type Asked, filterQuery } from "./asked.ts";
import type { Figures } from "./columns.ts";
import { Filters } from "./filters.tsx";
import { LatestDays } from "./latest-days.tsx";
import { daysWords, dayWords } from "./rows.ts";
import { Tiles, TilesSkeleton } from "./tiles.tsx";

const EVERY_MS = 60_000;
const COLUMNS = [
  "opened",
  "closed",
  "handed_off",
  "messages_in",
  "messages_out",
  "failed",
  "first_response_median",
  "first_human_response_median",
  "resolution_median",
  "ai_answers",
  "ai_handed_off_share",
  "rating_average",
] as const;

interface OverviewProps {
  asked: Asked;
  change: (changes: Partial<Asked>) => void;
}

/** Today and the last seven days, beside those before; told anew every minute. */
export function Overview({ asked, change }: OverviewProps) {
  const t = useText("reports");
  const common = useText("common");
  const filters = filterQuery(asked);
  const zone = asked.timeZone === null ? {} : { time_zone: asked.timeZone };
  const query = { ...filters, ...zone };
  const given = Object.keys(query).length === 0 ? undefined : { query: query as never };
  const { data, error, refetch } = useCall("reportOverview", given, { refetchInterval: EVERY_MS, staleTime: EVERY_MS });
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <Filters asked={asked} change={change} zone={data?.time_zone} />
      </div>
      {data ? (
        <>
          <Span
            title={t("overview.today")}
            lead={t("overview.todayLead", { day: dayWords(data.today.to, locale()) })}
            {...data.today}
          />
          <Span
            title={t("overview.week")}
            lead={t("overview.weekLead", { days: daysWords(data.last_7_days, locale()) })}
            {...data.last_7_days}
          />
        </>
      ) : error ? (
        <ProblemPane error={error} onRetry={() => void refetch()} />
      ) : (
        <div role="status" className="flex flex-col gap-5">
          <span className="sr-only">{common("loading")}</span>
          <Span title={t("overview.today")} lead=" " />
          <Span title={t("overview.week")} lead=" " />
        </div>
      )}
      <LatestDays asked={asked} />
    </>
  );
}

interface SpanProps {
  title: string;
  lead: string;
  /** None while they are on their way. */
  figures?: Figures;
  before?: Figures;
}

const Span = ({ title, lead, figures, before }: SpanProps) => (
  <section aria-label={title}>
    <header className="mb-2 flex flex-wrap items-baseline gap-x-3">
      <h2 className="font-semibold">{title}</h2>
      <p className="min-h-5 text-sm text-muted">{lead}</p>
    </header>
    {figures ? (
      <Tiles columns={COLUMNS} figures={figures} before={before ?? null} />
    ) : (
      <TilesSkeleton count={COLUMNS.length} />
    )}
  </section>
);
