import { useInfiniteQuery } from "@tanstack/react-query";
import { MessageSquareText, SearchX, StickyNote } from "lucide-react";
import { type KeyboardEvent, useEffect, useState } from "react";
import { Link } from "wouter";
import { call } from "../../api/client.ts";
import type { Answer } from "../../api/types.ts";
import { useText } from "../../locales/text.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { Button } from "../../ui/button.tsx";
import { classes } from "../../ui/classes.ts";
import { Empty } from "../../ui/empty.tsx";
import { ProblemPane } from "../../ui/problem.tsx";
import { Time } from "../../ui/time.tsx";
import { conversationHref, type ListAddress } from "./address.ts";
import { Highlighted } from "./highlighted.tsx";
import { SkeletonRows } from "./skeleton-rows.tsx";

type Found = Answer<"search">;
type Person = Found["conversations"][number];
type Hit = Found["results"][number];

/** So many pages without a hit are looked through before the agent is asked whether to go on. */
const MOST_EMPTY = 5;

interface ResultsProps {
  address: ListAddress;
  selectedId: string | null;
}

/** What is found in all conversations: people, and what was said. */
export function SearchResults({ address, selectedId }: ResultsProps) {
  const t = useText("list");
  const [isBest, setBest] = useState(false);
  const found = useFound(address, isBest);
  const people = found.data?.pages[0]?.conversations ?? [];
  const hits = found.data?.pages.flatMap(({ results }) => results) ?? [];
  return (
    <div className="flex min-h-0 grow flex-col">
      <div className="flex shrink-0 items-center gap-1 border-b border-line px-3 py-1.5 text-xs">
        <p aria-live="polite" className="min-w-0 grow truncate text-muted">
          {found.data
            ? t(found.hasNextPage ? "search.foundMore" : "search.found", { count: hits.length + people.length })
            : t("search.searching")}
        </p>
        {([false, true] as const).map((best) => (
          <button
            key={`${best}`}
            type="button"
            aria-pressed={best === isBest}
            onClick={() => setBest(best)}
            className="h-7 rounded-md px-2 font-medium text-muted hover:bg-hover aria-pressed:bg-selected aria-pressed:text-accent-text"
          >
            {t(best ? "search.best" : "search.newest")}
          </button>
        ))}
      </div>
      {found.error ? (
        <ProblemPane error={found.error} onRetry={() => void found.refetch()} />
      ) : !found.data ? (
        <SkeletonRows count={8} />
      ) : people.length + hits.length === 0 && !found.hasNextPage ? (
        <Empty icon={SearchX} title={t("search.nothing")} detail={t("search.hint")} />
      ) : (
        // biome-ignore lint/a11y/noStaticElementInteractions: keys of the links in it
        <div onKeyDown={walk} className="min-h-0 grow overflow-y-auto overscroll-contain">
          {people.length > 0 && <Heading>{t("search.people")}</Heading>}
          <ul aria-label={t("search.people")}>
            {people.map((person) => (
              <PersonRow key={person.conversation_id} person={person} address={address} selectedId={selectedId} />
            ))}
          </ul>
          {hits.length > 0 && <Heading>{t("search.messages")}</Heading>}
          <ul aria-label={t("search.messages")}>
            {hits.map((hit) => (
              <HitRow key={`${hit.conversation_id} ${hit.seq}`} hit={hit} address={address} selectedId={selectedId} />
            ))}
          </ul>
          {found.hasNextPage && (
            <div className="grid place-items-center p-3">
              <Button size="small" isBusy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
                {t("search.more")}
              </Button>
            </div>
          )}
        </div>
      )}
    </div>
  );
}

function useFound({ q, filters }: ListAddress, isBest: boolean) {
  const { label, inbox_id, outlet_id, agent_id } = filters;
  const query = { q, label, inbox_id, outlet_id, agent_id, relevance: isBest ? 1 : undefined };
  const found = useInfiniteQuery({
    queryKey: ["search", query],
    queryFn: ({ pageParam: cursor, signal }) => call("search", { query: { ...query, cursor }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
    staleTime: 5_000,
  });
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = found;
  const pages = data?.pages ?? [];
  // A search may have looked at enough before it found anything.
  const goesOn =
    hasNextPage &&
    !isFetchingNextPage &&
    pages.length < MOST_EMPTY &&
    pages.every(({ results }) => results.length === 0);
  useEffect(() => {
    if (goesOn) void fetchNextPage();
  }, [goesOn, fetchNextPage]);
  return found;
}

/** The arrows go from hit to hit. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by === undefined) return;
  const hits = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-hit]")];
  const next = hits[hits.indexOf(document.activeElement as HTMLElement) + by];
  event.preventDefault();
  next?.focus();
}

const Heading = ({ children }: { children: string }) => (
  <h2 className="px-3 pt-3 pb-1 text-xs font-medium text-faint">{children}</h2>
);

const ROW = "flex gap-2.5 border-b border-line px-3 py-2 focus-visible:-outline-offset-2";

function PersonRow({ person, address, selectedId }: ResultsProps & { person: Person }) {
  const t = useText("list");
  const { conversation_id: id, customer_name, customer_phone } = person;
  const name = customer_name ?? customer_phone ?? t("row.someone");
  const isOpen = id === selectedId;
  return (
    <li>
      <Link
        data-hit
        href={conversationHref(id, address)}
        aria-current={isOpen ? "true" : undefined}
        className={classes(ROW, "items-center", isOpen ? "bg-selected" : "hover:bg-hover")}
      >
        <Avatar name={name} id={customer_phone ?? id} size="small" />
        <span className="min-w-0">
          <span className="block truncate text-sm font-medium">
            <bdi>{name}</bdi>
          </span>
          {customer_name && customer_phone && (
            <span className="block truncate text-xs text-muted">{customer_phone}</span>
          )}
        </span>
      </Link>
    </li>
  );
}

function HitRow({ hit, address, selectedId }: ResultsProps & { hit: Hit }) {
  const t = useText("list");
  const { conversation_id: id, kind, seq, at, customer_name, sender_type, snippet, highlights } = hit;
  const Icon = kind === "note" ? StickyNote : MessageSquareText;
  const sender = kind === "note" ? t("senders.note") : t(`senders.${sender_type}`);
  return (
    <li>
      <Link
        data-hit
        href={conversationHref(id, address, seq)}
        aria-current={id === selectedId ? "true" : undefined}
        className={classes(ROW, "hover:bg-hover")}
      >
        <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-faint" />
        <span className="min-w-0 grow">
          <span className="flex items-baseline gap-2">
            <span className="min-w-0 truncate text-sm font-medium">
              <bdi>{customer_name ?? t("row.someone")}</bdi>
            </span>
            <span className="min-w-0 grow truncate text-xs text-muted">{sender}</span>
            <Time at={at} className="shrink-0 text-xs text-muted tabular-nums" />
          </span>
          <Highlighted text={snippet} places={highlights} />
        </span>
      </Link>
    </li>
  );
}
