import { useMe } from "../../app/session.tsx";
import { useConnection, usePresence } from "../../live/live.tsx";
import { useText } from "../../locales/text.ts";
import { MenuChoice } from "../../ui/menu.tsx";
import { MenuCheck } from "../../ui/menu-check.tsx";
import { toastProblem } from "../../ui/toast.tsx";
import { askForNotifications, chooseSound, useAlertSettings } from "./alert-settings.ts";
import { PresenceShape } from "./presence-shape.tsx";

const CHOICES = ["online", "busy", "away", "offline"] as const;

/** Whether an agent is there, as a dot. */
export function PresenceDot({ agentId, className }: { agentId: string; className?: string }) {
  const t = useText("common");
  const status = usePresence().get(agentId) ?? "offline";
  return <PresenceShape status={status} label={t(`presence.${status}`)} {...(className ? { className } : {})} />;
}

/** The agent says whether they are there, and how they want to be told of what is new. */
export function PresenceChoice() {
  const t = useText("common");
  const work = useText("work");
  const connection = useConnection();
  const status = usePresence().get(useMe().id) ?? "offline";
  const { hasSound, notifications } = useAlertSettings();
  return (
    <>
      <MenuChoice
        label={t("presence.label")}
        value={status}
        onChange={(next) => void connection.ask("presence", { status: next }).catch(toastProblem)}
        options={CHOICES.map((value) => ({
          value,
          label: t(`presence.${value}`),
          icon: <PresenceShape status={value} />,
        }))}
      />
      <MenuCheck checked={hasSound} onChange={chooseSound}>
        {work("alerts.sound")}
      </MenuCheck>
      <MenuCheck
        checked={notifications === "on"}
        disabled={notifications === "blocked"}
        onChange={(wanted) => void askForNotifications(wanted)}
        hint={notifications === "blocked" ? work("alerts.blocked") : undefined}
      >
        {work("alerts.notifications")}
      </MenuCheck>
    </>
  );
}
