import { useChange } from "../../api/use-call.ts";
import { useText } from "../../locales/text.ts";
import { Page, Section } from "../../ui/page.tsx";
import { EditForm } from "../form/edit-form.tsx";
import { settingsPath } from "../form/paths.ts";
import { useItemForm } from "../form/use-item-form.ts";
import { AgentFields, type AgentFieldsValue } from "./agent-fields.tsx";

type NewAgent = AgentFieldsValue & { email: string };

const NOBODY: NewAgent = { name: "", email: "", role: "agent", outlet_ids: [], capacity: null };

/** Adds an agent, who then chooses a password by an invitation link. */
export function NewAgentPage() {
  const t = useText("settings");
  const create = useChange("createAgent", ["listAgents"]);
  const { value, set, error, form } = useItemForm({
    saved: NOBODY,
    isNew: true,
    section: "agents",
    save: async (body) => (await create.mutateAsync({ body })).id,
  });
  return (
    <Page
      title={t("agents.add")}
      lead={t("agents.addLead")}
      back={{ href: settingsPath("agents"), label: t("sections.agents") }}
    >
      <EditForm {...form} saveLabel={t("agents.add")}>
        <Section>
          <AgentFields
            value={value}
            set={set}
            error={error}
            email={{ value: value.email, set: (email) => set({ email }) }}
          />
        </Section>
      </EditForm>
    </Page>
  );
}
