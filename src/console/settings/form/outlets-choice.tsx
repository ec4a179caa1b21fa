import { useText } from "../../locales/text.ts";
import { ManyChoice } from "./many-choice.tsx";
import { useNames } from "./use-names.ts";

interface OutletsChoiceProps {
  hint: string;
  value: string[];
  onChange: (ids: string[]) => void;
  error?: string | null;
}

/** Some outlets, or none for all of them. */
export function OutletsChoice({ hint, value, onChange, error }: OutletsChoiceProps) {
  const t = useText("settings");
  const { outlets } = useNames();
  return (
    <ManyChoice
      label={t("sections.outlets")}
      hint={hint}
      options={outlets}
      value={value}
      onChange={onChange}
      error={error ?? null}
    />
  );
}
