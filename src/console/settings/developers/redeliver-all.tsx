import { RotateCw } from "lucide-react";
import { useState } from "react";
import { useChange } from "../../api/use-call.ts";
import { useText } from "../../locales/text.ts";
import { Button } from "../../ui/button.tsx";
import { Confirm } from "../../ui/dialog.tsx";
import { toast, toastProblem } from "../../ui/toast.tsx";
import { OF_DELIVERIES } from "./subscription.ts";

/** Delivers again all that was given up of a subscription, after a question: a service may act on each of them. */
export function RedeliverAll({ id, count }: { id: string; count: number }) {
  const t = useText("developers");
  const [isAsked, setAsked] = useState(false);
  const redeliver = useChange("redeliverAll", [...OF_DELIVERIES]);
  const run = () =>
    redeliver.mutateAsync({ params: { id } }).then(
      ({ count: begun }) => toast({ title: t("deliveries.begun", { count: begun }), tone: "success" }),
      (error) => {
        toastProblem(error);
        throw error;
      },
    );
  return (
    <>
      <Button icon={RotateCw} onClick={() => setAsked(true)}>
        {t("deliveries.redeliverAll", { count })}
      </Button>
      <Confirm
        open={isAsked}
        onOpenChange={setAsked}
        title={t("deliveries.redeliverAllTitle", { count })}
        detail={t("deliveries.redeliverAllDetail")}
        action={t("deliveries.redeliver")}
        onConfirm={run}
      />
    </>
  );
}
