import { useQueries } from "@tanstack/react-query";
import { useState } from "react";
import { readLog } from "../../api/log.ts";
import type { Conversation } from "../../api/types.ts";
import { keyOf } from "../../api/use-call.ts";
import { useText } from "../../locales/text.ts";
import { Button } from "../../ui/button.tsx";
import { classes } from "../../ui/classes.ts";
import { ProblemNote } from "../../ui/problem.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { dateTimeOf, Time } from "../../ui/time.tsx";
import { BLOCK, type Block, blocksOf } from "./activity-blocks.ts";
import { type ActivityFilter, type Deed, deedsOf, detailOf } from "./activity-words.ts";
import { useDeedWords } from "./deed-words.ts";

const FILTERS: readonly ActivityFilter[] = ["all", "people", "automatic"];

/** A full block never changes; of the last one the query is another with each new entry. */
const blockQuery = (id: string, { after, through }: Block) => ({
  queryKey: [...keyOf("listEvents"), id, after, through],
  queryFn: () => readLog(id, { after_seq: after, limit: BLOCK }),
  staleTime: Number.POSITIVE_INFINITY,
});

/** Who did what with the conversation, the latest first. */
export function Activity({ conversation }: { conversation: Conversation }) {
  const t = useText("panel");
  const common = useText("common");
  const [filter, setFilter] = useState<ActivityFilter>("all");
  const [count, setCount] = useState(1);
  const blocks = blocksOf(conversation.last_seq, count);
  const answers = useQueries({ queries: blocks.map((block) => blockQuery(conversation.id, block)) });
  const deeds = deedsOf(
    answers.flatMap(({ data }) => data ?? []),
    conversation.number,
    filter,
  );
  const error = answers.find((answer) => answer.error)?.error;
  const isLoading = answers.some(({ isPending }) => isPending);
  const hasMore = (blocks.at(-1)?.after ?? 0) > 0;
  return (
    <>
      <fieldset aria-label={t("activity.filter")} className="mb-3 flex gap-1">
        {FILTERS.map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={one === filter}
            onClick={() => setFilter(one)}
            className="h-7 rounded-full px-2.5 text-xs font-medium text-muted hover:bg-hover aria-pressed:bg-selected aria-pressed:text-accent-text"
          >
            {t(`activity.${one}`)}
          </button>
        ))}
      </fieldset>
      {error && <ProblemNote error={error} />}
      <ol className="space-y-2.5">
        {deeds.map((deed) => (
          <DeedRow key={deed.seq} deed={deed} />
        ))}
      </ol>
      {isLoading && deeds.length === 0 && <Skeleton className="h-16 w-full" />}
      {!isLoading && deeds.length === 0 && !error && <p className="text-sm text-muted">{t("activity.none")}</p>}
      {hasMore && (
        <Button size="small" tone="quiet" isBusy={isLoading} onClick={() => setCount(count + 1)} className="mt-2">
          {common("actions.loadMore")}
        </Button>
      )}
    </>
  );
}

function DeedRow({ deed }: { deed: Deed }) {
  const wordsOf = useDeedWords();
  const detail = detailOf(deed);
  const isAgents = deed.actor.type === "agent";
  return (
    <li className="flex gap-2.5 text-sm" title={dateTimeOf(deed.at)}>
      <span
        aria-hidden
        className={classes("mt-[0.4rem] size-2 shrink-0 rounded-full", isAgents ? "bg-accent" : "bg-edge")}
      />
      <div className="min-w-0 grow">
        <p className="words leading-5">{wordsOf(deed)}</p>
        {detail && <p className="words line-clamp-3 text-xs text-muted">{detail}</p>}
      </div>
      <Time at={deed.at} className="shrink-0 text-xs leading-5 text-muted" />
    </li>
  );
}
