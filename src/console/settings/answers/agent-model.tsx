import { useText } from "../../locales/text.ts";
import { TextArea, TextField } from "../../ui/field.tsx";
import { Section } from "../../ui/page.tsx";
import { faultOf } from "../../ui/problem.tsx";
import { Switch } from "../../ui/switch.tsx";
import type { AgentFormPart } from "./agent-form.tsx";

const NUMBERS = ["timeout", "temperature", "price_input", "price_output"] as const;

/** With which model the AI agent words its answers, if with any. Its key is told to it, and never shown. */
export function AgentModel({ value, set, error, hasKey }: AgentFormPart & { hasKey: boolean }) {
  const t = useText("knowledge");
  return (
    <Section title={t("agent.model.title")} lead={t("agent.model.lead")}>
      <div className="flex flex-col gap-4">
        <Switch
          label={t("agent.model.use")}
          hint={t(value.has_model ? "agent.model.useHint" : "agent.model.noneHint")}
          checked={value.has_model}
          onChange={(has_model) => set({ has_model })}
        />
        {value.has_model && (
          <div className="grid gap-4 sm:grid-cols-2">
            <TextField
              label={t("agent.model.base_url")}
              hint={t("agent.model.base_urlHint")}
              type="url"
              placeholder="https://api.example.com/v1"
              value={value.base_url}
              onChange={(event) => set({ base_url: event.target.value })}
              error={faultOf(error, "model.base_url")}
            />
            <TextField
              label={t("agent.model.model")}
              value={value.model}
              onChange={(event) => set({ model: event.target.value })}
              error={faultOf(error, "model.model")}
            />
            <TextField
              label={t("agent.model.api_key")}
              hint={t(hasKey ? "agent.model.keyKept" : "agent.model.keyNone")}
              type="password"
              autoComplete="new-password"
              placeholder={hasKey ? "••••••••••••" : ""}
              value={value.api_key}
              onChange={(event) => set({ api_key: event.target.value })}
              error={faultOf(error, "model.api_key")}
              className="sm:col-span-2"
            />
            <TextArea
              label={t("agent.model.instructions")}
              hint={t("agent.model.instructionsHint")}
              rows={6}
              maxLength={20_000}
              dir="auto"
              value={value.instructions}
              onChange={(event) => set({ instructions: event.target.value })}
              error={faultOf(error, "instructions")}
              className="sm:col-span-2"
            />
            <div className="grid grid-cols-2 items-start gap-4 sm:col-span-2 lg:grid-cols-4">
              {NUMBERS.map((name) => (
                <TextField
                  key={name}
                  label={t(`agent.model.${name}`)}
                  inputMode="decimal"
                  value={value[name]}
                  onChange={(event) => set({ [name]: event.target.value })}
                  error={faultOf(error, `model.${name}`)}
                />
              ))}
            </div>
          </div>
        )}
      </div>
    </Section>
  );
}
