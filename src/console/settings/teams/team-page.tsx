import type { Answer } from "../../api/types.ts";
import { useChange } from "../../api/use-call.ts";
import { useText } from "../../locales/text.ts";
import { TextField } from "../../ui/field.tsx";
import { Page, Section } from "../../ui/page.tsx";
import { DeleteSection } from "../form/delete-section.tsx";
import { EditForm } from "../form/edit-form.tsx";
import { faultUnder } from "../form/faults.ts";
import { ManyChoice } from "../form/many-choice.tsx";
import { OutletsChoice } from "../form/outlets-choice.tsx";
import { settingsPath } from "../form/paths.ts";
import { useItemForm } from "../form/use-item-form.ts";
import { useNames } from "../form/use-names.ts";

type Team = Answer<"listTeams">["teams"][number];

/** One team, or a new one: its name, its people, its outlets. */
export function TeamPage({ team }: { team: Team | null }) {
  const t = useText("settings");
  const { agents } = useNames();
  const create = useChange("createTeam", ["listTeams"]);
  const change = useChange("changeTeam", ["listTeams"]);
  const remove = useChange("deleteTeam", ["listTeams"]);
  const { name = "", agent_ids = [], outlet_ids = [] } = team ?? {};
  const { value, set, error, form, leave } = useItemForm({
    saved: { name, agent_ids, outlet_ids },
    isNew: team === null,
    section: "teams",
    save: async (body) => {
      await (team ? change.mutateAsync({ params: { id: team.id }, body }) : create.mutateAsync({ body }));
      return undefined;
    },
  });
  return (
    <Page title={team?.name ?? t("teams.add")} back={{ href: settingsPath("teams"), label: t("sections.teams") }}>
      <EditForm {...form} saveLabel={team ? undefined : t("teams.add")}>
        <Section>
          <div className="flex flex-col gap-5">
            <TextField
              label={t("field.name")}
              value={value.name}
              maxLength={255}
              required
              autoFocus={team === null}
              onChange={(event) => set({ name: event.target.value })}
              error={faultUnder(error, "name")}
            />
            <ManyChoice
              label={t("teams.people")}
              options={agents}
              value={value.agent_ids}
              onChange={(agent_ids) => set({ agent_ids })}
              none={t("teams.noAgents")}
              error={faultUnder(error, "agent_ids")}
            />
            <OutletsChoice
              hint={t("teams.outletsHint")}
              value={value.outlet_ids}
              onChange={(outlet_ids) => set({ outlet_ids })}
              error={faultUnder(error, "outlet_ids")}
            />
          </div>
        </Section>
      </EditForm>
      {team && (
        <DeleteSection
          question={t("delete.question", { name: team.name })}
          detail={t("teams.delete")}
          onDelete={async () => {
            await remove.mutateAsync({ params: { id: team.id } });
            leave();
          }}
        />
      )}
    </Page>
  );
}
