import { askForNotifications, chooseSound, useAlertSettings } from "../../inbox/handling/alert-settings.ts";
import { useText } from "../../locales/text.ts";
import { Section } from "../../ui/page.tsx";
import { Switch } from "../../ui/switch.tsx";

/** How the agent is told of news while they look elsewhere. */
export function NotificationsSection() {
  const t = useText("settings");
  const { hasSound, notifications } = useAlertSettings();
  return (
    <Section title={t("notifications.title")} lead={t("notifications.lead")}>
      <div className="flex flex-col gap-4">
        <Switch
          label={t("notifications.desktop")}
          hint={t(notifications === "blocked" ? "notifications.blocked" : "notifications.desktopHint")}
          checked={notifications === "on"}
          disabled={notifications === "blocked"}
          onChange={(wanted) => void askForNotifications(wanted)}
        />
        <Switch label={t("notifications.sound")} checked={hasSound} onChange={chooseSound} />
      </div>
    </Section>
  );
}
