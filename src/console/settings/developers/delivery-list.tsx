import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { useText } from "../../locales/text.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Time } from "../../ui/time.tsx";
import { List } from "../form/list.tsx";
import { DELIVERY_TONES, type Delivery, type DeliveryState } from "./subscription.ts";
import { useDeliveries } from "./use-deliveries.ts";

interface DeliveryListProps {
  /** Of which subscription. */
  id: string;
  state: DeliveryState | null;
  onOpen: (deliveryId: number) => void;
  empty: { icon: LucideIcon; title: string; detail: string };
  /** What can be done about one in its row. */
  actions?: (delivery: Delivery) => ReactNode;
}

/** Deliveries of a subscription, as many pages as were asked for. */
export function DeliveryList({ id, state, onOpen, empty, actions }: DeliveryListProps) {
  const t = useText("developers");
  const common = useText("common");
  const query = useDeliveries(id, state);
  return (
    <div className="flex flex-col items-start gap-3">
      <div className="w-full">
        <List
          label={t("deliveries.title")}
          query={query}
          items={query.deliveries}
          keyOf={({ id: one }) => `${one}`}
          empty={empty}
          row={(delivery) => (
            <>
              <DeliveryRow delivery={delivery} onOpen={() => onOpen(delivery.id)} />
              {actions && <div className="relative flex shrink-0">{actions(delivery)}</div>}
            </>
          )}
        />
      </div>
      {query.hasNextPage && (
        <Button isBusy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {common("actions.loadMore")}
        </Button>
      )}
    </div>
  );
}

function DeliveryRow({ delivery, onOpen }: { delivery: Delivery; onOpen: () => void }) {
  const t = useText("developers");
  const { type, state, attempts, next_attempt_at, updated_at } = delivery;
  const last = attempts.at(-1);
  return (
    <div className="grid min-w-0 grow grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 gap-y-1 sm:grid-cols-[6.5rem_minmax(0,1fr)_minmax(0,12rem)_auto]">
      <Badge
        tone={DELIVERY_TONES[state]}
        className="max-sm:col-start-2 max-sm:row-start-1 max-sm:justify-self-end sm:justify-self-start"
      >
        {t(`state.${state}`)}
      </Badge>
      <button
        type="button"
        onClick={onOpen}
        className="min-h-6 min-w-0 truncate text-start font-mono text-sm outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus"
      >
        {type}
      </button>
      <span className="truncate text-sm text-muted">
        {last && (last.status === null ? t("attempt.noAnswer") : `HTTP ${last.status}`)}
        {attempts.length > 1 && ` · ${t("deliveries.attempts", { count: attempts.length })}`}
      </span>
      <span className="justify-self-end text-xs whitespace-nowrap text-muted">
        {next_attempt_at ? (
          <>
            {t("deliveries.next")} <Time at={next_attempt_at} />
          </>
        ) : (
          <Time at={updated_at} />
        )}
      </span>
    </div>
  );
}
