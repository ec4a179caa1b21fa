import { RefreshCw } from "lucide-react";
import { useMemo, useState } from "react";
import { useChange } from "../api/use-call.ts";
import { useCommands } from "../app/commands.tsx";
import { locale, useText } from "../locales/text.ts";
import { Button } from "../ui/button.tsx";
import { Confirm } from "../ui/dialog.tsx";
import { Time } from "../ui/time.tsx";
import { toast, toastProblem } from "../ui/toast.tsx";
import type { Operating } from "./operating.ts";
import { Lines, Missing, Part } from "./part.tsx";

/** How far the list of conversations, and what follows it, are behind. */
export function DeskPart({ operating }: { operating: Operating }) {
  const t = useText("operations");
  const { desk, following } = operating;
  const number = new Intl.NumberFormat(locale());
  return (
    <Part title={t("part.desk")}>
      <div className="flex flex-col items-start gap-3">
        <div className="w-full">
          {desk ? (
            <Lines
              lines={[
                { label: t("desk.rows"), value: number.format(desk.rows) },
                { label: t("desk.lag"), value: number.format(desk.lag) },
              ]}
            />
          ) : (
            <Missing operating={operating} part="desk" />
          )}
        </div>
        {desk?.rebuilding && <Rebuilding {...desk.rebuilding} />}
        <div className="w-full border-t border-line pt-3">
          {following ? (
            <Lines
              lines={[
                { label: t("following.lag"), value: number.format(following.lag) },
                ...(following.visits > 0
                  ? [{ label: t("following.visits"), value: number.format(following.visits) }]
                  : []),
                ...(following.failing_since
                  ? [
                      {
                        label: t("following.failing"),
                        value: <Time at={following.failing_since} className="text-danger-text" />,
                      },
                    ]
                  : []),
              ]}
            />
          ) : (
            <Missing operating={operating} part="following" />
          )}
        </div>
        <Rebuild isUnderWay={Boolean(desk?.rebuilding)} />
      </div>
    </Part>
  );
}

function Rebuilding({ done, total }: { done: number; total: number }) {
  const t = useText("operations");
  return (
    <div className="w-full text-sm">
      <p className="mb-1 flex justify-between gap-3">
        <span>{t("rebuild.underWay")}</span>
        <span className="tabular-nums">{t("rebuild.progress", { done, total })}</span>
      </p>
      <progress
        aria-label={t("rebuild.underWay")}
        value={done}
        max={Math.max(total, 1)}
        className="h-1.5 w-full overflow-hidden rounded-full accent-accent"
      />
    </div>
  );
}

function Rebuild({ isUnderWay }: { isUnderWay: boolean }) {
  const t = useText("operations");
  const [isAsked, setAsked] = useState(false);
  const rebuild = useChange("rebuildDesk", ["getOperations"]);
  useCommands(
    useMemo(
      () => [
        {
          id: "rebuild-desk",
          title: t("rebuild.title"),
          group: t("title"),
          icon: RefreshCw,
          run: () => setAsked(true),
        },
      ],
      [t],
    ),
  );
  const run = () =>
    rebuild.mutateAsync({}).then(
      () => toast({ title: t("rebuild.begun"), tone: "success" }),
      (error) => {
        toastProblem(error);
        throw error;
      },
    );
  return (
    <>
      <Button size="small" icon={RefreshCw} disabled={isUnderWay} onClick={() => setAsked(true)}>
        {t("rebuild.open")}
      </Button>
      <Confirm
        open={isAsked}
        onOpenChange={setAsked}
        title={t("rebuild.question")}
        detail={t("rebuild.detail")}
        action={t("rebuild.title")}
        onConfirm={run}
      />
    </>
  );
}
