import { Users } from "lucide-react";
import { useCall } from "../../api/use-call.ts";
import { useText } from "../../locales/text.ts";
import { Page } from "../../ui/page.tsx";
import { AddButton, List, RowLink } from "../form/list.tsx";
import { OneOf } from "../form/one-of.tsx";
import { NEW, type SectionProps, settingsPath } from "../form/paths.ts";
import { namesOf, useNames } from "../form/use-names.ts";
import { TeamPage } from "./team-page.tsx";

/** People who work together. */
export function TeamsPage({ id }: SectionProps) {
  const teams = useCall("listTeams");
  if (id === null) return <Teams />;
  if (id === NEW) return <TeamPage key={NEW} team={null} />;
  const team = teams.data ? (teams.data.teams.find((one) => one.id === id) ?? null) : undefined;
  return (
    <OneOf query={teams} item={team}>
      {(one) => <TeamPage key={one.id} team={one} />}
    </OneOf>
  );
}

function Teams() {
  const t = useText("settings");
  const teams = useCall("listTeams");
  const { agents, outlets } = useNames();
  return (
    <Page
      title={t("sections.teams")}
      lead={t("teams.lead")}
      actions={<AddButton href={settingsPath("teams", NEW)}>{t("teams.add")}</AddButton>}
    >
      <List
        label={t("sections.teams")}
        query={teams}
        items={teams.data?.teams}
        keyOf={({ id }) => id}
        empty={{ icon: Users, title: t("teams.none"), detail: t("teams.noneDetail") }}
        row={({ id, name, agent_ids, outlet_ids }) => (
          <>
            <RowLink
              href={settingsPath("teams", id)}
              title={name}
              detail={namesOf(agents, agent_ids) || t("teams.nobody")}
            />
            <span className="max-w-[40%] truncate text-sm text-muted max-sm:hidden">
              {namesOf(outlets, outlet_ids) || t("outlets.all")}
            </span>
          </>
        )}
      />
    </Page>
  );
}
