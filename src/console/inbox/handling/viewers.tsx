import type { People } from "../../api/people.ts";
import { useMe } from "../../app/session.tsx";
import { useSigns } from "../../live/live.tsx";
import { useText } from "../../locales/text.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { Tip } from "../../ui/tip.tsx";

const MOST = 3;

/** Who else looks at the conversation. */
export function Viewers({ conversationId, nameOf }: { conversationId: string; nameOf: People["nameOf"] }) {
  const t = useText("work");
  const meId = useMe().id;
  const others = useSigns(conversationId).viewers.filter((id) => id !== meId);
  if (others.length === 0) return null;
  const names = others.map((id) => nameOf(id) ?? t("standing.somebody"));
  const label = t("viewers", { names: names.join(", "), count: names.length });
  return (
    <Tip label={label}>
      <button type="button" aria-label={label} className="flex shrink-0 cursor-default items-center rounded-full p-0.5">
        {others.slice(0, MOST).map((id, index) => (
          <Avatar
            key={id}
            name={names[index] ?? ""}
            id={id}
            size="small"
            className="-me-1.5 ring-2 ring-surface last:me-0"
          />
        ))}
        {others.length > MOST && <span className="ms-2.5 text-xs text-muted">{`+${others.length - MOST}`}</span>}
      </button>
    </Tip>
  );
}
