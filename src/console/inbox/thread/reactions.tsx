import type { Message } from "../../api/types.ts";
import { useText } from "../../locales/text.ts";
import { Tip } from "../../ui/tip.tsx";
import { useAgentName, useThreadContent } from "./context.tsx";

/** Who reacted with what, an emoji each. */
export function Reactions({ message, isOut }: { message: Message; isOut: boolean }) {
  const t = useText("thread");
  const { conversation } = useThreadContent();
  const agentName = useAgentName();
  const groups = Map.groupBy(
    message.reactions.filter(({ emoji }) => emoji !== null),
    ({ emoji }) => emoji ?? "",
  );
  if (groups.size === 0) return null;
  const nameOf = ({ sender_type, sender_id }: Message["reactions"][number]): string =>
    sender_type === "agent" ? agentName(sender_id) : (conversation.customer_name ?? t("sender.customer"));
  return (
    <ul aria-label={t("reaction.all")} className={`relative z-1 -mt-1.5 flex gap-1 px-2 ${isOut ? "justify-end" : ""}`}>
      {[...groups].map(([emoji, all]) => {
        const label = t("reaction.by", { emoji, names: all.map(nameOf).join(", ") });
        return (
          <li key={emoji}>
            <Tip label={label}>
              <span
                role="img"
                aria-label={label}
                className="inline-flex h-6 items-center gap-1 rounded-full border border-line bg-raised px-1.5 text-xs shadow-raised"
              >
                <span aria-hidden>{[...new Intl.Segmenter().segment(emoji)][0]?.segment}</span>
                {all.length > 1 && <span aria-hidden>{all.length}</span>}
              </span>
            </Tip>
          </li>
        );
      })}
    </ul>
  );
}
