import { useInfiniteQuery } from "@tanstack/react-query";
import { PackageCheck } from "lucide-react";
import { useState } from "react";
import { useSearchParams } from "wouter";
import { call } from "../../api/client.ts";
import { useCall } from "../../api/use-call.ts";
import { useText } from "../../locales/text.ts";
import { Button } from "../../ui/button.tsx";
import { SelectField } from "../../ui/field.tsx";
import { Page } from "../../ui/page.tsx";
import { Time } from "../../ui/time.tsx";
import { List } from "../form/list.tsx";
import { namesOf } from "../form/use-names.ts";
import { Notices } from "./notices.tsx";
import { type QuarantineItem, REASONS } from "./quarantine.ts";
import { QuarantineDialog } from "./quarantine-dialog.tsx";
import { ReplayAll } from "./replay-all.tsx";
import { useReason } from "./use-reason.ts";

const EVERY_MS = 10_000;

/** What WhatsApp sent and nobody's conversation could take. */
export function QuarantinePage() {
  const t = useText("developers");
  const common = useText("common");
  const settings = useText("settings");
  const [reason, setReason] = useState("");
  const [search, setSearch] = useSearchParams();
  const opened = search.get("item");
  const open = (id: string | null) => setSearch(id === null ? {} : { item: id }, { replace: id === null });
  const query = useQuarantine(reason);
  const wordsOf = useReason();
  const total = query.data?.pages[0]?.total ?? 0;
  return (
    <Page title={settings("sections.quarantine")} lead={t("quarantine.lead")}>
      <Notices />
      <div className="flex flex-wrap items-end justify-between gap-3">
        <SelectField label={t("quarantine.reason")} value={reason} onChange={(event) => setReason(event.target.value)}>
          <option value="">{t("quarantine.allReasons")}</option>
          {REASONS.map((one) => (
            <option key={one} value={one}>
              {wordsOf(one)}
            </option>
          ))}
        </SelectField>
        {total > 0 && <ReplayAll reason={reason} count={total} />}
      </div>
      <List
        label={settings("sections.quarantine")}
        query={query}
        items={query.data?.pages.flatMap(({ items }) => items)}
        keyOf={({ id }) => id}
        empty={{ icon: PackageCheck, title: t("quarantine.none"), detail: t("quarantine.noneDetail") }}
        row={(item) => <ItemRow item={item} onOpen={() => open(item.id)} />}
      />
      {query.hasNextPage && (
        <div>
          <Button isBusy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {common("actions.loadMore")}
          </Button>
        </div>
      )}
      {opened && <QuarantineDialog id={opened} onClose={() => open(null)} />}
    </Page>
  );
}

const useQuarantine = (reason: string) =>
  useInfiniteQuery({
    queryKey: ["listQuarantine", reason],
    queryFn: ({ pageParam, signal }) =>
      call("listQuarantine", { query: { reason, cursor: pageParam ?? undefined }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
    refetchInterval: EVERY_MS,
  });

function ItemRow({ item, onOpen }: { item: QuarantineItem; onOpen: () => void }) {
  const wordsOf = useReason();
  const inboxes = useCall("listInboxes").data?.inboxes ?? [];
  const inbox = item.inbox_id === null ? "" : namesOf(inboxes, [item.inbox_id]);
  return (
    <div className="min-w-0 grow">
      <div className="flex items-baseline justify-between gap-3">
        <button
          type="button"
          onClick={onOpen}
          className="min-h-6 min-w-0 truncate text-start font-medium outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus"
        >
          {wordsOf(item.reason)}
        </button>
        <span className="shrink-0 text-xs text-muted">
          {inbox && `${inbox} · `}
          <Time at={item.at} />
        </span>
      </div>
      <p dir="ltr" className="truncate font-mono text-xs text-muted">
        {item.preview}
      </p>
    </div>
  );
}
