import type { Command } from "./commands.ts";
import { assignAgent, waitAgain } from "./control.ts";
import type { Draft } from "./draft.ts";
import { openOnly } from "./find.ts";
import { addNote } from "./notes.ts";
import { because } from "./reason.ts";
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

/**
 * AG5: to an agent, or to whoever answers for a team or an outlet: it waits for them, whoever had the word. What is to be
 * known of it goes with it in one commit.
 */
export function transferConversation(draft: Draft, command: Of<"transfer_conversation">): Rejection | null {
  const { number, to, note, reason, actor } = command;
  const found = openOnly(draft, number);
  if ("code" in found) return found;
  if ("agent_id" in to) assignAgent(draft, { type: "assign_agent", number, agent_id: to.agent_id, reason, actor });
  else if ("team_id" in to) {
    const isThere = found.control === "queue" && found.handoff?.team_id === to.team_id;
    if (!isThere) waitAgain(draft, { team_id: to.team_id, reason: reason || "Given to another team" }, actor);
  } else if (found.outlet_id !== to.outlet_id) {
    draft.record({ type: "conversation.moved", outlet_id: to.outlet_id, ...because(reason) }, actor);
    waitAgain(draft, { team_id: null, reason: reason || "Given to another outlet" }, actor);
  }
  return note ? addNote(draft, { type: "add_note", number, ticket_id: null, ...note, actor }) : null;
}
