import type { Agent } from "../../api/types.ts";
import { useCall } from "../../api/use-call.ts";
import { useText } from "../../locales/text.ts";

/** How much an agent has to do, of how much they can: `2 of 5`. */
export function useLoad(): (agent: Agent) => string {
  const t = useText("settings");
  const counts = useCall("countConversations", undefined, { refetchInterval: 30_000 });
  const tenant = useCall("getTenant");
  return ({ id, capacity }) => {
    const most = capacity ?? tenant.data?.policies.agent_capacity;
    if (counts.data === undefined || most === undefined) return "";
    const has = counts.data.agents.find((one) => one.id === id)?.open ?? 0;
    return t("agents.load", { has, most });
  };
}
