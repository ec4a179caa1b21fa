import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { call } from "../../api/client.ts";
import type { Answer } from "../../api/types.ts";
import { useText } from "../../locales/text.ts";
import { Badge, type BadgeTone } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Section } from "../../ui/page.tsx";
import { ProblemNote } from "../../ui/problem.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { Time } from "../../ui/time.tsx";
import { useTriggerName } from "./trigger-name.ts";

type Run = Answer<"listAutomationRuns">["runs"][number];

const TONES: Record<Run["outcome"], BadgeTone> = { done: "success", refused: "danger", loop_guard: "warning" };

/** What a rule did, the latest first. */
export function RunsSection({ ruleId }: { ruleId: string }) {
  const t = useText("settings");
  const common = useText("common");
  const runs = useInfiniteQuery({
    queryKey: ["listAutomationRuns", ruleId],
    queryFn: ({ pageParam, signal }) =>
      call("listAutomationRuns", { query: { rule_id: ruleId, limit: 20, before: pageParam ?? undefined }, signal }),
    initialPageParam: null as number | null,
    getNextPageParam: ({ next_before }) => next_before,
  });
  const all = runs.data?.pages.flatMap((page) => page.runs);
  return (
    <Section title={t("runs.title")} lead={t("runs.lead")}>
      {runs.error && <ProblemNote error={runs.error} />}
      {runs.isPending && <Skeleton className="h-10" />}
      {all?.length === 0 && <p className="text-sm text-muted">{t("runs.none")}</p>}
      <ul className="divide-y divide-line empty:hidden">
        {all?.map((run) => (
          <li key={run.id} className="py-2.5 first:pt-0">
            <RunRow run={run} />
          </li>
        ))}
      </ul>
      {runs.hasNextPage && (
        <Button className="mt-3" isBusy={runs.isFetchingNextPage} onClick={() => void runs.fetchNextPage()}>
          {common("actions.loadMore")}
        </Button>
      )}
    </Section>
  );
}

function RunRow({ run }: { run: Run }) {
  const t = useText("settings");
  const nameOf = useTriggerName();
  const refused = run.actions.filter(({ outcome }) => outcome === "refused");
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
      <Badge tone={TONES[run.outcome]}>{t(`runs.outcome.${run.outcome}`)}</Badge>
      <Link
        href={`/conversations/${run.conversation_id}?at=${run.event.seq}`}
        className="min-h-6 font-medium text-accent-text hover:underline"
      >
        {nameOf(run.event.type)}
      </Link>
      <Time at={run.at} className="ms-auto text-xs text-muted" />
      {refused.map(({ type, code, detail }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same action may be there twice
        <p key={`${type}-${index}`} className="words w-full text-xs text-danger-text">
          {t(`actions.type.${type}` as "actions.type.close")}: {detail ?? code}
        </p>
      ))}
    </div>
  );
}
