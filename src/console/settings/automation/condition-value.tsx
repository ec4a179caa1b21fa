import { useText } from "../../locales/text.ts";
import { SelectField, TextField } from "../../ui/field.tsx";
import { SpanField } from "../form/span-field.tsx";
import { WordsField } from "../form/words-field.tsx";
import { type Condition, valueKindOf, valueTyped, wordsOfValue } from "./conditions.ts";

interface ConditionValueProps {
  condition: Condition;
  onChange: (condition: Condition) => void;
  error: string | null;
}

/** What a field is compared with. */
export function ConditionValue({ condition, onChange, error }: ConditionValueProps) {
  const t = useText("settings");
  const { field, op, value } = condition;
  const label = t("conditions.value");
  const set = (next: Condition["value"]) => onChange({ field, op, value: next });
  switch (valueKindOf(field, op)) {
    case "none":
      return null;
    case "words":
      return <WordsField label={label} value={wordsOfValue(value)} onChange={set} error={error} />;
    case "span":
      return (
        <SpanField
          label={label}
          value={typeof value === "number" ? value : 3_600}
          onChange={(seconds) => set(seconds ?? 0)}
          error={error}
        />
      );
    case "flag":
      return (
        <SelectField
          label={label}
          className="max-w-sm"
          value={`${value}`}
          onChange={(event) => set(event.target.value === "true")}
          error={error}
        >
          <option value="true">{t("conditions.yes")}</option>
          <option value="false">{t("conditions.no")}</option>
        </SelectField>
      );
    case "text":
      return (
        <TextField
          label={label}
          value={`${value ?? ""}`}
          maxLength={1000}
          onChange={(event) => set(valueTyped(field, event.target.value))}
          error={error}
        />
      );
  }
}
