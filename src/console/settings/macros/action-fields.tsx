import type { ReactNode } from "react";
import { useCall } from "../../api/use-call.ts";
import { useText } from "../../locales/text.ts";
import { SelectField, TextField } from "../../ui/field.tsx";
import { SpanField } from "../form/span-field.tsx";
import { useNames } from "../form/use-names.ts";
import { WordsField } from "../form/words-field.tsx";
import { WordingField } from "../replies/wording-field.tsx";
import type { Action } from "./actions.ts";

interface ActionFieldsProps<A extends Action = Action> {
  action: A;
  onChange: (action: Action) => void;
  error: string | null;
}

/** What is to be said of an action beside its type; nothing of some. */
export function ActionFields({ action, onChange, error }: ActionFieldsProps) {
  const fields = fieldsOf({ action, onChange, error });
  return fields === null ? null : <div className="mt-3">{fields}</div>;
}

function fieldsOf({ action, ...rest }: ActionFieldsProps): ReactNode {
  switch (action.type) {
    case "add_labels":
    case "remove_labels":
      return <LabelsField action={action} {...rest} />;
    case "set_priority":
      return <PriorityField action={action} {...rest} />;
    case "assign_agent":
      return <AgentField action={action} {...rest} />;
    case "assign_team":
      return <TeamField action={action} {...rest} />;
    case "request_handoff":
      return <HandOffFields action={action} {...rest} />;
    case "send_text":
    case "add_note":
      return <TextOf action={action} {...rest} />;
    case "start_flow":
      return <FlowField action={action} {...rest} />;
    case "snooze":
      return <SnoozeField action={action} {...rest} />;
    default:
      return null;
  }
}

type Of<Type extends Action["type"]> = ActionFieldsProps<Extract<Action, { type: Type }>>;

function LabelsField({ action, onChange, error }: Of<"add_labels" | "remove_labels">) {
  const t = useText("settings");
  const counts = useCall("countConversations");
  return (
    <WordsField
      label={t("actions.labels")}
      value={action.labels}
      onChange={(labels) => onChange({ ...action, labels })}
      offered={counts.data?.labels.map(({ label }) => label) ?? []}
      error={error}
    />
  );
}

const PRIORITIES = ["low", "normal", "high", "urgent"] as const;

function PriorityField({ action, onChange, error }: Of<"set_priority">) {
  const t = useText("settings");
  return (
    <SelectField
      label={t("actions.priority")}
      className="max-w-sm"
      value={action.priority ?? ""}
      onChange={(event) =>
        onChange({ ...action, priority: (event.target.value || null) as (typeof PRIORITIES)[number] | null })
      }
      error={error}
    >
      <option value="">{t("actions.noPriority")}</option>
      {PRIORITIES.map((one) => (
        <option key={one} value={one}>
          {t(`priority.${one}`)}
        </option>
      ))}
    </SelectField>
  );
}

interface PickFieldProps {
  label: string;
  value: string;
  onChange: (id: string) => void;
  options: { id: string; name: string }[];
  error: string | null;
}

/** One of several; what is no longer there is shown by its id. */
function PickField({ label, value, onChange, options, error }: PickFieldProps) {
  const t = useText("settings");
  const isGone = value !== "" && !options.some(({ id }) => id === value);
  return (
    <SelectField
      label={label}
      className="max-w-sm"
      value={value}
      onChange={(event) => onChange(event.target.value)}
      error={error && value === "" ? t("actions.choose") : error}
    >
      <option value="" disabled>
        {t("actions.choose")}
      </option>
      {isGone && <option value={value}>{value}</option>}
      {options.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </SelectField>
  );
}

function AgentField({ action, onChange, error }: Of<"assign_agent">) {
  const t = useText("settings");
  const agents = useNames().agents.filter(({ enabled }) => enabled);
  const set = (agent_id: string) => onChange({ ...action, agent_id });
  return <PickField label={t("actions.agent")} value={action.agent_id} onChange={set} options={agents} error={error} />;
}

function TeamField({ action, onChange, error }: Of<"assign_team">) {
  const t = useText("settings");
  const { teams } = useNames();
  const set = (team_id: string) => onChange({ ...action, team_id });
  return <PickField label={t("actions.team")} value={action.team_id} onChange={set} options={teams} error={error} />;
}

function FlowField({ action, onChange, error }: Of<"start_flow">) {
  const t = useText("settings");
  const flows = useCall("listFlows").data?.flows ?? [];
  const set = (flow_id: string) => onChange({ ...action, flow_id });
  return <PickField label={t("actions.flow")} value={action.flow_id} onChange={set} options={flows} error={error} />;
}

function HandOffFields({ action, onChange, error }: Of<"request_handoff">) {
  const t = useText("settings");
  const { teams } = useNames();
  const { reason = "", team_id = "" } = action;
  const set = (next: { reason: string; team_id: string }) =>
    onChange({
      type: "request_handoff",
      ...(next.reason === "" ? {} : { reason: next.reason }),
      ...(next.team_id === "" ? {} : { team_id: next.team_id }),
    });
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <TextField
        label={t("actions.reason")}
        value={reason}
        maxLength={1000}
        onChange={(event) => set({ reason: event.target.value, team_id })}
        error={error}
      />
      <SelectField
        label={t("actions.team")}
        value={team_id}
        onChange={(event) => set({ reason, team_id: event.target.value })}
      >
        <option value="">{t("actions.anyTeam")}</option>
        {teams.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
    </div>
  );
}

function TextOf({ action, onChange, error }: Of<"send_text" | "add_note">) {
  const t = useText("settings");
  const isNote = action.type === "add_note";
  return (
    <WordingField
      label={t(isNote ? "actions.note" : "actions.text")}
      rows={3}
      value={isNote ? action.content : action.text}
      onChange={(text) => onChange(isNote ? { ...action, content: text } : { ...action, text })}
      error={error}
    />
  );
}

function SnoozeField({ action, onChange, error }: Of<"snooze">) {
  const t = useText("settings");
  return (
    <SpanField
      label={t("actions.snoozeFor")}
      value={action.seconds}
      onChange={(seconds) => seconds !== null && onChange({ ...action, seconds: Math.round(seconds) })}
      error={error}
    />
  );
}
