import type { Command } from "./commands.ts";
import type { Draft } from "./draft.ts";
import { openOnly } from "./find.ts";
import type { Rejection } from "./rejections.ts";

type Of<T extends Command["type"]> = Extract<Command, { type: T }>;

/** TI13: whoever has a ticket, and the word, gives both up: it waits for the people of the team. */
export function transferTicket(draft: Draft, command: Of<"transfer_ticket">): Rejection | null {
  const { number, ticket_id, team_id, actor } = command;
  const found = openOnly(draft, number);
  if ("code" in found) return found;
  const ticket = found.tickets.find(({ id }) => id === ticket_id);
  if (!ticket || ticket.state === "closed")
    return { code: "ticket_transition", ticket_id, from: "closed", to: "pending" };
  const isThere = found.control === "queue" && found.handoff?.team_id === team_id && ticket.state === "pending";
  if (isThere) return null;
  if (found.snoozed_until !== null) draft.record({ type: "conversation.unsnoozed", cause: "agent" }, actor);
  const reason = found.handoff?.reason ?? "Given to another team";
  draft.record({ type: "handoff.requested", trigger: found.handoff?.trigger ?? "agent", reason, team_id }, actor);
  if (ticket.state !== "pending" || ticket.agent_id !== null)
    draft.record({ type: "ticket.state_changed", ticket_id, state: "pending", agent_id: null }, actor);
  return null;
}
