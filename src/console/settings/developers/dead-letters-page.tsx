import { useQueries } from "@tanstack/react-query";
import { MailCheck, MailWarning, RotateCw, Trash2 } from "lucide-react";
import { useState } from "react";
import { Link } from "wouter";
import { call } from "../../api/client.ts";
import { keyOf, useCall } from "../../api/use-call.ts";
import { useText } from "../../locales/text.ts";
import { IconButton } from "../../ui/button.tsx";
import { Confirm } from "../../ui/dialog.tsx";
import { Empty } from "../../ui/empty.tsx";
import { Page } from "../../ui/page.tsx";
import { ProblemNote, ProblemPane } from "../../ui/problem.tsx";
import { ListSkeleton } from "../form/list.tsx";
import { settingsPath } from "../form/paths.ts";
import { DeliveryDialog } from "./delivery-dialog.tsx";
import { DeliveryList } from "./delivery-list.tsx";
import { Notices } from "./notices.tsx";
import { RedeliverAll } from "./redeliver-all.tsx";
import { EVERY_MS, nameOf, type SubscriptionDetail } from "./subscription.ts";
import { useDeliveryActions } from "./use-delivery-actions.ts";

/** What was given up, of all subscriptions in one place. */
export function DeadLettersPage() {
  const t = useText("developers");
  const settings = useText("settings");
  return (
    <Page title={settings("sections.dead-letters")} lead={t("dead.lead")}>
      <Notices />
      <DeadLetters />
    </Page>
  );
}

function DeadLetters() {
  const t = useText("developers");
  const all = useCall("listSubscriptions");
  const asked = useQueries({
    queries: (all.data?.subscriptions ?? []).map(({ id }) => ({
      queryKey: keyOf("getSubscription", { params: { id } }),
      queryFn: ({ signal }: { signal: AbortSignal }) => call("getSubscription", { params: { id }, signal }),
      refetchInterval: EVERY_MS,
    })),
  });
  const known = asked.flatMap(({ data }) => data ?? []);
  const error = asked.find((one) => one.error)?.error;
  const withDead = known.filter(({ standing }) => standing.dead > 0);
  if (all.error && !all.data) return <ProblemPane error={all.error} onRetry={() => void all.refetch()} />;
  if (!all.data || (known.length < asked.length && !error)) return <ListSkeleton />;
  return (
    <>
      {error && <ProblemNote error={error} />}
      {withDead.map((subscription) => (
        <DeadOf key={subscription.id} subscription={subscription} />
      ))}
      {withDead.length === 0 && !error && (
        <div className="rounded-xl border border-line bg-surface">
          <Empty icon={MailCheck} title={t("dead.none")} detail={t("dead.noneDetail")} />
        </div>
      )}
    </>
  );
}

function DeadOf({ subscription }: { subscription: SubscriptionDetail }) {
  const t = useText("developers");
  const { id, standing } = subscription;
  const { redeliver, forget } = useDeliveryActions(id);
  const [opened, setOpened] = useState<number | null>(null);
  const [forgotten, setForgotten] = useState<number | null>(null);
  return (
    <section className="flex flex-col gap-3">
      <header className="flex flex-wrap items-center gap-3">
        <h2 className="min-w-0 grow font-semibold">
          <Link href={settingsPath("subscriptions", id)} className="words hover:underline">
            {nameOf(subscription)}
          </Link>
          <span className="ms-2 text-sm font-normal text-muted">
            {t("subscriptions.dead", { count: standing.dead })}
          </span>
        </h2>
        <RedeliverAll id={id} count={standing.dead} />
      </header>
      <DeliveryList
        id={id}
        state="dead"
        onOpen={setOpened}
        empty={{ icon: MailWarning, title: t("dead.none"), detail: t("dead.noneDetail") }}
        actions={({ id: one, type }) => (
          <>
            <IconButton
              icon={RotateCw}
              size="small"
              label={`${t("deliveries.redeliver")}: ${type}`}
              onClick={() => redeliver(one)}
            />
            <IconButton
              icon={Trash2}
              size="small"
              label={`${t("deliveries.forget")}: ${type}`}
              onClick={() => setForgotten(one)}
            />
          </>
        )}
      />
      {opened !== null && <DeliveryDialog id={id} deliveryId={opened} onClose={() => setOpened(null)} />}
      <Confirm
        open={forgotten !== null}
        onOpenChange={(open) => !open && setForgotten(null)}
        title={t("deliveries.forgetTitle")}
        detail={t("deliveries.forgetDetail")}
        action={t("deliveries.forget")}
        onConfirm={() => forgotten !== null && forget(forgotten)}
      />
    </section>
  );
}
