import type { ListedReport } from "../../protocol/report.ts";
import { useText } from "../locales/text.ts";
import { CONTROL } from "../ui/field.tsx";
import { type DrawingId, definitionOf } from "./catalogue.ts";

interface DrawingChoiceProps {
  name: ListedReport;
  value: DrawingId;
  onChange: (drawing: string) => void;
}

/** Which of a report's numbers are drawn. */
export function DrawingChoice({ name, value, onChange }: DrawingChoiceProps) {
  const t = useText("reports");
  return (
    <select
      aria-label={t("drawings.label")}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      className={`${CONTROL} h-8 max-w-72 pe-8 font-semibold sm:w-auto`}
    >
      {Object.keys(definitionOf(name).drawings).map((id) => (
        <option key={id} value={id}>
          {t(`drawings.${id as DrawingId}`)}
        </option>
      ))}
    </select>
  );
}
