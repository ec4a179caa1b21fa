import { PencilLine } from "lucide-react";
import { useMe } from "../../app/session.tsx";
import { useSigns } from "../../live/live.tsx";
import { useText } from "../../locales/text.ts";
import { useAgentName } from "./context.tsx";

/** Who of the colleagues is writing, below what was said; its place is kept, so that nothing moves. */
export function TypingLine({ conversationId }: { conversationId: string }) {
  const t = useText("thread");
  const me = useMe();
  const agentName = useAgentName();
  const { typing } = useSigns(conversationId);
  const [first, ...others] = typing.filter(({ agent_id }) => agent_id !== me.id);
  return (
    <div aria-live="polite" className="flex h-7 shrink-0 items-start justify-end px-4 text-xs text-muted">
      {first && (
        <span className="flex animate-appear items-center gap-1.5 rounded-full bg-hover px-2.5 py-1">
          <PencilLine aria-hidden className="size-3.5 animate-pulse" />
          {others.length > 0
            ? t("typing.several", { count: others.length + 1 })
            : t(first.note ? "typing.note" : "typing.reply", { name: agentName(first.agent_id) })}
        </span>
      )}
    </div>
  );
}
