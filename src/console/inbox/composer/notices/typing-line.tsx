import { usePeople } from "../../../api/people.ts";
import { useMe } from "../../../app/session.tsx";
import { useSigns } from "../../../live/live.tsx";
import { useText } from "../../../locales/text.ts";

/** Colleagues who write in the same conversation, so that nobody is answered twice. It has its place also when nobody does. */
export function TypingLine({ conversationId }: { conversationId: string }) {
  const t = useText("composer");
  const meId = useMe().id;
  const { nameOf } = usePeople();
  const others = useSigns(conversationId).typing.filter(({ agent_id }) => agent_id !== null && agent_id !== meId);
  const [first] = others;
  const name = nameOf(first?.agent_id) ?? t("typing.someone");
  return (
    <p aria-live="polite" className="h-5 truncate px-2.5 text-xs leading-5 text-muted">
      {first &&
        (others.length > 1
          ? t("typing.several", { count: others.length })
          : t(first.note ? "typing.note" : "typing.reply", { name }))}
    </p>
  );
}
