import { CircleCheck, CircleX, Stethoscope, TriangleAlert } from "lucide-react";
import { useChange } from "../../api/use-call.ts";
import { useText } from "../../locales/text.ts";
import { Button } from "../../ui/button.tsx";
import { ProblemNote } from "../../ui/problem.tsx";
import { Time } from "../../ui/time.tsx";
import type { Check } from "./inbox.ts";

const ICONS = { right: CircleCheck, warning: TriangleAlert, wrong: CircleX };
const COLOURS = { right: "text-success-text", warning: "text-warning-text", wrong: "text-danger-text" };

interface CheckResultProps {
  id: string;
  /** What the last check found; null where there was none. */
  check: Check | null;
}

/** What WhatsApp says of the number when it is asked, and a button that asks. */
export function CheckResult({ id, check: before }: CheckResultProps) {
  const t = useText("channels");
  const ask = useChange("checkInbox", ["getInbox", "listInboxes"]);
  const check = ask.data ?? before;
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-3">
        <Button icon={Stethoscope} isBusy={ask.isPending} onClick={() => ask.mutate({ params: { id } })}>
          {t("check.run")}
        </Button>
        {check && (
          <p className="text-sm text-muted">
            {t("check.at")} <Time at={check.checked_at} />
          </p>
        )}
      </div>
      <ProblemNote error={ask.error} />
      <div aria-live="polite">
        {check && (
          <ul className="flex flex-col gap-2.5">
            {check.findings.map(({ code, level, text, way_out }) => {
              const Icon = ICONS[level];
              return (
                <li key={code} className="flex items-start gap-2.5 text-sm">
                  <Icon aria-label={t(`level.${level}`)} className={`mt-0.5 size-4 shrink-0 ${COLOURS[level]}`} />
                  <div className="min-w-0">
                    <p className="words" lang="en">
                      {text}
                    </p>
                    {way_out && (
                      <p className="words text-muted" lang="en">
                        {way_out}
                      </p>
                    )}
                  </div>
                </li>
              );
            })}
          </ul>
        )}
      </div>
    </div>
  );
}
