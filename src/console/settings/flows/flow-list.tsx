import { Plus, Workflow } from "lucide-react";
import { useMemo, useState } from "react";
import { useCall } from "../../api/use-call.ts";
import { useCommands } from "../../app/commands.tsx";
import { useText } from "../../locales/text.ts";
import { Button } from "../../ui/button.tsx";
import { Page } from "../../ui/page.tsx";
import { List } from "../form/list.tsx";
import { FlowRow } from "./flow-row.tsx";
import { NewFlow } from "./new-flow.tsx";

/** All flows: which are in force, and what begins them. */
export function FlowList() {
  const t = useText("knowledge");
  const flows = useCall("listFlows");
  const [isAdding, setAdding] = useState(false);
  useCommands(
    useMemo(
      () => [
        { id: "flow-add", title: t("flows.add"), group: t("flows.title"), icon: Plus, run: () => setAdding(true) },
      ],
      [t],
    ),
  );
  const add = (
    <Button tone="primary" icon={Plus} onClick={() => setAdding(true)}>
      {t("flows.add")}
    </Button>
  );
  return (
    <Page title={t("flows.title")} lead={t("flows.lead")} actions={add}>
      <List
        label={t("flows.title")}
        query={flows}
        items={flows.data?.flows}
        keyOf={({ id }) => id}
        row={(flow) => <FlowRow flow={flow} />}
        empty={{ icon: Workflow, title: t("flows.empty.title"), detail: t("flows.empty.detail"), action: add }}
      />
      {isAdding && <NewFlow onClose={() => setAdding(false)} />}
    </Page>
  );
}
