import { useText } from "../../locales/text.ts";
import { TextArea } from "../../ui/field.tsx";
import { Section } from "../../ui/page.tsx";
import { spanOf } from "../../ui/time.tsx";
import { ChoiceField } from "../form/choice-field.tsx";
import { faultUnder } from "../form/faults.ts";
import { SpanField } from "../form/span-field.tsx";
import { PhaseTimeouts } from "./phase-timeouts.tsx";
import { PolicyPage, TenantFormFrame } from "./policy-page.tsx";
import { type Policies, usePolicyForm } from "./use-tenant.ts";

const KEYS = [
  "inactivity_timeout",
  "inactivity_timeouts",
  "inactivity_warning",
  "inactivity_warning_text",
  "reopen",
  "retention_after_close",
] as const;

/** When conversations close by themselves, and when what was said is deleted. */
export function TimersPage() {
  const t = useText("settings");
  return (
    <PolicyPage title={t("sections.timers")} lead={t("timers.lead")}>
      {({ policies }) => <TimersForm policies={policies} />}
    </PolicyPage>
  );
}

function TimersForm({ policies }: { policies: Policies }) {
  const t = useText("settings");
  const form = usePolicyForm(policies, KEYS);
  const { value, set, error } = form;
  const fault = (name: (typeof KEYS)[number]) => faultUnder(error, `policies.${name}`);
  return (
    <TenantFormFrame form={form}>
      <Section title={t("timers.inactivity")} lead={t("timers.inactivityLead")}>
        <div className="flex flex-col gap-5">
          <SpanField
            label={t("timers.timeout")}
            value={value.inactivity_timeout}
            onChange={(inactivity_timeout) => set({ inactivity_timeout })}
            never={t("timers.never")}
            otherwise={86_400}
            error={fault("inactivity_timeout")}
          />
          <PhaseTimeouts
            value={value.inactivity_timeouts}
            onChange={(inactivity_timeouts) => set({ inactivity_timeouts })}
            error={fault("inactivity_timeouts")}
          />
        </div>
      </Section>
      <Section title={t("timers.warning")} lead={t("timers.warningLead")}>
        <div className="flex flex-col gap-5">
          <SpanField
            label={t("timers.warningBefore")}
            value={value.inactivity_warning}
            onChange={(inactivity_warning) => set({ inactivity_warning })}
            never={t("timers.noWarning")}
            otherwise={3_600}
            error={fault("inactivity_warning")}
          />
          <TextArea
            label={t("timers.warningText")}
            hint={t("timers.warningTextHint")}
            rows={2}
            maxLength={1024}
            disabled={value.inactivity_warning === null}
            value={value.inactivity_warning_text ?? ""}
            onChange={(event) => set({ inactivity_warning_text: event.target.value || null })}
            error={fault("inactivity_warning_text")}
          />
        </div>
      </Section>
      <Section title={t("timers.reopen")}>
        <ChoiceField
          label={t("timers.reopenLabel")}
          value={value.reopen}
          onChange={(reopen) => set({ reopen })}
          options={(["new", "same"] as const).map((one) => ({
            value: one,
            label: t(`timers.reopenAs.${one}`),
            hint: t(`timers.reopenHint.${one}`),
          }))}
        />
      </Section>
      <Section title={t("timers.retention")} lead={t("timers.retentionLead")}>
        <div className="flex flex-col gap-3">
          <SpanField
            label={t("timers.retentionAfter")}
            value={value.retention_after_close}
            onChange={(retention_after_close) => set({ retention_after_close })}
            never={t("timers.keep")}
            otherwise={92 * 86_400}
            units={["hour", "day"]}
            error={fault("retention_after_close")}
          />
          <p className="rounded-lg bg-sunken px-3 py-2.5 text-sm text-muted">
            {value.retention_after_close === null
              ? t("timers.kept")
              : t("timers.deleted", { span: spanOf(value.retention_after_close * 1000, "long") })}
          </p>
        </div>
      </Section>
    </TenantFormFrame>
  );
}
