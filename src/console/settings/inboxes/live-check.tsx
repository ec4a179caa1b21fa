import { CircleCheck, TriangleAlert } from "lucide-react";
import { useCall } from "../../api/use-call.ts";
import { useText } from "../../locales/text.ts";
import { ProblemNote } from "../../ui/problem.tsx";
import { Spinner } from "../../ui/spinner.tsx";
import { Time } from "../../ui/time.tsx";
import { CheckResult } from "./check-result.tsx";

const EVERY_MS = 3_000;

/** Waits for WhatsApp to verify the webhook and to call it, and asks WhatsApp of the number. */
export function LiveCheck({ id }: { id: string }) {
  const t = useText("channels");
  const inbox = useCall("getInbox", { params: { id } }, { refetchInterval: EVERY_MS });
  const setup = inbox.data?.setup;
  return (
    <div className="flex flex-col gap-5">
      <ProblemNote error={inbox.error} />
      <ul aria-live="polite" className="flex flex-col gap-3">
        <Waited title={t("check.verified")} waiting={t("check.verifiedWaiting")} at={setup?.verified_at ?? null} />
        <Waited title={t("check.received")} waiting={t("check.receivedWaiting")} at={setup?.last_webhook_at ?? null} />
        {setup?.last_refused && (
          <li className="flex items-start gap-3 text-sm">
            <TriangleAlert aria-hidden className="mt-0.5 size-5 shrink-0 text-danger-text" />
            <div className="min-w-0">
              <p className="font-medium">
                {t(`refused.${setup.last_refused.reason}`)} · <Time at={setup.last_refused.at} />
              </p>
              <p className="text-muted">{t(`refusedWay.${setup.last_refused.reason}`)}</p>
            </div>
          </li>
        )}
      </ul>
      <CheckResult id={id} check={setup?.check ?? null} />
    </div>
  );
}

function Waited({ title, waiting, at }: { title: string; waiting: string; at: string | null }) {
  return (
    <li className="flex items-start gap-3 text-sm">
      {at === null ? (
        <Spinner className="mt-0.5 size-5 shrink-0 text-faint" />
      ) : (
        <CircleCheck aria-hidden className="mt-0.5 size-5 shrink-0 text-success-text" />
      )}
      <div className="min-w-0">
        <p className="font-medium">{title}</p>
        <p className="text-muted">{at === null ? waiting : <Time at={at} />}</p>
      </div>
    </li>
  );
}
