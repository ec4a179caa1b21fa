import { useChange } from "../../api/use-call.ts";
import { useText } from "../../locales/text.ts";
import { TextField } from "../../ui/field.tsx";
import { Page, Section } from "../../ui/page.tsx";
import type { Outlet } from "../business-hours/hours.ts";
import { HoursEditor } from "../business-hours/hours-editor.tsx";
import { DeleteSection } from "../form/delete-section.tsx";
import { EditForm } from "../form/edit-form.tsx";
import { faultUnder } from "../form/faults.ts";
import { settingsPath } from "../form/paths.ts";
import { useItemForm } from "../form/use-item-form.ts";

/** One outlet, or a new one: its name and its hours. */
export function OutletPage({ outlet }: { outlet: Outlet | null }) {
  const t = useText("settings");
  const create = useChange("createOutlet", ["listOutlets"]);
  const change = useChange("changeOutlet", ["listOutlets"]);
  const remove = useChange("deleteOutlet", ["listOutlets"]);
  const { value, set, error, form, leave } = useItemForm({
    saved: { name: outlet?.name ?? "", business_hours: outlet?.business_hours ?? null },
    isNew: outlet === null,
    section: "outlets",
    save: async (body) => {
      await (outlet ? change.mutateAsync({ params: { id: outlet.id }, body }) : create.mutateAsync({ body }));
      return undefined;
    },
  });
  return (
    <Page
      title={outlet?.name ?? t("outlets.add")}
      back={{ href: settingsPath("outlets"), label: t("sections.outlets") }}
    >
      <EditForm {...form} saveLabel={outlet ? undefined : t("outlets.add")}>
        <Section>
          <TextField
            label={t("field.name")}
            hint={t("outlets.nameHint")}
            value={value.name}
            maxLength={255}
            required
            autoFocus={outlet === null}
            onChange={(event) => set({ name: event.target.value })}
            error={faultUnder(error, "name")}
          />
        </Section>
        <Section title={t("hours.title")} lead={t("hours.lead")}>
          <HoursEditor
            value={value.business_hours}
            onChange={(business_hours) => set({ business_hours })}
            error={error}
          />
        </Section>
      </EditForm>
      {outlet && (
        <DeleteSection
          question={t("delete.question", { name: outlet.name })}
          detail={t("outlets.delete")}
          onDelete={async () => {
            await remove.mutateAsync({ params: { id: outlet.id } });
            leave();
          }}
        />
      )}
    </Page>
  );
}
