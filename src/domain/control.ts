import type { Command } from "./commands.ts";
import type { Actor } from "./conversation.ts";
import type { Draft } from "./draft.ts";
import { openOnly } from "./find.ts";
import type { Policy } from "./policy.ts";
import { because } from "./reason.ts";
import type { Rejection } from "./rejections.ts";
import { ENDLESS, endTickets, isOpen } from "./ticket.ts";
import { USUAL_REASONS } from "./usual-reasons.ts";

type Of<T extends Command["type"]> = Extract<Command, { type: T }>;

/** HO1: a person is wished for: the conversation waits for one, or goes to the one who is named. */
export function requestHandoff(draft: Draft, command: Of<"request_handoff">): Rejection | null {
  const { trigger, reason, agent_id, team_id = null, actor } = command;
  const found = openOnly(draft, command.number);
  if ("code" in found) return found;
  const same =
    found.handoff?.reason === reason &&
    (team_id === null || found.handoff.team_id === team_id) &&
    (agent_id === null || found.agent_id === agent_id);
  if (same) return null;
  draft.record({ type: "handoff.requested", trigger, reason, team_id }, actor);
  // A second wish must not take the conversation away from the agent who has it, known by an id or not.
  const assigned = agent_id !== null || found.control === "agent";
  if (assigned) draft.record({ type: "agent.assigned", agent_id: agent_id ?? found.agent_id }, actor);
  return null;
}

/** HO5: the word goes back to whom the tenant's services say; who answered and why is cleared. */
export function releaseHandoff(draft: Draft, command: Of<"release_handoff">, policy: Policy): Rejection | null {
  const { number, reason, actor } = command;
  const found = openOnly(draft, number);
  if ("code" in found) return found;
  if (found.control !== "queue" && found.control !== "agent") return null;
  endTickets(draft, actor);
  if (found.snoozed_until === ENDLESS) draft.record({ type: "conversation.unsnoozed", cause: "agent" }, actor);
  draft.record({ type: "control.released", control: policy.released_control, ...because(reason) }, actor);
  return null;
}

/** HO4: from now on this agent has the word. */
export function assignAgent(draft: Draft, command: Of<"assign_agent">): Rejection | null {
  const { number, agent_id, reason, actor } = command;
  const found = openOnly(draft, number);
  if ("code" in found) return found;
  if (found.control === "agent" && found.agent_id === agent_id) return null;
  draft.record({ type: "agent.assigned", agent_id, ...because(reason) }, actor);
  return null;
}

/** AG4: taken from its agent it waits for a person again; what no agent has stays where it is. */
export function unassignAgent(
  draft: Draft,
  { number, agent_id, reason, actor }: Of<"unassign_agent">,
): Rejection | null {
  const found = openOnly(draft, number);
  if ("code" in found) return found;
  if (found.control !== "agent" || (agent_id !== undefined && agent_id !== found.agent_id)) return null;
  waitAgain(
    draft,
    { team_id: found.handoff?.team_id ?? null, reason: reason || found.handoff?.reason || USUAL_REASONS.given_up() },
    actor,
  );
  return null;
}

/** The conversation waits for a person, and so do its tickets: whoever had them gives them up. */
export function waitAgain(
  draft: Draft,
  { team_id, reason }: { team_id: string | null; reason: string },
  actor: Actor,
): void {
  if (draft.open?.snoozed_until) draft.record({ type: "conversation.unsnoozed", cause: "agent" }, actor);
  const trigger = draft.open?.handoff?.trigger ?? (actor.type === "agent" ? "agent" : "api");
  draft.record({ type: "handoff.requested", trigger, reason, team_id }, actor);
  for (const { id, state, agent_id } of draft.open?.tickets.filter(isOpen) ?? []) {
    if (state === "pending" && agent_id === null) continue;
    draft.record({ type: "ticket.state_changed", ticket_id: id, state: "pending", agent_id: null }, actor);
  }
}
