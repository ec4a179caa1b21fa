import { useChange } from "../../api/use-call.ts";
import { useText } from "../../locales/text.ts";
import { TextField } from "../../ui/field.tsx";
import { Page, Section } from "../../ui/page.tsx";
import { DeleteSection } from "../form/delete-section.tsx";
import { EditForm } from "../form/edit-form.tsx";
import { faultUnder } from "../form/faults.ts";
import { settingsPath } from "../form/paths.ts";
import { useItemForm } from "../form/use-item-form.ts";
import type { Macro } from "./actions.ts";
import { ActionsEditor } from "./actions-editor.tsx";

/** One macro, or a new one. */
export function MacroPage({ macro }: { macro: Macro | null }) {
  const t = useText("settings");
  const create = useChange("createMacro", ["listMacros"]);
  const put = useChange("putMacro", ["listMacros"]);
  const remove = useChange("deleteMacro", ["listMacros"]);
  const { name = "", actions = [] } = macro ?? {};
  const { value, set, error, form, leave } = useItemForm({
    saved: { name, actions },
    isNew: macro === null,
    section: "macros",
    save: async (body) => {
      await (macro ? put.mutateAsync({ params: { id: macro.id }, body }) : create.mutateAsync({ body }));
      return undefined;
    },
  });
  return (
    <Page title={macro?.name ?? t("macros.add")} back={{ href: settingsPath("macros"), label: t("sections.macros") }}>
      <EditForm {...form} saveLabel={macro ? undefined : t("macros.add")}>
        <Section>
          <TextField
            label={t("field.name")}
            hint={t("macros.nameHint")}
            value={value.name}
            maxLength={255}
            required
            autoFocus={macro === null}
            onChange={(event) => set({ name: event.target.value })}
            error={faultUnder(error, "name")}
          />
        </Section>
        <Section title={t("actions.title")} lead={t("macros.actionsLead")}>
          <ActionsEditor value={value.actions} onChange={(next) => set({ actions: next })} error={error} />
        </Section>
      </EditForm>
      {macro && (
        <DeleteSection
          question={t("delete.question", { name: macro.name })}
          detail={t("macros.delete")}
          onDelete={async () => {
            await remove.mutateAsync({ params: { id: macro.id } });
            leave();
          }}
        />
      )}
    </Page>
  );
}
