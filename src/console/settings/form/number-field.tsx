import { type ReactNode, useState } from "react";
import { classes } from "../../ui/classes.ts";
import { CONTROL, Field } from "../../ui/field.tsx";
import { Checkbox } from "../../ui/switch.tsx";

interface NumberFieldProps {
  label: string;
  hint?: ReactNode;
  error?: string | null;
  /** Null where `none` holds. */
  value: number | null;
  onChange: (value: number | null) => void;
  least: number;
  most: number;
  /** What null means; without it there is no null. */
  none?: string;
  /** What it becomes when it is no longer null. */
  otherwise?: number;
}

/** A whole number. What is typed and is none changes nothing. */
export function NumberField(props: NumberFieldProps) {
  const { label, hint, error, value, onChange, least, most, none, otherwise = least } = props;
  const [typed, setTyped] = useState<string | null>(null);
  const type = (text: string) => {
    setTyped(text);
    const number = Number(text);
    if (text.trim() !== "" && Number.isInteger(number) && number >= least && number <= most) onChange(number);
  };
  return (
    <Field label={label} hint={hint} error={error}>
      {(described) => (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <input
            {...described}
            inputMode="numeric"
            value={value === null ? "" : (typed ?? `${value}`)}
            disabled={value === null}
            onChange={(event) => type(event.target.value)}
            onBlur={() => setTyped(null)}
            className={classes(CONTROL, "h-9 w-24!")}
          />
          {none && (
            <Checkbox label={none} checked={value === null} onChange={(is) => onChange(is ? null : otherwise)} />
          )}
        </div>
      )}
    </Field>
  );
}
