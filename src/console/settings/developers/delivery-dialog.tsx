import { RotateCw, Trash2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Link } from "wouter";
import type { Answer } from "../../api/types.ts";
import { useCall } from "../../api/use-call.ts";
import { useText } from "../../locales/text.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Confirm, Dialog } from "../../ui/dialog.tsx";
import { ProblemPane } from "../../ui/problem.tsx";
import { Loading } from "../../ui/spinner.tsx";
import { dateTimeOf } from "../../ui/time.tsx";
import { AttemptWords } from "./attempt-words.tsx";
import { CodeBox } from "./code-box.tsx";
import { JsonView } from "./json-view.tsx";
import { DELIVERY_TONES, EVERY_MS } from "./subscription.ts";
import { useDeliveryActions } from "./use-delivery-actions.ts";

type DeliveryDetail = Answer<"getDelivery">;

interface DeliveryDialogProps {
  /** Of the subscription. */
  id: string;
  deliveryId: number;
  onClose: () => void;
}

/** One delivery: what is sent, what was answered each time, and what can be done about it. */
export function DeliveryDialog({ id, deliveryId, onClose }: DeliveryDialogProps) {
  const t = useText("developers");
  const params = { id, delivery_id: deliveryId };
  const { data, error, refetch } = useCall("getDelivery", { params }, { refetchInterval: EVERY_MS });
  return (
    <Dialog
      title={data?.type ?? t("deliveries.one")}
      width="wide"
      open
      onOpenChange={(open) => !open && onClose()}
      footer={data && <DeliveryFooter id={id} delivery={data} onClose={onClose} />}
    >
      {data ? (
        <DeliveryWords delivery={data} />
      ) : error ? (
        <ProblemPane error={error} onRetry={() => void refetch()} />
      ) : (
        <div className="h-96">
          <Loading />
        </div>
      )}
    </Dialog>
  );
}

function DeliveryFooter({ id, delivery, onClose }: { id: string; delivery: DeliveryDetail; onClose: () => void }) {
  const t = useText("developers");
  const { redeliver, forget, isBusy } = useDeliveryActions(id);
  const [isAsked, setAsked] = useState(false);
  const { state } = delivery;
  const kind = state === "retrying" ? "passOver" : "forget";
  return (
    <>
      {state !== "delivered" && (
        <Button icon={Trash2} disabled={isBusy} onClick={() => setAsked(true)}>
          {t(`deliveries.${kind}`)}
        </Button>
      )}
      <Button tone="primary" icon={RotateCw} isBusy={isBusy} onClick={() => redeliver(delivery.id)}>
        {t(state === "retrying" ? "deliveries.now" : "deliveries.redeliver")}
      </Button>
      <Confirm
        open={isAsked}
        onOpenChange={setAsked}
        title={t(`deliveries.${kind}Title`)}
        detail={t(`deliveries.${kind}Detail`)}
        action={t(`deliveries.${kind}`)}
        onConfirm={() => forget(delivery.id).then(onClose)}
      />
    </>
  );
}

function DeliveryWords({ delivery }: { delivery: DeliveryDetail }) {
  const t = useText("developers");
  const { state, created_at, next_attempt_at, conversation_id, seq, attempts, body, event_id } = delivery;
  const headers = ["Content-Type: application/cloudevents+json; charset=utf-8", `webhook-id: ${event_id}`];
  return (
    <div className="flex flex-col gap-5 pb-2">
      <dl className="grid grid-cols-2 gap-3 text-sm sm:grid-cols-4">
        <Fact label={t("deliveries.state")}>
          <Badge tone={DELIVERY_TONES[state]}>{t(`state.${state}`)}</Badge>
        </Fact>
        <Fact label={t("deliveries.created")}>{dateTimeOf(created_at)}</Fact>
        {next_attempt_at && <Fact label={t("standing.next")}>{dateTimeOf(next_attempt_at)}</Fact>}
        {conversation_id && (
          <Fact label={t("deliveries.conversation")}>
            <Link
              href={`/conversations/${conversation_id}?at=${seq}`}
              className="inline-flex min-h-6 items-center font-medium text-accent-text hover:underline"
            >
              {t("deliveries.open")}
            </Link>
          </Fact>
        )}
      </dl>
      <Part title={t("deliveries.answers", { count: attempts.length })}>
        <ol className="flex flex-col gap-2">
          {[...attempts].reverse().map((attempt) => (
            <li key={attempt.at}>
              <AttemptWords attempt={attempt} />
            </li>
          ))}
        </ol>
      </Part>
      <Part title={t("deliveries.headers")}>
        <CodeBox label={t("deliveries.headers")} text={headers.join("\n")} />
        <p className="mt-1 text-xs text-muted">{t("deliveries.headersHint")}</p>
      </Part>
      <Part title={t("deliveries.body")}>
        {body ? (
          <JsonView label={t("deliveries.body")} value={body} />
        ) : (
          <p className="text-sm text-muted">{t("deliveries.noBody")}</p>
        )}
      </Part>
    </div>
  );
}

const Fact = ({ label, children }: { label: string; children: ReactNode }) => (
  <div className="min-w-0">
    <dt className="text-xs text-muted">{label}</dt>
    <dd className="mt-0.5">{children}</dd>
  </div>
);

const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <section>
    <h3 className="mb-1.5 text-sm font-semibold">{title}</h3>
    {children}
  </section>
);
