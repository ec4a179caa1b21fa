import { MailCheck, MailWarning } from "lucide-react";
import { useState } from "react";
import { useSearchParams } from "wouter";
import { useText } from "../../locales/text.ts";
import { SelectField } from "../../ui/field.tsx";
import { DeliveryDialog } from "./delivery-dialog.tsx";
import { DeliveryList } from "./delivery-list.tsx";
import { RedeliverAll } from "./redeliver-all.tsx";
import { DELIVERY_TONES, type DeliveryState, type SubscriptionDetail } from "./subscription.ts";

const STATES = Object.keys(DELIVERY_TONES) as DeliveryState[];

/** What became of each delivery of a subscription; one of them in a window when the address names it. */
export function Deliveries({ subscription: { id, standing } }: { subscription: SubscriptionDetail }) {
  const t = useText("developers");
  const [state, setState] = useState<DeliveryState | null>(null);
  const [search, setSearch] = useSearchParams();
  const opened = Number(search.get("delivery")) || null;
  const open = (delivery: number | null) =>
    setSearch(delivery === null ? {} : { delivery: `${delivery}` }, { replace: delivery === null });
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <SelectField
          label={t("deliveries.filter")}
          value={state ?? ""}
          onChange={(event) => setState((event.target.value || null) as DeliveryState | null)}
        >
          <option value="">{t("deliveries.all")}</option>
          {STATES.map((one) => (
            <option key={one} value={one}>
              {t(`state.${one}`)}
            </option>
          ))}
        </SelectField>
        {standing.dead > 0 && <RedeliverAll id={id} count={standing.dead} />}
      </div>
      <DeliveryList
        id={id}
        state={state}
        onOpen={open}
        empty={{
          icon: state === "dead" ? MailWarning : MailCheck,
          title: t(state === null ? "deliveries.none" : "deliveries.noneOfState"),
          detail: t("deliveries.noneDetail"),
        }}
      />
      {opened !== null && <DeliveryDialog id={id} deliveryId={opened} onClose={() => open(null)} />}
    </div>
  );
}
