import { useIsAdmin, useMe } from "../../app/session.tsx";
import { chooseTheme, type Theme, useTheme } from "../../app/theme.ts";
import { LANGUAGES, type Language } from "../../locales/languages.ts";
import { language, speak, useText } from "../../locales/text.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { SelectField } from "../../ui/field.tsx";
import { Page, Section } from "../../ui/page.tsx";
import { ChoiceField } from "../form/choice-field.tsx";
import { NameForm } from "./name-form.tsx";
import { NotificationsSection } from "./notifications-section.tsx";
import { PasswordSection } from "./password-section.tsx";
import { SessionsSection } from "./sessions-section.tsx";

const THEMES: Theme[] = ["light", "dark", "system"];

/** Who sits here, how they get in, and how they like the console. */
export function ProfilePage() {
  const t = useText("settings");
  const me = useMe();
  const isAdmin = useIsAdmin();
  return (
    <Page title={t("sections.profile")} lead={t("profile.lead")}>
      <Section>
        <div className="flex flex-wrap items-center gap-4">
          <Avatar name={me.name} id={me.id} size="large" />
          <div className="min-w-0 grow basis-60">
            <p className="truncate font-semibold">{me.name}</p>
            <p className="truncate text-sm text-muted">{me.email}</p>
            <p className="text-sm text-muted">{t(`agents.role.${me.role}`)}</p>
          </div>
        </div>
        {isAdmin ? <NameForm agent={me} /> : <p className="mt-4 text-sm text-muted">{t("profile.byAdmin")}</p>}
      </Section>
      <LookSection />
      <NotificationsSection />
      <PasswordSection />
      <SessionsSection agentId={me.id} />
    </Page>
  );
}

function LookSection() {
  const t = useText("settings");
  const common = useText("common");
  const theme = useTheme();
  return (
    <Section title={t("profile.look")} lead={t("profile.lookLead")}>
      <div className="flex flex-col gap-5">
        <SelectField
          label={common("account.language")}
          className="max-w-xs"
          value={language()}
          onChange={(event) => void speak(event.target.value as Language)}
        >
          {Object.entries(LANGUAGES).map(([value, { name }]) => (
            <option key={value} value={value} lang={value}>
              {name}
            </option>
          ))}
        </SelectField>
        <ChoiceField
          label={common("account.theme")}
          value={theme}
          onChange={chooseTheme}
          options={THEMES.map((value) => ({ value, label: common(`account.${value}`) }))}
        />
      </div>
    </Section>
  );
}
