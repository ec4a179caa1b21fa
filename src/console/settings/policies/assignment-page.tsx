import { useText } from "../../locales/text.ts";
import { Section } from "../../ui/page.tsx";
import { Switch } from "../../ui/switch.tsx";
import { ChoiceField } from "../form/choice-field.tsx";
import { faultUnder } from "../form/faults.ts";
import { NumberField } from "../form/number-field.tsx";
import { SpanField } from "../form/span-field.tsx";
import { PolicyPage, TenantFormFrame } from "./policy-page.tsx";
import { type Policies, usePolicyForm } from "./use-tenant.ts";

const KEYS = ["assignment", "offers", "offer_timeout", "agent_capacity", "queue_timeout", "nobody_available"] as const;
const STRATEGIES = ["manual", "round_robin", "least_loaded"] as const;

/** Who gets the next ticket, and how. */
export function AssignmentPage() {
  const t = useText("settings");
  return (
    <PolicyPage title={t("sections.assignment")} lead={t("assignment.lead")}>
      {({ policies }) => <AssignmentForm policies={policies} />}
    </PolicyPage>
  );
}

function AssignmentForm({ policies }: { policies: Policies }) {
  const t = useText("settings");
  const form = usePolicyForm(policies, KEYS);
  const { value, set, error } = form;
  const fault = (name: (typeof KEYS)[number]) => faultUnder(error, `policies.${name}`);
  const isByItself = value.assignment !== "manual";
  return (
    <TenantFormFrame form={form}>
      <Section title={t("assignment.who")}>
        <div className="flex flex-col gap-5">
          <ChoiceField
            label={t("assignment.strategy")}
            value={value.assignment}
            onChange={(assignment) => set({ assignment })}
            options={STRATEGIES.map((one) => ({
              value: one,
              label: t(`assignment.by.${one}`),
              hint: t(`assignment.byHint.${one}`),
            }))}
          />
          <NumberField
            label={t("assignment.capacity")}
            hint={t("assignment.capacityHint")}
            least={1}
            most={1000}
            value={value.agent_capacity}
            onChange={(capacity) => capacity !== null && set({ agent_capacity: capacity })}
            error={fault("agent_capacity")}
          />
        </div>
      </Section>
      {isByItself && (
        <Section title={t("assignment.offers")}>
          <div className="flex flex-col gap-5">
            <Switch
              label={t("assignment.ask")}
              hint={t("assignment.askHint")}
              checked={value.offers}
              onChange={(offers) => set({ offers })}
            />
            {value.offers && (
              <SpanField
                label={t("assignment.offerTimeout")}
                hint={t("assignment.offerTimeoutHint")}
                value={value.offer_timeout}
                onChange={(seconds) => seconds !== null && set({ offer_timeout: seconds })}
                units={["second", "minute"]}
                error={fault("offer_timeout")}
              />
            )}
          </div>
        </Section>
      )}
      <Section title={t("assignment.nobody")} lead={t("assignment.nobodyLead")}>
        <div className="flex flex-col gap-5">
          <ChoiceField
            label={t("assignment.then")}
            value={value.nobody_available}
            onChange={(nobody_available) => set({ nobody_available })}
            options={(["wait", "ai"] as const).map((one) => ({
              value: one,
              label: t(`assignment.nobodyThen.${one}`),
              hint: t(`assignment.nobodyHint.${one}`),
            }))}
          />
          {value.nobody_available === "ai" && (
            <SpanField
              label={t("assignment.queueTimeout")}
              value={value.queue_timeout}
              onChange={(queue_timeout) => set({ queue_timeout })}
              never={t("timers.never")}
              otherwise={600}
              error={fault("queue_timeout")}
            />
          )}
        </div>
      </Section>
    </TenantFormFrame>
  );
}
