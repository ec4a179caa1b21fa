import { RefreshCw } from "lucide-react";
import { useMemo } from "react";
import { useCall } from "../api/use-call.ts";
import { useCommands } from "../app/commands.tsx";
import { locale, useText } from "../locales/text.ts";
import { IconButton } from "../ui/button.tsx";
import { classes } from "../ui/classes.ts";
import { Page } from "../ui/page.tsx";
import { ProblemNote, ProblemPane } from "../ui/problem.tsx";
import { AssistantPart } from "./assistant-part.tsx";
import { Concerns } from "./concerns.tsx";
import { DeliveriesPart } from "./deliveries-part.tsx";
import { DeskPart } from "./desk-part.tsx";
import { Figures } from "./figures.tsx";
import type { Operating } from "./operating.ts";
import { OperationsSkeleton } from "./operations-skeleton.tsx";
import { OutboundPart } from "./outbound-part.tsx";
import { SetAsidePart } from "./set-aside-part.tsx";
import { TrafficPart } from "./traffic-part.tsx";

const EVERY_MS = 5_000;

/** How the tenant fares, told anew every few seconds while somebody looks. */
export function Operations() {
  const t = useText("operations");
  const common = useText("common");
  const { data, error, isFetching, refetch, dataUpdatedAt } = useCall("getOperations", undefined, {
    refetchInterval: EVERY_MS,
    staleTime: 0,
  });
  useCommands(
    useMemo(
      () => [
        {
          id: "refresh-operations",
          title: t("refresh"),
          group: t("title"),
          icon: RefreshCw,
          run: () => void refetch(),
        },
      ],
      [t, refetch],
    ),
  );
  const updated = new Intl.DateTimeFormat(locale(), { timeStyle: "medium" });
  return (
    <Page
      title={t("title")}
      lead={t("lead")}
      width="wide"
      actions={
        <div className="flex items-center gap-2 text-sm text-muted">
          {dataUpdatedAt > 0 && (
            <span className="tabular-nums">{t("updated", { time: updated.format(dataUpdatedAt) })}</span>
          )}
          <IconButton
            icon={RefreshCw}
            label={t("refresh")}
            onClick={() => void refetch()}
            className={classes(isFetching && "[&>svg]:animate-spin")}
          />
        </div>
      }
    >
      {error && data && <ProblemNote error={error} />}
      {data ? (
        <Parts operating={data} />
      ) : error ? (
        <ProblemPane error={error} onRetry={() => void refetch()} />
      ) : (
        <OperationsSkeleton label={common("loading")} />
      )}
    </Page>
  );
}

function Parts({ operating }: { operating: Operating }) {
  return (
    <>
      <Concerns operating={operating} />
      <Figures operating={operating} />
      <div className="grid items-start gap-4 lg:grid-cols-3">
        <div className="flex min-w-0 flex-col gap-4 lg:col-span-2">
          <TrafficPart operating={operating} />
          <DeliveriesPart operating={operating} />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <OutboundPart operating={operating} />
          <DeskPart operating={operating} />
          <SetAsidePart operating={operating} />
          <AssistantPart operating={operating} />
        </div>
      </div>
    </>
  );
}
