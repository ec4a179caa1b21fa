import { type ReactNode, useId, useState } from "react";
import { useText } from "../../locales/text.ts";
import { classes } from "../../ui/classes.ts";
import { CONTROL } from "../../ui/field.tsx";
import { Checkbox } from "../../ui/switch.tsx";
import { contains } from "./contains.ts";

interface ManyChoiceProps {
  label: string;
  hint?: ReactNode;
  error?: string | null;
  options: { id: string; name: string }[];
  value: string[];
  onChange: (ids: string[]) => void;
  /** What stands there where there is nothing to choose from. */
  none?: string;
}

/** With more of them they are searched. */
const FEW = 8;

/** Any of several. What was chosen stands first when the list opens. */
export function ManyChoice({ label, hint, error, options, value, onChange, none }: ManyChoiceProps) {
  const t = useText("settings");
  const id = useId();
  const [sought, setSought] = useState("");
  const found = options.filter(({ name }) => contains(name, sought));
  const toggle = (one: string, is: boolean) => onChange(is ? [...value, one] : value.filter((other) => other !== one));
  return (
    <fieldset className="flex min-w-0 flex-col gap-1.5" aria-describedby={hint ? `${id}-hint` : undefined}>
      <legend className="mb-1 text-sm font-medium">{label}</legend>
      {options.length > FEW && (
        <input
          type="search"
          value={sought}
          onChange={(event) => setSought(event.target.value)}
          aria-label={t("choice.search", { field: label })}
          placeholder={t("choice.placeholder")}
          className={classes(CONTROL, "h-9")}
        />
      )}
      {options.length === 0 && none ? (
        <p className="text-sm text-muted">{none}</p>
      ) : (
        <div className="grid max-h-60 gap-x-4 gap-y-2 overflow-y-auto rounded-lg border border-line p-3 sm:grid-cols-2">
          {found.map(({ id: one, name }) => (
            <Checkbox key={one} label={name} checked={value.includes(one)} onChange={(is) => toggle(one, is)} />
          ))}
          {found.length === 0 && <p className="text-sm text-muted">{t("choice.none")}</p>}
        </div>
      )}
      {hint && (
        <p id={`${id}-hint`} className="text-xs text-muted">
          {hint}
        </p>
      )}
      {error && <p className="text-xs font-medium text-danger-text">{error}</p>}
    </fieldset>
  );
}
