import { Braces } from "lucide-react";
import { useRef } from "react";
import { useText } from "../../locales/text.ts";
import { Button } from "../../ui/button.tsx";
import { TextArea } from "../../ui/field.tsx";
import { Menu, MenuItem } from "../../ui/menu.tsx";
import { inserted } from "../form/inserted.ts";
import { VARIABLES } from "./variables.ts";

interface WordingFieldProps {
  label: string;
  hint?: string;
  value: string;
  onChange: (text: string) => void;
  error?: string | null;
  rows?: number;
}

/** A text with variables, and a menu that puts one in where the cursor is. */
export function WordingField({ label, hint, value, onChange, error, rows = 5 }: WordingFieldProps) {
  const t = useText("settings");
  const box = useRef<HTMLDivElement>(null);
  const insert = (variable: string) => {
    const area = box.current?.querySelector("textarea");
    const part = `{{${variable}}}`;
    onChange(inserted(value, part, area?.selectionStart, area?.selectionEnd));
    // The menu gives the focus back to its button first.
    setTimeout(() => area?.focus());
  };
  return (
    <div ref={box} className="flex min-w-0 flex-col gap-2">
      <TextArea
        label={label}
        hint={hint}
        rows={rows}
        maxLength={4096}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        error={error}
      />
      <Menu
        trigger={
          <Button size="small" icon={Braces} className="self-start">
            {t("variables.insert")}
          </Button>
        }
      >
        {VARIABLES.map((variable) => (
          <MenuItem key={variable} onSelect={() => insert(variable)}>
            {t(`variables.${variable.replace(".", "_") as VariableKey}`)}
            <span className="ms-2 font-mono text-xs text-faint">{`{{${variable}}}`}</span>
          </MenuItem>
        ))}
      </Menu>
    </div>
  );
}

type Underscored<S extends string> = S extends `${infer A}.${infer B}` ? `${A}_${B}` : S;
type VariableKey = Underscored<(typeof VARIABLES)[number]>;
