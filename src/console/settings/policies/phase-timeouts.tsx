import { useText } from "../../locales/text.ts";
import { Checkbox } from "../../ui/switch.tsx";
import { SpanField } from "../form/span-field.tsx";
import type { Policies } from "./use-tenant.ts";

type Timeouts = Policies["inactivity_timeouts"];
const PHASES = ["ai", "flow", "queue", "agent", "none"] as const satisfies (keyof Timeouts)[];

interface PhaseTimeoutsProps {
  value: Timeouts;
  onChange: (value: Timeouts) => void;
  error: string | null;
}

/** Spans of their own by who has the word. */
export function PhaseTimeouts({ value, onChange, error }: PhaseTimeoutsProps) {
  const t = useText("settings");
  const without = (phase: keyof Timeouts): Timeouts =>
    Object.fromEntries(Object.entries(value).filter(([one]) => one !== phase));
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-2 text-sm font-medium">{t("timers.phases")}</legend>
      {PHASES.map((phase) => (
        <div key={phase} className="flex flex-col gap-2">
          <Checkbox
            label={t(`timers.phase.${phase}`)}
            checked={value[phase] !== undefined}
            onChange={(is) => onChange(is ? { ...value, [phase]: 86_400 } : without(phase))}
          />
          {value[phase] !== undefined && (
            <div className="ms-7">
              <SpanField
                label={`${t(`timers.phase.${phase}`)}: ${t("timers.closesAfter").toLocaleLowerCase()}`}
                value={value[phase]}
                onChange={(seconds) => onChange({ ...value, [phase]: seconds })}
                never={t("timers.never")}
                otherwise={86_400}
              />
            </div>
          )}
        </div>
      ))}
      {error && <p className="text-xs font-medium text-danger-text">{error}</p>}
    </fieldset>
  );
}
