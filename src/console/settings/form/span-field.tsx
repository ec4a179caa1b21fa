import { type ReactNode, useState } from "react";
import { useText } from "../../locales/text.ts";
import { classes } from "../../ui/classes.ts";
import { CONTROL, Field } from "../../ui/field.tsx";
import { Checkbox } from "../../ui/switch.tsx";
import { secondsOf, UNITS, type Unit, unitOf } from "./span.ts";

interface SpanFieldProps {
  label: string;
  hint?: ReactNode;
  error?: string | null;
  /** In seconds; null for never. */
  value: number | null;
  onChange: (seconds: number | null) => void;
  /** What null means; without it there is no null. */
  never?: string;
  /** What it becomes when it is no longer null, in seconds. */
  otherwise?: number;
  units?: readonly Unit[];
}

const LONG: readonly Unit[] = ["minute", "hour", "day"];

/** How long something takes: a number and its unit, or never. */
export function SpanField({
  label,
  hint,
  error,
  value,
  onChange,
  never,
  otherwise = 3600,
  units = LONG,
}: SpanFieldProps) {
  const t = useText("settings");
  const [typed, setTyped] = useState<{ text: string; unit: Unit } | null>(null);
  const seconds = value ?? otherwise;
  const isTyped = typed !== null && (typed.text === "" || secondsOf(typed.text, typed.unit) === seconds);
  const unit = isTyped ? typed.unit : unitOf(seconds, units);
  const text = isTyped ? typed.text : `${seconds / UNITS[unit]}`;
  const type = (next: { text: string; unit: Unit }) => {
    setTyped(next);
    const span = secondsOf(next.text, next.unit);
    if (span !== null) onChange(span);
  };
  return (
    <Field label={label} hint={hint} error={error}>
      {(described) => (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <div className="flex gap-2">
            <input
              {...described}
              inputMode="decimal"
              value={value === null ? "" : text}
              disabled={value === null}
              onChange={(event) => type({ text: event.target.value, unit })}
              onBlur={() => setTyped(null)}
              className={classes(CONTROL, "h-9 w-24!")}
            />
            <select
              aria-label={t("span.unit", { field: label })}
              value={unit}
              disabled={value === null}
              onChange={(event) => type({ text, unit: event.target.value as Unit })}
              className={classes(CONTROL, "h-9 w-auto! pe-8")}
            >
              {units.map((one) => (
                <option key={one} value={one}>
                  {t(`span.${one}`)}
                </option>
              ))}
            </select>
          </div>
          {never && (
            <Checkbox label={never} checked={value === null} onChange={(is) => onChange(is ? null : otherwise)} />
          )}
        </div>
      )}
    </Field>
  );
}
