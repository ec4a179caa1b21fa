import { useInfiniteQuery } from "@tanstack/react-query";
import { call } from "../../api/client.ts";
import { useText } from "../../locales/text.ts";
import { Button } from "../../ui/button.tsx";
import { Section } from "../../ui/page.tsx";
import { ProblemNote } from "../../ui/problem.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { Time } from "../../ui/time.tsx";

/** The latest things that WhatsApp said of the number and its account, as they came. */
export function UpdatesSection({ id }: { id: string }) {
  const t = useText("channels");
  const common = useText("common");
  const updates = useInfiniteQuery({
    queryKey: ["listInboxUpdates", id],
    queryFn: ({ pageParam, signal }) =>
      call("listInboxUpdates", { params: { id }, query: { limit: 10, before: pageParam ?? undefined }, signal }),
    initialPageParam: null as number | null,
    getNextPageParam: ({ next_before }) => next_before,
  });
  const all = updates.data?.pages.flatMap((page) => page.updates);
  return (
    <Section title={t("updates.title")} lead={t("updates.lead")}>
      {updates.error && <ProblemNote error={updates.error} />}
      {updates.isPending && <Skeleton className="h-10" />}
      {all?.length === 0 && <p className="text-sm text-muted">{t("updates.none")}</p>}
      <ul className="divide-y divide-line empty:hidden">
        {all?.map(({ number, field, at, received_at, value }) => (
          <li key={number} className="py-2 first:pt-0">
            <details className="text-sm">
              <summary className="flex min-h-6 cursor-pointer flex-wrap items-center gap-x-3">
                <span className="font-mono text-xs">{field}</span>
                <Time at={at ?? received_at} className="ms-auto text-xs text-muted" />
              </summary>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is to be scrolled by keys */}
              <pre tabIndex={0} className="mt-2 max-h-72 overflow-auto rounded-lg bg-sunken p-3 text-xs">
                {JSON.stringify(value, null, 2)}
              </pre>
            </details>
          </li>
        ))}
      </ul>
      {updates.hasNextPage && (
        <Button className="mt-3" isBusy={updates.isFetchingNextPage} onClick={() => void updates.fetchNextPage()}>
          {common("actions.loadMore")}
        </Button>
      )}
    </Section>
  );
}
