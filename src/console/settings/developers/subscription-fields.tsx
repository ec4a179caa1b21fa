import { useCall } from "../../api/use-call.ts";
import { useText } from "../../locales/text.ts";
import { TextField } from "../../ui/field.tsx";
import { Section } from "../../ui/page.tsx";
import { faultOf } from "../../ui/problem.tsx";
import { faultUnder } from "../form/faults.ts";
import { ManyChoice } from "../form/many-choice.tsx";
import { OutletsChoice } from "../form/outlets-choice.tsx";
import { TypesField } from "./types-field.tsx";
import { urlFaultOf } from "./url-fault.ts";

/** What an admin says of a subscription. */
export interface SubscriptionFieldsValue {
  url: string;
  types: string[];
  outlet_ids: string[];
  inbox_ids: string[];
  description: string | null;
}

interface SubscriptionFieldsProps {
  value: SubscriptionFieldsValue;
  set: (changes: Partial<SubscriptionFieldsValue>) => void;
  error: unknown;
  isNew?: boolean;
}

export function SubscriptionFields({ value, set, error, isNew = false }: SubscriptionFieldsProps) {
  const t = useText("developers");
  const settings = useText("settings");
  const inboxes = useCall("listInboxes").data?.inboxes ?? [];
  return (
    <>
      <Section>
        <div className="flex flex-col gap-5">
          <TextField
            label={t("subscriptions.url")}
            hint={t("subscriptions.urlHint")}
            type="url"
            inputMode="url"
            placeholder="https://services.example.com/callbacks"
            value={value.url}
            maxLength={2048}
            required
            autoComplete="off"
            spellCheck={false}
            autoFocus={isNew}
            onChange={(event) => set({ url: event.target.value.trim() })}
            error={faultOf(error, "url") ?? urlFaultOf(error)}
          />
          <TextField
            label={t("subscriptions.description")}
            hint={t("subscriptions.descriptionHint")}
            value={value.description ?? ""}
            maxLength={255}
            autoComplete="off"
            onChange={(event) => set({ description: event.target.value || null })}
            error={faultUnder(error, "description")}
          />
        </div>
      </Section>
      <Section title={t("types.title")} lead={t("types.lead")}>
        <TypesField value={value.types} onChange={(types) => set({ types })} error={faultUnder(error, "types")} />
      </Section>
      <Section title={t("subscriptions.scope")} lead={t("subscriptions.scopeLead")}>
        <div className="flex flex-col gap-5">
          <OutletsChoice
            hint={t("subscriptions.outletsHint")}
            value={value.outlet_ids}
            onChange={(outlet_ids) => set({ outlet_ids })}
            error={faultUnder(error, "outlet_ids")}
          />
          <ManyChoice
            label={settings("sections.inboxes")}
            hint={t("subscriptions.inboxesHint")}
            options={inboxes}
            value={value.inbox_ids}
            onChange={(inbox_ids) => set({ inbox_ids })}
            none={t("subscriptions.noInboxes")}
            error={faultUnder(error, "inbox_ids")}
          />
        </div>
      </Section>
    </>
  );
}
