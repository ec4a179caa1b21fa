import { Link } from "wouter";
import { useText } from "../locales/text.ts";
import { Badge, type BadgeTone } from "../ui/badge.tsx";
import { Time } from "../ui/time.tsx";
import type { Operating } from "./operating.ts";
import { Missing, Part } from "./part.tsx";

type Subscription = Operating["deliveries"]["subscriptions"][number];

const TONES: Record<NonNullable<Subscription["standing"]>["state"], BadgeTone> = {
  working: "success",
  failing: "danger",
  disabled: "neutral",
};

/** How each subscription fares. */
export function DeliveriesPart({ operating }: { operating: Operating }) {
  const t = useText("operations");
  const { subscriptions, pending, retrying, is_complete } = operating.deliveries;
  const isUnknown = subscriptions.length === 0 && !is_complete;
  return (
    <Part
      title={t("part.deliveries")}
      aside={
        subscriptions.length > 0 && (
          <span className="text-xs text-muted">
            {t("deliveries.sum", { pending, retrying })}
            {!is_complete && ` · ${t("deliveries.incomplete")}`}
          </span>
        )
      }
    >
      {isUnknown && <Missing operating={operating} part="deliveries" />}
      {subscriptions.length === 0 && is_complete && (
        <p className="text-sm text-muted">
          {t("deliveries.none")}{" "}
          <Link href="/settings/subscriptions" className="font-medium text-accent-text underline underline-offset-2">
            {t("deliveries.add")}
          </Link>
        </p>
      )}
      <ul className="divide-y divide-line empty:hidden">
        {subscriptions.map((subscription) => (
          <SubscriptionRow key={subscription.id} subscription={subscription} />
        ))}
      </ul>
    </Part>
  );
}

function SubscriptionRow({ subscription: { id, url, description, standing } }: { subscription: Subscription }) {
  const t = useText("operations");
  const common = useText("common");
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 py-2.5 text-sm last:pb-0 sm:grid-cols-[minmax(0,1fr)_auto_6rem]">
      <div className="min-w-0">
        <Link
          href={`/settings/subscriptions/${id}`}
          className="block min-h-6 truncate leading-6 font-medium text-accent-text hover:underline"
        >
          {description ?? url}
        </Link>
        {standing && (
          <p className="text-xs text-muted">
            {t("deliveries.last")}{" "}
            {standing.last_delivered_at ? <Time at={standing.last_delivered_at} /> : common("time.never")}
          </p>
        )}
      </div>
      <p className="flex flex-wrap justify-end gap-1.5 empty:hidden max-sm:col-span-2 max-sm:row-start-2 max-sm:justify-start">
        {standing && standing.behind > 0 && <Badge>{t("deliveries.behind", { count: standing.behind })}</Badge>}
        {standing && standing.retrying > 0 && (
          <Badge tone="warning">{t("deliveries.retrying", { count: standing.retrying })}</Badge>
        )}
        {standing && standing.dead > 0 && <Badge tone="danger">{t("deliveries.dead", { count: standing.dead })}</Badge>}
      </p>
      <span className="justify-self-end sm:col-start-3">
        {standing ? (
          <Badge tone={TONES[standing.state]}>{t(`standing.${standing.state}`)}</Badge>
        ) : (
          <Badge>{t("standing.unknown")}</Badge>
        )}
      </span>
    </li>
  );
}
