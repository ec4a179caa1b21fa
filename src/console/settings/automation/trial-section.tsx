import { Check, FlaskConical, Minus, X } from "lucide-react";
import { useState } from "react";
import type { Answer } from "../../api/types.ts";
import { useCall, useChange } from "../../api/use-call.ts";
import { useText } from "../../locales/text.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { SelectField } from "../../ui/field.tsx";
import { Section } from "../../ui/page.tsx";
import { ProblemNote } from "../../ui/problem.tsx";
import { useTriggerName } from "./trigger-name.ts";

type Trial = Answer<"testAutomationRule">;

/** What a rule, as it is saved, would do in a conversation. Nothing is done. */
export function TrialSection({ ruleId, isDirty }: { ruleId: string; isDirty: boolean }) {
  const t = useText("settings");
  const latest = useCall("listConversations", { query: { limit: 50 } });
  const trial = useChange("testAutomationRule");
  const [chosen, setChosen] = useState("");
  const conversations = latest.data?.conversations ?? [];
  const conversation_id = chosen || (conversations[0]?.id ?? "");
  return (
    <Section title={t("trial.title")} lead={t(isDirty ? "trial.unsaved" : "trial.lead")}>
      <div className="flex flex-col gap-4">
        <div className="flex flex-wrap items-end gap-2">
          <SelectField
            label={t("trial.conversation")}
            className="max-w-md grow basis-60"
            value={conversation_id}
            disabled={conversations.length === 0}
            onChange={(event) => setChosen(event.target.value)}
          >
            {conversations.map(({ id, customer_name, customer_phone, last_message }) => (
              <option key={id} value={id}>
                {[customer_name ?? customer_phone, last_message?.content].filter(Boolean).join(" · ").slice(0, 80)}
              </option>
            ))}
          </SelectField>
          <Button
            icon={FlaskConical}
            isBusy={trial.isPending}
            disabled={conversation_id === ""}
            onClick={() => trial.mutate({ params: { id: ruleId }, body: { conversation_id } })}
          >
            {t("trial.run")}
          </Button>
        </div>
        <ProblemNote error={trial.error} />
        <div aria-live="polite">{trial.data && <TrialResult trial={trial.data} />}</div>
      </div>
    </Section>
  );
}

function TrialResult({ trial }: { trial: Trial }) {
  const t = useText("settings");
  const nameOf = useTriggerName();
  return (
    <div className="flex flex-col gap-3 rounded-lg bg-sunken p-4 text-sm">
      <p className="font-medium">{t(trial.matched ? "trial.matches" : "trial.doesNot")}</p>
      <p className="text-muted">
        {trial.event ? t("trial.event", { event: nameOf(trial.event.type) }) : t("trial.noEvent")}
      </p>
      {trial.conditions.length > 0 && (
        <ul className="flex flex-col gap-1.5">
          {trial.conditions.map(({ group, condition, actual, holds }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same condition may be there twice
            <li key={`${group}-${index}`} className="flex items-start gap-2">
              {holds ? (
                <Check aria-label={t("trial.holds")} className="mt-0.5 size-4 shrink-0 text-success-text" />
              ) : (
                <X aria-label={t("trial.holdsNot")} className="mt-0.5 size-4 shrink-0 text-danger-text" />
              )}
              <span className="min-w-0">
                <span className="font-mono text-xs">{condition.field}</span> {t(`conditions.ops.${condition.op}`)}{" "}
                {condition.value !== undefined && <span className="words">{JSON.stringify(condition.value)}</span>}
                <span className="words block text-xs text-muted">
                  {t("trial.actual", { value: JSON.stringify(actual) })}
                </span>
              </span>
            </li>
          ))}
        </ul>
      )}
      <ul className="flex flex-col gap-1.5">
        {trial.actions.map(({ type, outcome, text, code }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same action may be there twice
          <li key={`${type}-${index}`} className="flex items-start gap-2">
            <OutcomeMark outcome={outcome} />
            <span className="min-w-0 grow">
              {t(`actions.type.${type}` as "actions.type.close")}
              {text && <span className="words block text-xs text-muted">{text}</span>}
            </span>
            {code && <Badge tone="danger">{code}</Badge>}
          </li>
        ))}
      </ul>
    </div>
  );
}

function OutcomeMark({ outcome }: { outcome: Trial["actions"][number]["outcome"] }) {
  const t = useText("settings");
  const Icon = outcome === "done" ? Check : outcome === "refused" ? X : Minus;
  const colour = outcome === "done" ? "text-success-text" : outcome === "refused" ? "text-danger-text" : "text-faint";
  return <Icon aria-label={t(`trial.outcome.${outcome}`)} className={`mt-0.5 size-4 shrink-0 ${colour}`} />;
}
