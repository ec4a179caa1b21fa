import { Zap } from "lucide-react";
import { useCall } from "../../api/use-call.ts";
import { useText } from "../../locales/text.ts";
import { Page } from "../../ui/page.tsx";
import { AddButton, List, RowLink } from "../form/list.tsx";
import { OneOf } from "../form/one-of.tsx";
import { NEW, type SectionProps, settingsPath } from "../form/paths.ts";
import { RulePage } from "./rule-page.tsx";
import { RuleSwitch } from "./rule-switch.tsx";
import { useTriggerName } from "./trigger-name.ts";

/** What happens by itself. */
export function AutomationPage({ id }: SectionProps) {
  const rules = useCall("listAutomationRules");
  if (id === null) return <Rules />;
  if (id === NEW) return <RulePage key={NEW} rule={null} />;
  const rule = rules.data ? (rules.data.rules.find((one) => one.id === id) ?? null) : undefined;
  return (
    <OneOf query={rules} item={rule}>
      {(one) => <RulePage key={one.id} rule={one} />}
    </OneOf>
  );
}

function Rules() {
  const t = useText("settings");
  const rules = useCall("listAutomationRules");
  const nameOf = useTriggerName();
  return (
    <Page
      title={t("sections.automation")}
      lead={t("automation.lead")}
      actions={<AddButton href={settingsPath("automation", NEW)}>{t("automation.add")}</AddButton>}
    >
      <List
        label={t("sections.automation")}
        query={rules}
        items={rules.data?.rules}
        keyOf={({ id }) => id}
        empty={{ icon: Zap, title: t("automation.none"), detail: t("automation.noneDetail") }}
        row={(rule) => (
          <>
            <RowLink
              href={settingsPath("automation", rule.id)}
              title={rule.name}
              detail={`${rule.on.map(nameOf).join(", ")} → ${rule.actions.map(({ type }) => t(`actions.type.${type}`)).join(", ")}`}
            />
            <RuleSwitch rule={rule} />
          </>
        )}
      />
    </Page>
  );
}
