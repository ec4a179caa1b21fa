import type { Agent } from "../../api/types.ts";
import { useChange } from "../../api/use-call.ts";
import { useMe } from "../../app/session.tsx";
import { useText } from "../../locales/text.ts";
import { Page, Section } from "../../ui/page.tsx";
import { EditForm } from "../form/edit-form.tsx";
import { settingsPath } from "../form/paths.ts";
import { useItemForm } from "../form/use-item-form.ts";
import { SessionsSection } from "../profile/sessions-section.tsx";
import { AgentFields } from "./agent-fields.tsx";
import { EnabledSection } from "./enabled-section.tsx";
import { InvitationSection } from "./invitation-section.tsx";
import { TokenSection } from "./token-section.tsx";

/** One agent: who they are, and how they get in. */
export function AgentPage({ agent }: { agent: Agent }) {
  const t = useText("settings");
  const me = useMe();
  const change = useChange("changeAgent", ["listAgents", "getSession"]);
  const { name, role, outlet_ids, capacity } = agent;
  const { value, set, error, form } = useItemForm({
    saved: { name, role, outlet_ids, capacity },
    isNew: false,
    section: "agents",
    save: async (body) => {
      await change.mutateAsync({ params: { id: agent.id }, body });
      return undefined;
    },
  });
  return (
    <Page title={agent.name} lead={agent.email} back={{ href: settingsPath("agents"), label: t("sections.agents") }}>
      <EditForm {...form}>
        <Section>
          <AgentFields value={value} set={set} error={error} />
        </Section>
      </EditForm>
      {agent.enabled && <InvitationSection agentId={agent.id} />}
      <SessionsSection agentId={agent.id} />
      {agent.enabled && <TokenSection agentId={agent.id} />}
      {agent.id !== me.id && <EnabledSection agent={agent} />}
    </Page>
  );
}
