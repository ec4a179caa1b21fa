import { ListFilter, Search, SquarePen, X } from "lucide-react";
import { type RefObject, useEffect, useMemo, useRef, useState } from "react";
import type { Counts } from "../../api/types.ts";
import { useCommands } from "../../app/commands.tsx";
import { useText } from "../../locales/text.ts";
import { IconButton } from "../../ui/button.tsx";
import { later } from "../../ui/later.tsx";
import { Popover } from "../../ui/popover.tsx";
import type { ListAddress } from "./address.ts";
import { FilterChips } from "./filter-chips.tsx";
import { useSearchText } from "./use-search-text.ts";
import { ViewTabs } from "./view-tabs.tsx";

const FilterPanel = later(() => import("./filter-panel.tsx").then(({ FilterPanel }) => FilterPanel), {
  waiting: () => <div className="h-72" />,
});
const NewConversation = later(() => import("./new-conversation.tsx").then(({ NewConversation }) => NewConversation));

interface HeadProps {
  address: ListAddress;
  counts: Counts | undefined;
  onGo: (next: ListAddress, options?: { replace?: boolean }) => void;
}

/** What stands above the rows: search, filters, a new conversation, and the views. */
export function ListHead({ address, counts, onGo }: HeadProps) {
  const t = useText("list");
  const field = useRef<HTMLInputElement>(null);
  const [isFiltering, setFiltering] = useState(false);
  const [isNew, setNew] = useState(false);
  const group = t("commands.group");
  useCommands(
    useMemo(
      () => [
        { id: "search", title: t("search.label"), group, icon: Search, keys: "/", run: () => field.current?.select() },
        { id: "filter", title: t("filters.title"), group, icon: ListFilter, run: () => setFiltering(true) },
        { id: "new-conversation", title: t("new.title"), group, icon: SquarePen, keys: "c", run: () => setNew(true) },
      ],
      [t, group],
    ),
  );
  const count = Object.keys(address.filters).length;
  return (
    <header className="shrink-0 border-b border-line">
      <div className="flex items-center gap-1 px-3 pt-2.5">
        <SearchField field={field} address={address} onGo={onGo} />
        <Popover
          label={t("filters.title")}
          open={isFiltering}
          onOpenChange={setFiltering}
          align="end"
          alignOffset={-40}
          className="w-84 p-3"
          trigger={
            <IconButton
              icon={ListFilter}
              label={count > 0 ? t("filters.count", { count }) : t("filters.title")}
              isPressed={count > 0 || address.sort !== null || address.order !== null}
            />
          }
        >
          <FilterPanel address={address} counts={counts} onGo={onGo} />
        </Popover>
        <IconButton icon={SquarePen} label={t("new.title")} keys="c" onClick={() => setNew(true)} />
      </div>
      <ViewTabs address={address} counts={counts} onGo={onGo} />
      {count > 0 && <FilterChips address={address} onGo={onGo} />}
      {isNew && <NewConversation address={address} onClose={() => setNew(false)} />}
    </header>
  );
}

type FieldProps = Pick<HeadProps, "address" | "onGo"> & { field: RefObject<HTMLInputElement | null> };

function SearchField({ field, address, onGo }: FieldProps) {
  const t = useText("list");
  const [text, setText] = useSearchText(address, onGo);
  useEffect(() => {
    if (document.activeElement !== field.current) setText(address.q, true);
  }, [address.q, field, setText]);
  return (
    <search className="relative min-w-0 grow">
      <Search
        aria-hidden
        className="pointer-events-none absolute start-2.5 top-1/2 size-4 -translate-y-1/2 text-faint"
      />
      <input
        ref={field}
        type="search"
        value={text}
        maxLength={200}
        aria-label={t("search.label")}
        placeholder={t("search.placeholder")}
        onChange={({ target }) => setText(target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") {
            setText("", true);
            onGo({ ...address, q: "" }, { replace: true });
            event.currentTarget.blur();
          }
          if (event.key === "ArrowDown" || event.key === "Enter") {
            const first = document.querySelector<HTMLElement>("[data-hit],[data-conversation][tabindex='0']");
            if (first) {
              event.preventDefault();
              first.focus();
            }
          }
        }}
        className="h-9 w-full rounded-lg border border-transparent bg-sunken ps-8 pe-8 text-sm outline-offset-0 hover:border-line focus:border-edge focus:bg-surface [&::-webkit-search-cancel-button]:hidden"
      />
      {text !== "" && (
        <button
          type="button"
          aria-label={t("search.clear")}
          onClick={() => {
            setText("", true);
            onGo({ ...address, q: "" });
            field.current?.focus();
          }}
          className="absolute end-1 top-1/2 grid size-7 -translate-y-1/2 place-items-center rounded-md text-muted hover:bg-hover"
        >
          <X aria-hidden className="size-4" />
        </button>
      )}
    </search>
  );
}
