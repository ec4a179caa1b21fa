import { useText } from "../../locales/text.ts";
import type { FlowDetail } from "./flow-row.tsx";

type Trigger = FlowDetail["flow"]["triggers"][number];

/** What begins a flow, in words. */
export function TriggerWords({ triggers }: { triggers: Trigger[] }) {
  const t = useText("knowledge");
  if (triggers.length === 0) return t("triggers.none");
  const words = (trigger: Trigger): string => {
    if (trigger.on === "conversation") return t("triggers.conversation");
    if (trigger.on === "word") return t("triggers.word", { words: trigger.words.join(", ") });
    return t("triggers.button", { ids: trigger.ids.join(", ") });
  };
  return triggers.map(words).join(" · ");
}
