import type { DeskPort } from "../../../src/desk/port.ts";
import type { Command } from "../../../src/domain/commands.ts";
import type { Actor } from "../../../src/domain/conversation.ts";
import { parseConversationId } from "../../../src/domain/ids.ts";
import type { Configuration } from "../../../src/tenant/configuration.ts";
import { FLOW_ID } from "./flow.ts";
import { AGENTS, OTHER_OUTLET, TEAM } from "./tenant.ts";
import type { World } from "./world.ts";

/** Puts a command to a thread, as the API does. */
export type Wish = (threadKey: string, command: Command) => void;

const BY_TEAM: Actor = { type: "api", id: "service" };

/** What agents and services wish of a conversation beside what they do all day. */
export function rarely(world: World, number: number, actor: Actor): Command {
  const agent_id = world.pick(AGENTS);
  const to = world.pick([{ agent_id }, { team_id: TEAM }, { outlet_id: OTHER_OUTLET }]);
  return world.pick<Command>([
    { type: "transfer_conversation", number, to, note: null, actor },
    { type: "unassign_agent", number, actor },
    { type: "set_status", number, status: "active", actor },
    { type: "set_status", number, status: "handed_off", actor },
    { type: "set_status", number, status: "expired", actor },
    { type: "unsnooze", number, actor },
    { type: "mark_seen", number, actor },
    { type: "set_priority", number, priority: world.pick(["high", null]), actor },
    { type: "set_details", number, title: world.pick(["An order", null]), actor },
    { type: "start_flow", number, flow_id: FLOW_ID, variables: {}, actor },
    { type: "delete_conversation", number, actor },
    { type: "request_handoff", number, trigger: "api", reason: "For a team", agent_id: null, team_id: TEAM, actor },
    { type: "request_handoff", number, trigger: "api", reason: "For one", agent_id, actor },
  ]);
}

/** An admin switches an agent or the AI off, or on again. */
export async function configure(world: World, desk: DeskPort, { agents, tenant }: Configuration): Promise<void> {
  const agent = world.pick([...agents, null]);
  if (agent) agent.enabled = !(agent.enabled ?? true);
  else tenant.services.ai = tenant.services.ai === "off" ? "embedded" : "off";
  world.note(agent ? `${agent.id} is switched ${agent.enabled ? "on" : "off"}` : `AI: ${tenant.services.ai}`);
  await desk.settingsChanged();
}

/** Somebody gives a ticket to an agent or a team, or moves it on. */
export async function manage(world: World, desk: DeskPort, actor: Actor, wish: Wish): Promise<void> {
  const { tickets } = await desk.tickets({ outlet_ids: null, order: "newest", limit: 10 });
  const ticket = tickets.find(({ state }) => state !== "closed");
  const place = parseConversationId(ticket?.conversation_id ?? "");
  if (!ticket || !place) return;
  const deed = world.pick(["assign", "transfer", "open", "standby", "closed"] as const);
  world.note(`${ticket.id.slice(-4)} of ${place.threadKey.slice(-2)}: ${deed}`);
  // Who begins the work has it, as the API has it.
  if (deed === "open" && ticket.state === "pending") await desk.acceptTicket(ticket.id, world.pick(AGENTS));
  else if (deed === "assign") await desk.assignTicket(ticket.id, world.pick(AGENTS), actor);
  else if (deed === "transfer") await desk.transferTicket(ticket.id, TEAM, BY_TEAM);
  else {
    const from = deed === "open" ? ticket.state : undefined;
    const { threadKey, number } = place;
    wish(threadKey, { type: "change_ticket", number, ticket_id: ticket.id, from, state: deed, actor });
  }
}
