import { locale, useText } from "../locales/text.ts";
import type { Operating } from "./operating.ts";
import { Lines, Missing, Part } from "./part.tsx";

/** What the AI agent did today. */
export function AssistantPart({ operating }: { operating: Operating }) {
  const t = useText("operations");
  const { assistant } = operating;
  const number = new Intl.NumberFormat(locale());
  const cost = new Intl.NumberFormat(locale(), { maximumFractionDigits: 4 });
  return (
    <Part title={t("part.assistant")}>
      {assistant ? (
        <Lines
          lines={[
            { label: t("assistant.answers"), value: number.format(assistant.answers) },
            { label: t("assistant.unsure"), value: number.format(assistant.low_confidence) },
            { label: t("assistant.late"), value: number.format(assistant.timed_out) },
            ...(assistant.model
              ? [
                  { label: t("assistant.requests"), value: number.format(assistant.model.requests) },
                  { label: t("assistant.cost"), value: cost.format(assistant.model.cost) },
                ]
              : []),
          ]}
        />
      ) : (
        <Missing operating={operating} part="assistant" />
      )}
    </Part>
  );
}
