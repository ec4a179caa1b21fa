import { useText } from "../../locales/text.ts";
import { Section } from "../../ui/page.tsx";
import { ChoiceField } from "../form/choice-field.tsx";
import { faultUnder } from "../form/faults.ts";
import { PolicyPage, TenantFormFrame } from "./policy-page.tsx";
import { type Tenant, useTenantForm } from "./use-tenant.ts";

type Services = Tenant["services"];
const ROLES = ["ai", "agents", "customers", "flows", "channel"] as const satisfies (keyof Services)[];
const CHOICES = ["embedded", "remote", "off"] as const;

/** Which parts are played here, which by services of the business's own. */
export function ServicesPage() {
  const t = useText("settings");
  return (
    <PolicyPage title={t("sections.services")} lead={t("services.lead")}>
      {({ services }) => <ServicesForm services={services} />}
    </PolicyPage>
  );
}

function ServicesForm({ services }: { services: Services }) {
  const t = useText("settings");
  const form = useTenantForm<Services>(services, (changes) => ({ services: changes }));
  return (
    <TenantFormFrame form={form}>
      {ROLES.map((role) => (
        <Section key={role} title={t(`services.${role}.title`)}>
          <ChoiceField
            label={t("services.who")}
            hint={faultUnder(form.error, `services.${role}`)}
            value={form.value[role] ?? "embedded"}
            onChange={(choice) => form.set({ [role]: choice })}
            options={CHOICES.filter((choice) => role !== "channel" || choice !== "off").map((value) => ({
              value,
              label: t(`services.choice.${value}`),
              hint: role === "channel" && value === "off" ? "" : t(`services.${role}.${value}` as "services.ai.off"),
            }))}
          />
        </Section>
      ))}
    </TenantFormFrame>
  );
}
