import { Webhook } from "lucide-react";
import { useCall } from "../../api/use-call.ts";
import { useText } from "../../locales/text.ts";
import { Badge } from "../../ui/badge.tsx";
import { Page } from "../../ui/page.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { AddButton, List, RowLink } from "../form/list.tsx";
import { OneOf } from "../form/one-of.tsx";
import { NEW, type SectionProps, settingsPath } from "../form/paths.ts";
import { NewSubscriptionPage } from "./new-subscription-page.tsx";
import { Notices } from "./notices.tsx";
import { EVERY_MS, nameOf, STANDING_TONES, type Subscription } from "./subscription.ts";
import { SubscriptionPage } from "./subscription-page.tsx";

/** Services that are sent what happens. */
export function SubscriptionsPage({ id }: SectionProps) {
  if (id === null) return <Subscriptions />;
  if (id === NEW) return <NewSubscriptionPage />;
  return <OneSubscription key={id} id={id} />;
}

function OneSubscription({ id }: { id: string }) {
  const subscription = useCall("getSubscription", { params: { id } }, { refetchInterval: EVERY_MS });
  return (
    <OneOf query={subscription} item={subscription.data}>
      {(one) => <SubscriptionPage subscription={one} />}
    </OneOf>
  );
}

function Subscriptions() {
  const t = useText("developers");
  const settings = useText("settings");
  const subscriptions = useCall("listSubscriptions");
  const add = <AddButton href={settingsPath("subscriptions", NEW)}>{t("subscriptions.add")}</AddButton>;
  return (
    <Page title={settings("sections.subscriptions")} lead={t("subscriptions.lead")} actions={add}>
      <Notices />
      <List
        label={settings("sections.subscriptions")}
        query={subscriptions}
        items={subscriptions.data?.subscriptions}
        keyOf={({ id }) => id}
        empty={{ icon: Webhook, title: t("subscriptions.none"), detail: t("subscriptions.noneDetail"), action: add }}
        row={(subscription) => <SubscriptionRow subscription={subscription} />}
      />
    </Page>
  );
}

function SubscriptionRow({ subscription }: { subscription: Subscription }) {
  const t = useText("developers");
  const { id, url, description } = subscription;
  const { data, error } = useCall("getSubscription", { params: { id } }, { refetchInterval: EVERY_MS });
  const standing = data?.standing;
  return (
    <>
      <RowLink
        href={settingsPath("subscriptions", id)}
        title={nameOf(subscription)}
        detail={description ? url : null}
      />
      {standing && (
        <div className="flex shrink-0 flex-wrap items-center justify-end gap-1.5 max-sm:max-w-36">
          {standing.retrying > 0 && (
            <Badge tone="warning">{t("subscriptions.retrying", { count: standing.retrying })}</Badge>
          )}
          {standing.dead > 0 && <Badge tone="danger">{t("subscriptions.dead", { count: standing.dead })}</Badge>}
          <Badge tone={STANDING_TONES[standing.state]}>{t(`standing.${standing.state}`)}</Badge>
        </div>
      )}
      {!standing && (error ? <Badge>{t("standing.unknown")}</Badge> : <Skeleton className="h-5 w-16" />)}
    </>
  );
}
