import type { Counts } from "../../api/types.ts";
import { useText } from "../../locales/text.ts";
import { Button } from "../../ui/button.tsx";
import { CONTROL, Field, SelectField } from "../../ui/field.tsx";
import {
  type Filter,
  isOwnView,
  type ListAddress,
  ORDERS,
  type Order,
  orderOf,
  PRIORITIES,
  SORTS,
  type Sort,
  STATUSES,
  sortOf,
  usualOrder,
  usualSort,
  withFilter,
} from "./address.ts";
import { useFilterNames } from "./names.ts";

interface PanelProps {
  address: ListAddress;
  counts: Counts | undefined;
  onGo: (next: ListAddress) => void;
}

/** Narrows and sorts the list, at once. */
export function FilterPanel({ address, counts, onGo }: PanelProps) {
  const t = useText("list");
  const names = useFilterNames();
  const choices: Record<Filter, [value: string, words: string][]> = {
    status: STATUSES.map((status) => [status, t(`status.${status}`)]),
    inbox_id: [...names.inbox_id],
    outlet_id: [...names.outlet_id],
    team_id: [...names.team_id],
    agent_id: isOwnView(address.view) ? [] : [...names.agent_id],
    label: (counts?.labels ?? []).map(({ label }) => [label, label]),
    priority: PRIORITIES.map((priority) => [priority, t(`priority.${priority}`)]),
  };
  // Where there is only one there is nothing to choose.
  const isOffered = (filter: Filter) =>
    choices[filter].length > (filter === "inbox_id" || filter === "outlet_id" ? 1 : 0) || address.filters[filter];
  return (
    <div className="flex flex-col gap-2.5">
      <Sorting address={address} onGo={onGo} />
      <hr className="-mx-3 border-line" />
      <div className="grid grid-cols-2 gap-2.5">
        {(Object.keys(choices) as Filter[]).filter(isOffered).map((filter) => (
          <SelectField
            key={filter}
            label={t(`filters.${filter}`)}
            value={address.filters[filter] ?? ""}
            onChange={({ target }) => onGo(withFilter(address, filter, target.value || null))}
          >
            <option value="">{t("filters.any")}</option>
            {choices[filter].map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </SelectField>
        ))}
      </div>
      <Button
        size="small"
        tone="quiet"
        className="self-end"
        disabled={Object.keys(address.filters).length === 0 && address.sort === null && address.order === null}
        onClick={() => onGo({ ...address, filters: {}, sort: null, order: null })}
      >
        {t("filters.clear")}
      </Button>
    </div>
  );
}

function Sorting({ address, onGo }: Omit<PanelProps, "counts">) {
  const t = useText("list");
  const sort = sortOf(address);
  const order = orderOf(address);
  const sortBy = (next: Sort) =>
    onGo({ ...address, sort: next === usualSort(address.view) ? null : next, order: null });
  const orderBy = (next: Order) => onGo({ ...address, order: next === usualOrder(sort) ? null : next });
  return (
    <Field label={t("sort.title")}>
      {(described) => (
        <div className="flex gap-1.5">
          <select
            {...described}
            value={sort}
            onChange={({ target }) => sortBy(target.value as Sort)}
            className={`${CONTROL} h-9`}
          >
            {SORTS.map((one) => (
              <option key={one} value={one}>
                {t(`sort.${one}`)}
              </option>
            ))}
          </select>
          <select
            aria-label={t("sort.order")}
            value={order}
            onChange={({ target }) => orderBy(target.value as Order)}
            className={`${CONTROL} h-9`}
          >
            {ORDERS.map((one) => (
              <option key={one} value={one}>
                {t(`sort.${one}`)}
              </option>
            ))}
          </select>
        </div>
      )}
    </Field>
  );
}
