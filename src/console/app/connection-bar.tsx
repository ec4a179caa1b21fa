import { useQueryClient } from "@tanstack/react-query";
import { CloudOff, MonitorOff } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { keyOf } from "../api/use-call.ts";
import { useConnectionStatus } from "../live/live.tsx";
import { useText } from "../locales/text.ts";
import { Button } from "../ui/button.tsx";
import { toast } from "../ui/toast.tsx";

/** A moment without a line is nobody's trouble. */
const PATIENCE_MS = 2500;

/** Says that the line is lost, as long as it is. */
export function ConnectionBar() {
  const t = useText("common");
  const status = useConnectionStatus();
  const client = useQueryClient();
  const [isShown, setShown] = useState(false);
  const wasShown = useRef(false);
  useEffect(() => {
    if (status !== "lost") {
      if (status === "open" && wasShown.current)
        toast({ title: t("connection.back"), tone: "success", duration: 3000 });
      wasShown.current = false;
      setShown(false);
      return;
    }
    const timer = setTimeout(() => {
      wasShown.current = true;
      setShown(true);
    }, PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [status, t]);
  useEffect(() => {
    if (status === "signed_out") void client.invalidateQueries({ queryKey: keyOf("getSession") });
  }, [status, client]);
  const isSuperseded = status === "superseded";
  return (
    <div role="status">
      {(isShown || isSuperseded) && (
        <div className="flex flex-wrap items-center justify-center gap-x-3 gap-y-1 bg-warning-soft px-4 py-1.5 text-sm text-warning-text">
          {isSuperseded ? <MonitorOff aria-hidden className="size-4" /> : <CloudOff aria-hidden className="size-4" />}
          {t(isSuperseded ? "connection.superseded" : "connection.lost")}
          {isSuperseded && (
            <Button size="small" onClick={() => location.reload()}>
              {t("connection.reload")}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
