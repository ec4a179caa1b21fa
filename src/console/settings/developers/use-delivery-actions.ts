import { useChange } from "../../api/use-call.ts";
import { useText } from "../../locales/text.ts";
import { toast, toastProblem } from "../../ui/toast.tsx";
import { OF_DELIVERIES } from "./subscription.ts";

/** What can be done about one delivery of a subscription. */
export function useDeliveryActions(id: string) {
  const t = useText("developers");
  const redeliver = useChange("redeliver", [...OF_DELIVERIES]);
  const discard = useChange("discardDelivery", ["listDeliveries", "getSubscription", "getOperations"]);
  const paramsOf = (delivery: number) => ({ id, delivery_id: delivery });
  return {
    isBusy: redeliver.isPending || discard.isPending,
    redeliver: (delivery: number) =>
      redeliver.mutate(
        { params: paramsOf(delivery) },
        { onSuccess: () => toast({ title: t("deliveries.again"), tone: "success" }), onError: toastProblem },
      ),
    /** @throws when it is refused, which is said as well */
    forget: (delivery: number) =>
      discard.mutateAsync({ params: paramsOf(delivery) }).then(
        () => toast({ title: t("deliveries.forgotten"), tone: "success" }),
        (error) => {
          toastProblem(error);
          throw error;
        },
      ),
  };
}
