import { useText } from "../../../locales/text.ts";
import { Avatar } from "../../../ui/avatar.tsx";
import type { Colleague } from "../colleagues.ts";
import { PresenceShape } from "../presence-shape.tsx";

/** A colleague in a list: whether they are there, and what they have to do. */
export function ColleagueRow({ colleague: { agent, isMe, status, load } }: { colleague: Colleague }) {
  const t = useText("work");
  const common = useText("common");
  return (
    <>
      <span className="relative">
        <Avatar name={agent.name} id={agent.id} size="small" />
        <PresenceShape
          status={status}
          label={common(`presence.${status}`)}
          className="absolute -end-1 -bottom-1 size-3.5"
        />
      </span>
      <span className="min-w-0 grow truncate">
        {agent.name}
        {isMe && <span className="text-muted">{` ${t("you")}`}</span>}
      </span>
      {load !== null && <span className="shrink-0 text-xs text-muted">{t("load", { count: load })}</span>}
    </>
  );
}
