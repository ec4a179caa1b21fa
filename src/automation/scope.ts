import type { ConversationView } from "../domain/conversation.ts";
import { configurationOf } from "../tenant/configuration.ts";
import { tenantAt } from "../tenant/port.ts";
import type { Scope } from "./wording.ts";

/**
 * Whom and what words may name beside the customer.
 * @param agentId who says it; without one whoever has the conversation
 */
export async function placesOf(
  env: Cloudflare.Env,
  tenantId: string,
  { outlet_id, handoff_agent_id }: ConversationView,
  agentId: string | null = handoff_agent_id,
): Promise<Pick<Scope, "agent" | "outlet" | "tenant">> {
  const configuration = await configurationOf(env, tenantId);
  const outlet = configuration?.outlets.find(({ id }) => id === outlet_id);
  const agents = agentId === null ? [] : await tenantAt(env, tenantId).agents();
  const agent = agents.find(({ id }) => id === agentId);
  return {
    agent: agent ? { id: agent.id, name: agent.name, email: agent.email } : null,
    outlet: { id: outlet_id, name: outlet?.name ?? null },
    tenant: { name: configuration?.tenant.name ?? "" },
  };
}
