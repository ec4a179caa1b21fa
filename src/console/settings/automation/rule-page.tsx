import { useChange } from "../../api/use-call.ts";
import { useText } from "../../locales/text.ts";
import { TextField } from "../../ui/field.tsx";
import { Page, Section } from "../../ui/page.tsx";
import { Switch } from "../../ui/switch.tsx";
import { DeleteSection } from "../form/delete-section.tsx";
import { EditForm } from "../form/edit-form.tsx";
import { faultUnder } from "../form/faults.ts";
import { settingsPath } from "../form/paths.ts";
import { useItemForm } from "../form/use-item-form.ts";
import type { Action } from "../macros/actions.ts";
import { ActionsEditor } from "../macros/actions-editor.tsx";
import type { Conditions, Rule, Trigger } from "./conditions.ts";
import { ConditionsEditor } from "./conditions-editor.tsx";
import { RunsSection } from "./runs-section.tsx";
import { TrialSection } from "./trial-section.tsx";
import { TriggersField } from "./triggers-field.tsx";

interface RuleValue {
  name: string;
  enabled: boolean;
  on: Trigger[];
  conditions: Conditions;
  actions: Action[];
}

const NEW_RULE: RuleValue = { name: "", enabled: true, on: ["message.received"], conditions: {}, actions: [] };

/** One rule, or a new one: when, if, then; and what it would do and did. */
export function RulePage({ rule }: { rule: Rule | null }) {
  const t = useText("settings");
  const create = useChange("createAutomationRule", ["listAutomationRules"]);
  const put = useChange("putAutomationRule", ["listAutomationRules"]);
  const remove = useChange("deleteAutomationRule", ["listAutomationRules"]);
  const { name, enabled, on, conditions, actions }: RuleValue = rule ?? NEW_RULE;
  const { value, set, error, form, leave } = useItemForm<RuleValue>({
    saved: { name, enabled, on, conditions, actions },
    isNew: rule === null,
    section: "automation",
    save: async (body) => {
      if (rule === null) return (await create.mutateAsync({ body })).id;
      await put.mutateAsync({ params: { id: rule.id }, body });
      return undefined;
    },
  });
  return (
    <Page
      title={rule?.name ?? t("automation.add")}
      back={{ href: settingsPath("automation"), label: t("sections.automation") }}
    >
      <EditForm {...form} saveLabel={rule ? undefined : t("automation.add")}>
        <Section>
          <div className="flex flex-col gap-5">
            <TextField
              label={t("field.name")}
              value={value.name}
              maxLength={255}
              required
              autoFocus={rule === null}
              onChange={(event) => set({ name: event.target.value })}
              error={faultUnder(error, "name")}
            />
            <Switch
              label={t("automation.enabled")}
              hint={t("automation.enabledHint")}
              checked={value.enabled}
              onChange={(is) => set({ enabled: is })}
            />
          </div>
        </Section>
        <Section title={t("automation.when")} lead={t("automation.whenLead")}>
          <TriggersField value={value.on} onChange={(next) => set({ on: next })} error={faultUnder(error, "on")} />
        </Section>
        <Section title={t("automation.if")} lead={t("automation.ifLead")}>
          <ConditionsEditor value={value.conditions} onChange={(next) => set({ conditions: next })} error={error} />
        </Section>
        <Section title={t("automation.then")} lead={t("macros.actionsLead")}>
          <ActionsEditor value={value.actions} onChange={(next) => set({ actions: next })} error={error} />
        </Section>
      </EditForm>
      {rule && (
        <>
          <TrialSection ruleId={rule.id} isDirty={form.isDirty} />
          <RunsSection ruleId={rule.id} />
          <DeleteSection
            question={t("delete.question", { name: rule.name })}
            detail={t("automation.delete")}
            onDelete={async () => {
              await remove.mutateAsync({ params: { id: rule.id } });
              leave();
            }}
          />
        </>
      )}
    </Page>
  );
}
