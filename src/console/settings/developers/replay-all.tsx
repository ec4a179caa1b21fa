import { useQueryClient } from "@tanstack/react-query";
import { RotateCw } from "lucide-react";
import { useState } from "react";
import { call } from "../../api/client.ts";
import { useText } from "../../locales/text.ts";
import { Button } from "../../ui/button.tsx";
import { toastProblem } from "../../ui/toast.tsx";
import { type Replayed, replayAll } from "./quarantine.ts";

/** Tries to place all of what is shown again, the oldest first, and says what came of it. */
export function ReplayAll({ reason, count }: { reason: string; count: number }) {
  const t = useText("developers");
  const client = useQueryClient();
  const [isBusy, setBusy] = useState(false);
  const [replayed, setReplayed] = useState<Replayed | null>(null);
  const run = () => {
    setBusy(true);
    const page = (cursor: string | null) =>
      call("replayQuarantine", { body: { ...(reason && { reason }), ...(cursor !== null && { cursor }) } });
    replayAll(page, setReplayed)
      .catch(toastProblem)
      .finally(() => {
        setBusy(false);
        void client.invalidateQueries({ queryKey: ["listQuarantine"] });
        void client.invalidateQueries({ queryKey: ["getOperations"] });
      });
  };
  return (
    <div className="flex flex-wrap items-center gap-3">
      <p role="status" className="text-sm text-muted empty:hidden">
        {replayed && t("quarantine.replayed", { placed: replayed.placed, still: replayed.still })}
      </p>
      <Button icon={RotateCw} isBusy={isBusy} onClick={run}>
        {t("quarantine.replayAll", { count })}
      </Button>
    </div>
  );
}
