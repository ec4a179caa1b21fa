import { useQueryClient } from "@tanstack/react-query";
import { Link } from "wouter";
import { keyOf, useChange } from "../../api/use-call.ts";
import { useText } from "../../locales/text.ts";
import { TextArea, TextField } from "../../ui/field.tsx";
import { Section } from "../../ui/page.tsx";
import { faultOf } from "../../ui/problem.tsx";
import { Switch } from "../../ui/switch.tsx";
import { toast } from "../../ui/toast.tsx";
import { EditForm } from "../form/edit-form.tsx";
import { settingsPath } from "../form/paths.ts";
import { useDraft } from "../form/use-draft.ts";
import { type AgentDraft, type Assistant, bodyOf, draftOf } from "./agent-draft.ts";
import { AgentModel } from "./agent-model.tsx";

/** What the parts of the form are given. */
export interface AgentFormPart {
  value: AgentDraft;
  set: (changes: Partial<AgentDraft>) => void;
  error: unknown;
}

/** How the AI agent speaks, with which model, and how much it may take. */
export function AgentForm({ saved }: { saved: Assistant }) {
  const t = useText("knowledge");
  const client = useQueryClient();
  const { value, set, reset, isDirty } = useDraft(draftOf(saved));
  const put = useChange("putAssistant");
  const part = { value, set, error: put.error };
  const save = () =>
    put.mutate(
      { body: bodyOf(value) },
      {
        onSuccess: (kept) => {
          client.setQueryData(keyOf("getAssistant"), kept);
          reset();
          toast({ title: t("agent.saved"), tone: "success" });
        },
      },
    );
  return (
    <EditForm isDirty={isDirty} isBusy={put.isPending} error={put.error} onSave={save} onReset={reset}>
      <Words {...part} />
      <AgentModel {...part} hasKey={saved.model?.has_api_key ?? false} />
      <Limits {...part} />
    </EditForm>
  );
}

function Words({ value, set, error }: AgentFormPart) {
  const t = useText("knowledge");
  return (
    <Section title={t("agent.words.title")} lead={t("agent.words.lead")}>
      <div className="grid gap-4 sm:grid-cols-2">
        <TextArea
          label={t("agent.words.greeting")}
          hint={t("agent.words.ownWords")}
          rows={2}
          dir="auto"
          value={value.greeting}
          onChange={(event) => set({ greeting: event.target.value })}
          error={faultOf(error, "greeting")}
        />
        <TextArea
          label={t("agent.words.unsure")}
          hint={t("agent.words.ownWords")}
          rows={2}
          dir="auto"
          value={value.unsure_text}
          onChange={(event) => set({ unsure_text: event.target.value })}
          error={faultOf(error, "unsure_text")}
        />
        <div className="sm:col-span-2">
          <Switch
            label={t("agent.words.sources")}
            hint={t("agent.words.sourcesHint")}
            checked={value.show_sources}
            onChange={(show_sources) => set({ show_sources })}
          />
        </div>
        <p className="text-sm text-muted sm:col-span-2">
          {t("agent.words.handoff")}{" "}
          <Link href={settingsPath("hand-off")} className="text-accent-text underline">
            {t("agent.words.handoffLink")}
          </Link>
        </p>
      </div>
    </Section>
  );
}

function Limits({ value, set, error }: AgentFormPart) {
  const t = useText("knowledge");
  return (
    <Section title={t("agent.limits.title")} lead={t("agent.limits.lead")}>
      <div className="grid gap-4 sm:grid-cols-3">
        {(["daily_requests", "daily_tokens", "daily_cost"] as const).map((name) => (
          <TextField
            key={name}
            label={t(`agent.limits.${name}`)}
            inputMode="decimal"
            placeholder={t("agent.limits.none")}
            value={value[name]}
            onChange={(event) => set({ [name]: event.target.value })}
            error={faultOf(error, name)}
          />
        ))}
      </div>
    </Section>
  );
}
