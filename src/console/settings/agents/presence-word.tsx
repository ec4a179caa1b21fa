import { PresenceShape, type PresenceStatus } from "../../inbox/handling/presence-shape.tsx";
import { useText } from "../../locales/text.ts";

/** Whether somebody is there, as a sign and in a word. */
export function PresenceWord({ presence }: { presence: PresenceStatus }) {
  const t = useText("common");
  return (
    <span className="inline-flex items-center gap-1.5">
      <PresenceShape status={presence} />
      {t(`presence.${presence}`)}
    </span>
  );
}
