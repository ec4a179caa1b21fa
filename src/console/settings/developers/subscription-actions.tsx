import { History, RotateCcwKey, Send } from "lucide-react";
import { useMemo, useState } from "react";
import { useChange } from "../../api/use-call.ts";
import { useCommands } from "../../app/commands.tsx";
import { useText } from "../../locales/text.ts";
import { Button } from "../../ui/button.tsx";
import { ProblemNote } from "../../ui/problem.tsx";
import { AttemptWords } from "./attempt-words.tsx";
import { ReplayDialog } from "./replay-dialog.tsx";
import { RotateDialog } from "./rotate-dialog.tsx";
import { nameOf, type SubscriptionDetail } from "./subscription.ts";

type Open = "replay" | "rotate" | null;

/** What can be done about a subscription: a test, a replay, a new secret. */
export function SubscriptionActions({ subscription }: { subscription: SubscriptionDetail }) {
  const t = useText("developers");
  const { id } = subscription;
  const { mutate: send, ...test } = useChange("testSubscription", ["listDeliveries", "getSubscription"]);
  const [open, setOpen] = useState<Open>(null);
  const name = nameOf(subscription);
  useCommands(
    useMemo(
      () => [
        { id: "test-subscription", title: t("test.run"), group: name, icon: Send, run: () => send({ params: { id } }) },
        {
          id: "replay-subscription",
          title: t("replay.title"),
          group: name,
          icon: History,
          run: () => setOpen("replay"),
        },
        {
          id: "rotate-secret",
          title: t("rotate.title"),
          group: name,
          icon: RotateCcwKey,
          run: () => setOpen("rotate"),
        },
      ],
      [t, send, id, name],
    ),
  );
  const close = (is: boolean) => !is && setOpen(null);
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap gap-2">
        <Button tone="primary" icon={Send} isBusy={test.isPending} onClick={() => send({ params: { id } })}>
          {t("test.run")}
        </Button>
        <Button icon={History} onClick={() => setOpen("replay")}>
          {t("replay.open")}
        </Button>
        <Button icon={RotateCcwKey} onClick={() => setOpen("rotate")}>
          {t("rotate.open")}
        </Button>
      </div>
      <div role="status" className="empty:hidden">
        {test.data && <AttemptWords attempt={test.data} />}
      </div>
      {test.error && <ProblemNote error={test.error} />}
      {open === "replay" && <ReplayDialog id={id} onOpenChange={close} />}
      {open === "rotate" && <RotateDialog id={id} onOpenChange={close} />}
    </div>
  );
}
