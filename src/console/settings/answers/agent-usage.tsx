import { useCall } from "../../api/use-call.ts";
import { locale, useText } from "../../locales/text.ts";
import { Section } from "../../ui/page.tsx";
import { ProblemPane } from "../../ui/problem.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { lastDays, type UsageDay } from "./usage-days.ts";

const DAYS = 30;

/** What the model took, by day. */
export function AgentUsage() {
  const t = useText("knowledge");
  const usage = useCall("assistantUsage", { query: { days: DAYS } });
  return (
    <Section title={t("usage.title")} lead={t("usage.lead", { count: DAYS })}>
      {usage.error ? (
        <ProblemPane error={usage.error} onRetry={() => void usage.refetch()} />
      ) : usage.data ? (
        <Usage days={usage.data.days} />
      ) : (
        <Skeleton className="h-40 w-full" />
      )}
    </Section>
  );
}

function Usage({ days }: { days: UsageDay[] }) {
  const t = useText("knowledge");
  const number = new Intl.NumberFormat(locale(), { maximumFractionDigits: 2 });
  const dayName = new Intl.DateTimeFormat(locale(), { day: "numeric", month: "short", timeZone: "UTC" });
  if (days.length === 0) return <p className="py-4 text-center text-sm text-muted">{t("usage.none")}</p>;
  const all = lastDays(days, DAYS, Date.now());
  const most = Math.max(1, ...all.map(({ requests }) => requests));
  return (
    <>
      <div aria-hidden className="mb-4 flex h-24 items-end gap-0.5">
        {all.map(({ day, requests }) => (
          <div
            key={day}
            title={`${dayName.format(new Date(day))}: ${number.format(requests)}`}
            className="min-w-0 grow rounded-t bg-accent"
            style={{
              height: `${requests === 0 ? 1 : Math.max(4, (requests / most) * 100)}%`,
              opacity: requests === 0 ? 0.25 : 1,
            }}
          />
        ))}
      </div>
      <div className="overflow-x-auto">
        <table className="w-full text-sm tabular-nums">
          <thead>
            <tr className="border-b border-line text-xs text-muted [&>th]:py-1.5 [&>th]:font-medium">
              <th className="text-start">{t("usage.day")}</th>
              <th className="text-end">{t("usage.requests")}</th>
              <th className="text-end">{t("usage.input")}</th>
              <th className="text-end">{t("usage.output")}</th>
              <th className="text-end">{t("usage.cost")}</th>
            </tr>
          </thead>
          <tbody>
            {days.map((one) => (
              <tr key={one.day} className="border-b border-line last:border-0 [&>td]:py-1.5 [&>td]:text-end">
                <th scope="row" className="text-start font-normal">
                  {dayName.format(new Date(one.day))}
                </th>
                <td>{number.format(one.requests)}</td>
                <td>{number.format(one.input_tokens)}</td>
                <td>{number.format(one.output_tokens)}</td>
                <td>{number.format(one.cost)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
