import { useText } from "../../locales/text.ts";
import { Section } from "../../ui/page.tsx";
import { Switch } from "../../ui/switch.tsx";
import { ChoiceField } from "../form/choice-field.tsx";
import { faultUnder } from "../form/faults.ts";
import { NumberField } from "../form/number-field.tsx";
import { SpanField } from "../form/span-field.tsx";
import { WordsField } from "../form/words-field.tsx";
import { PolicyPage, TenantFormFrame } from "./policy-page.tsx";
import { type Policies, usePolicyForm } from "./use-tenant.ts";

const KEYS = [
  "handoff_keywords",
  "low_confidence_limit",
  "automatic_limit",
  "sentiment_handoff",
  "ai_deadline",
  "ai_debounce",
  "ai_debounce_limit",
  "answers_first",
] as const;

/** When the AI gives a conversation to a person, and how it takes its turns. */
export function HandOffPage() {
  const t = useText("settings");
  return (
    <PolicyPage title={t("sections.hand-off")} lead={t("handOff.lead")}>
      {({ policies }) => <HandOffForm policies={policies} />}
    </PolicyPage>
  );
}

function HandOffForm({ policies }: { policies: Policies }) {
  const t = useText("settings");
  const form = usePolicyForm(policies, KEYS);
  const { value, set, error } = form;
  const fault = (name: (typeof KEYS)[number]) => faultUnder(error, `policies.${name}`);
  return (
    <TenantFormFrame form={form}>
      <Section title={t("handOff.first")} lead={t("handOff.firstLead")}>
        <ChoiceField
          label={t("handOff.firstLabel")}
          value={value.answers_first ?? "auto"}
          onChange={(first) => set({ answers_first: first === "auto" ? null : first })}
          options={(["auto", "ai", "flow", "people"] as const).map((one) => ({
            value: one,
            label: t(`handOff.firstBy.${one}`),
            hint: t(`handOff.firstHint.${one}`),
          }))}
        />
      </Section>
      <Section title={t("handOff.words")} lead={t("handOff.wordsLead")}>
        <WordsField
          label={t("handOff.wordsLabel")}
          hint={t("handOff.wordsHint")}
          placeholder={t("handOff.wordsPlaceholder")}
          value={value.handoff_keywords}
          onChange={(handoff_keywords) => set({ handoff_keywords })}
          error={fault("handoff_keywords")}
        />
      </Section>
      <Section title={t("handOff.byItself")}>
        <div className="flex flex-col gap-5">
          <Switch
            label={t("handOff.sentiment")}
            hint={t("handOff.sentimentHint")}
            checked={value.sentiment_handoff}
            onChange={(sentiment_handoff) => set({ sentiment_handoff })}
          />
          <NumberField
            label={t("handOff.unsure")}
            hint={t("handOff.unsureHint")}
            least={1}
            most={100}
            value={value.low_confidence_limit}
            onChange={(low_confidence_limit) => set({ low_confidence_limit })}
            none={t("timers.never")}
            otherwise={3}
            error={fault("low_confidence_limit")}
          />
          <NumberField
            label={t("handOff.automatic")}
            hint={t("handOff.automaticHint")}
            least={1}
            most={10_000}
            value={value.automatic_limit}
            onChange={(automatic_limit) => set({ automatic_limit })}
            none={t("timers.never")}
            otherwise={200}
            error={fault("automatic_limit")}
          />
          <SpanField
            label={t("handOff.deadline")}
            hint={t("handOff.deadlineHint")}
            value={value.ai_deadline}
            onChange={(ai_deadline) => set({ ai_deadline })}
            never={t("handOff.noDeadline")}
            otherwise={60}
            units={["second", "minute"]}
            error={fault("ai_deadline")}
          />
        </div>
      </Section>
      <Section title={t("handOff.turns")} lead={t("handOff.turnsLead")}>
        <div className="grid gap-5 sm:grid-cols-2">
          <SpanField
            label={t("handOff.debounce")}
            value={value.ai_debounce}
            onChange={(seconds) => set({ ai_debounce: seconds ?? 0 })}
            units={["second"]}
            error={fault("ai_debounce")}
          />
          <SpanField
            label={t("handOff.debounceLimit")}
            value={value.ai_debounce_limit}
            onChange={(seconds) => seconds !== null && set({ ai_debounce_limit: seconds })}
            units={["second", "minute"]}
            error={fault("ai_debounce_limit")}
          />
        </div>
      </Section>
    </TenantFormFrame>
  );
}
