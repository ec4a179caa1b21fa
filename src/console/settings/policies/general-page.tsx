import { useText } from "../../locales/text.ts";
import { TextField } from "../../ui/field.tsx";
import { Section } from "../../ui/page.tsx";
import { ChoiceField } from "../form/choice-field.tsx";
import { faultUnder } from "../form/faults.ts";
import { PolicyPage, TenantFormFrame } from "./policy-page.tsx";
import { type Tenant, useTenantForm } from "./use-tenant.ts";

const READ_RECEIPTS = ["on_receipt", "on_reply", "never"] as const;

/** Name of the workspace, and what holds for all of its conversations. */
export function GeneralPage() {
  const t = useText("settings");
  return (
    <PolicyPage title={t("sections.general")} lead={t("general.lead")}>
      {(tenant) => <GeneralForm tenant={tenant} />}
    </PolicyPage>
  );
}

function GeneralForm({ tenant }: { tenant: Tenant }) {
  const t = useText("settings");
  const { name, policies } = tenant;
  const form = useTenantForm({ name, read_receipts: policies.read_receipts }, ({ name, ...rest }) => ({
    ...(name === undefined ? {} : { name }),
    policies: rest,
  }));
  return (
    <TenantFormFrame form={form}>
      <Section title={t("general.workspace")}>
        <TextField
          label={t("general.name")}
          hint={t("general.nameHint")}
          value={form.value.name}
          maxLength={255}
          required
          error={faultUnder(form.error, "name")}
          onChange={(event) => form.set({ name: event.target.value })}
        />
      </Section>
      <Section title={t("general.receipts")}>
        <ChoiceField
          label={t("general.receiptsLabel")}
          value={form.value.read_receipts}
          onChange={(read_receipts) => form.set({ read_receipts })}
          options={READ_RECEIPTS.map((value) => ({
            value,
            label: t(`general.receipt.${value}`),
            hint: t(`general.receiptHint.${value}`),
          }))}
        />
      </Section>
    </TenantFormFrame>
  );
}
