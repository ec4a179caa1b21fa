import { BookOpen, Keyboard, LogOut } from "lucide-react";
import { PresenceChoice, PresenceDot } from "../inbox/handling/presence.tsx";
import { LANGUAGES, type Language } from "../locales/languages.ts";
import { language, speak, useText } from "../locales/text.ts";
import { Avatar } from "../ui/avatar.tsx";
import { Menu, MenuChoice, MenuItem, MenuLine } from "../ui/menu.tsx";
import { openOverlay } from "./overlays.tsx";
import { signOut, useIdentity, useMe } from "./session.tsx";
import { chooseTheme, type Theme, useTheme } from "./theme.ts";

/** Who sits here, whether they are there, and how they like the console. */
export function AccountMenu() {
  const t = useText("common");
  const me = useMe();
  const { tenant } = useIdentity();
  const theme = useTheme();
  const trigger = (
    <button
      type="button"
      aria-label={`${t("account.menu")}: ${me.name}`}
      className="relative grid size-10 place-items-center rounded-xl hover:bg-hover max-md:h-12 max-md:w-16"
    >
      <Avatar name={me.name} id={me.id} size="small" />
      <PresenceDot agentId={me.id} className="absolute end-1 bottom-1 max-md:end-4" />
    </button>
  );
  const themes: Theme[] = ["light", "dark", "system"];
  return (
    <Menu trigger={trigger} side="right" align="end">
      <div className="max-w-64 px-2.5 py-1.5">
        <p className="truncate font-medium">{me.name}</p>
        <p className="truncate text-xs text-muted">{`${me.email} · ${tenant.name}`}</p>
      </div>
      <MenuLine />
      <PresenceChoice />
      <MenuLine />
      <MenuChoice
        label={t("account.theme")}
        value={theme}
        onChange={chooseTheme}
        options={themes.map((value) => ({ value, label: t(`account.${value}`) }))}
      />
      <MenuLine />
      <MenuChoice<Language>
        label={t("account.language")}
        value={language()}
        onChange={(next) => void speak(next)}
        options={Object.entries(LANGUAGES).map(([value, { name }]) => ({ value: value as Language, label: name }))}
      />
      <MenuLine />
      <MenuItem icon={Keyboard} keys="?" onSelect={() => openOverlay("shortcuts")}>
        {t("account.shortcuts")}
      </MenuItem>
      <MenuItem icon={BookOpen} onSelect={() => window.open("/docs/", "_blank", "noopener")}>
        {t("account.docs")}
      </MenuItem>
      <MenuItem icon={LogOut} onSelect={() => void signOut()}>
        {t("account.signOut")}
      </MenuItem>
    </Menu>
  );
}
