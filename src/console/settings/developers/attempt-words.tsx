import { CircleCheck, CircleX } from "lucide-react";
import { useText } from "../../locales/text.ts";
import { classes } from "../../ui/classes.ts";
import { Time } from "../../ui/time.tsx";
import type { Attempt } from "./subscription.ts";

/** By this answer a service says that it wants no more. */
const GONE = 410;
const isRedirect = (status: number): boolean => status >= 300 && status < 400;

/** What came of one request: taken or not, how long it took, and what the service said. */
export function AttemptWords({ attempt: { at, duration_ms, status, error, answer } }: { attempt: Attempt }) {
  const t = useText("developers");
  const isTaken = error === null;
  const Icon = isTaken ? CircleCheck : CircleX;
  const words = status === null ? t("attempt.noAnswer") : t(isTaken ? "attempt.taken" : "attempt.refused", { status });
  const why =
    status === null ? error : status === GONE ? t("attempt.gone") : isRedirect(status) ? t("attempt.redirected") : null;
  return (
    <div
      className={classes(
        "flex items-start gap-2.5 rounded-lg px-3 py-2 text-sm",
        isTaken ? "bg-success-soft text-success-text" : "bg-danger-soft text-danger-text",
      )}
    >
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 grow">
        <p className="flex flex-wrap justify-between gap-x-3">
          <span className="font-medium">{words}</span>
          <span className="text-xs">
            {t("attempt.took", { ms: Math.round(duration_ms) })} · <Time at={at} />
          </span>
        </p>
        {why && <p className="words text-xs">{why}</p>}
        {answer && <p className="words mt-1 max-h-32 overflow-y-auto font-mono text-xs">{answer}</p>}
      </div>
    </div>
  );
}
