import { CircleCheck, PauseCircle, Power, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { useChange } from "../../api/use-call.ts";
import { useText } from "../../locales/text.ts";
import { Button } from "../../ui/button.tsx";
import { classes } from "../../ui/classes.ts";
import { Time } from "../../ui/time.tsx";
import { toastProblem } from "../../ui/toast.tsx";
import type { SubscriptionDetail } from "./subscription.ts";

const LOOKS = {
  working: { icon: CircleCheck, className: "bg-success-soft text-success-text" },
  failing: { icon: TriangleAlert, className: "bg-danger-soft text-danger-text" },
  disabled: { icon: PauseCircle, className: "bg-warning-soft text-warning-text" },
};

/** How it fares in words, with the way out where it does not, and the numbers. */
export function SubscriptionStanding({ subscription }: { subscription: SubscriptionDetail }) {
  const t = useText("developers");
  const common = useText("common");
  const { standing, disabled } = subscription;
  const { icon: Icon, className } = LOOKS[standing.state];
  return (
    <section aria-label={t("standing.title")} className="overflow-hidden rounded-xl border border-line bg-surface">
      <div role="status" className={classes("flex flex-wrap items-center gap-3 px-5 py-3 text-sm", className)}>
        <Icon aria-hidden className="size-5 shrink-0" />
        <div className="min-w-0 grow basis-60">
          <p className="font-medium">{t(`standing.${standing.state}Words`)}</p>
          {disabled && (
            <p className="words text-xs">
              {disabled.reason} · <Time at={disabled.at} />
            </p>
          )}
          {standing.failing_since && standing.state === "failing" && (
            <p className="text-xs">
              {t("standing.since")} <Time at={standing.failing_since} />
            </p>
          )}
        </div>
        <OnOff subscription={subscription} />
      </div>
      <dl className="grid grid-cols-2 gap-px bg-line sm:grid-cols-5">
        <Fact label={t("standing.lastDelivered")}>
          {standing.last_delivered_at ? <Time at={standing.last_delivered_at} /> : common("time.never")}
        </Fact>
        <Fact label={t("standing.next")}>
          {standing.next_attempt_at ? <Time at={standing.next_attempt_at} /> : t("standing.nothing")}
        </Fact>
        <Fact label={t("standing.behind")}>{standing.behind}</Fact>
        <Fact label={t("state.retrying")}>{standing.retrying}</Fact>
        <Fact label={t("state.dead")} className="max-sm:col-span-2">
          {standing.dead}
        </Fact>
      </dl>
      {standing.replaying && (
        <p role="status" className="border-t border-line bg-info-soft px-5 py-2.5 text-sm text-info-text">
          {t("standing.replaying", { count: standing.replaying.lanes })} <Time at={standing.replaying.from} />
        </p>
      )}
    </section>
  );
}

const Fact = ({ label, className, children }: { label: string; className?: string; children: ReactNode }) => (
  <div className={classes("bg-surface px-5 py-3", className)}>
    <dt className="text-xs text-muted">{label}</dt>
    <dd className="mt-0.5 font-medium tabular-nums">{children}</dd>
  </div>
);

function OnOff({ subscription: { id, enabled } }: { subscription: SubscriptionDetail }) {
  const t = useText("developers");
  const change = useChange("changeSubscription", ["getSubscription", "listSubscriptions", "getOperations"]);
  return (
    <Button
      size="small"
      icon={Power}
      isBusy={change.isPending}
      onClick={() => change.mutate({ params: { id }, body: { enabled: !enabled } }, { onError: toastProblem })}
    >
      {t(enabled ? "subscriptions.switchOff" : "subscriptions.switchOn")}
    </Button>
  );
}
