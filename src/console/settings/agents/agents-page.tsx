import { UserRoundPlus } from "lucide-react";
import { useCall } from "../../api/use-call.ts";
import { usePresence } from "../../live/live.tsx";
import { useText } from "../../locales/text.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Page } from "../../ui/page.tsx";
import { AddButton, List, RowLink } from "../form/list.tsx";
import { OneOf } from "../form/one-of.tsx";
import { NEW, type SectionProps, settingsPath } from "../form/paths.ts";
import { AgentPage } from "./agent-page.tsx";
import { NewAgentPage } from "./new-agent-page.tsx";
import { PresenceWord } from "./presence-word.tsx";
import { useLoad } from "./use-load.ts";

/** The people who answer. */
export function AgentsPage({ id }: SectionProps) {
  const agents = useCall("listAgents");
  if (id === null) return <Agents />;
  if (id === NEW) return <NewAgentPage />;
  const agent = agents.data ? (agents.data.agents.find((one) => one.id === id) ?? null) : undefined;
  return (
    <OneOf query={agents} item={agent}>
      {(one) => <AgentPage key={one.id} agent={one} />}
    </OneOf>
  );
}

function Agents() {
  const t = useText("settings");
  const agents = useCall("listAgents");
  const presence = usePresence();
  const loadOf = useLoad();
  return (
    <Page
      title={t("sections.agents")}
      lead={t("agents.lead")}
      actions={<AddButton href={settingsPath("agents", NEW)}>{t("agents.add")}</AddButton>}
    >
      <List
        label={t("sections.agents")}
        query={agents}
        items={agents.data?.agents}
        keyOf={({ id }) => id}
        empty={{ icon: UserRoundPlus, title: t("agents.none"), detail: t("agents.lead") }}
        row={(agent) => (
          <>
            <Avatar name={agent.name} id={agent.id} />
            <RowLink href={settingsPath("agents", agent.id)} title={agent.name} detail={agent.email} />
            {agent.role === "admin" && <Badge tone="info">{t("agents.role.admin")}</Badge>}
            {agent.enabled ? (
              <span className="flex w-36 shrink-0 flex-col items-end text-end text-xs max-sm:w-auto">
                <PresenceWord presence={presence.get(agent.id) ?? "offline"} />
                <span className="text-muted max-sm:hidden">{loadOf(agent)}</span>
              </span>
            ) : (
              <Badge tone="warning">{t("agents.off")}</Badge>
            )}
          </>
        )}
      />
    </Page>
  );
}
