import { useText } from "../../locales/text.ts";
import { ManyChoice } from "../form/many-choice.tsx";
import { isKnownTrigger, TRIGGERS, type Trigger } from "./conditions.ts";
import { useTriggerName } from "./trigger-name.ts";

interface TriggersFieldProps {
  value: Trigger[];
  onChange: (triggers: Trigger[]) => void;
  error: string | null;
}

/** The events that set a rule off. */
export function TriggersField({ value, onChange, error }: TriggersFieldProps) {
  const t = useText("settings");
  const nameOf = useTriggerName();
  const others = value.filter((name) => !isKnownTrigger(name));
  return (
    <ManyChoice
      label={t("automation.events")}
      options={[...TRIGGERS, ...others].map((id) => ({ id, name: nameOf(id) }))}
      value={value}
      onChange={(ids) => onChange(ids as Trigger[])}
      error={error && value.length === 0 ? t("automation.eventsNeeded") : error}
    />
  );
}
