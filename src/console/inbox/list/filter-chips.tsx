import { X } from "lucide-react";
import { useText } from "../../locales/text.ts";
import { FILTERS, type Filter, type ListAddress, withFilter } from "./address.ts";
import { useFilterNames } from "./names.ts";

/** What the list is narrowed by; a click takes it away. */
export function FilterChips({ address, onGo }: { address: ListAddress; onGo: (next: ListAddress) => void }) {
  const t = useText("list");
  const names = useFilterNames();
  const wordsOf = (filter: Filter, value: string): string => {
    if (filter === "status") return t(`status.${value as "active"}`);
    if (filter === "priority") return t(`priority.${value as "high"}`);
    return filter === "label" ? value : (names[filter].get(value) ?? "…");
  };
  return (
    <ul aria-label={t("filters.set")} className="flex flex-wrap gap-1 px-3 pt-1 pb-2">
      {FILTERS.map((filter) => {
        const value = address.filters[filter];
        if (value === undefined) return null;
        const words = wordsOf(filter, value);
        return (
          <li key={filter} className="max-w-full">
            <button
              type="button"
              aria-label={t("filters.remove", { name: t(`filters.${filter}`), value: words })}
              onClick={() => onGo(withFilter(address, filter, null))}
              className="inline-flex h-7 max-w-full items-center gap-1 rounded-full bg-accent-soft ps-2 pe-1.5 text-xs text-accent-text hover:brightness-95"
            >
              <span className="truncate">
                {t(`filters.${filter}`)}: <bdi className="font-medium">{words}</bdi>
              </span>
              <X aria-hidden className="size-3.5 shrink-0" />
            </button>
          </li>
        );
      })}
    </ul>
  );
}
