import type { Command } from "./commands.ts";
import type { Draft } from "./draft.ts";
import { openOnly } from "./find.ts";
import type { Policy } from "./policy.ts";
import type { Rejection } from "./rejections.ts";
import { endTickets } from "./ticket.ts";

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
  const found = openOnly(draft, command.number);
  if ("code" in found) return found;
  if (found.control !== "queue" && found.control !== "agent") return null;
  endTickets(draft, command.actor);
  draft.record({ type: "control.released", control: policy.released_control }, command.actor);
  return null;
}

/** HO4: from now on this agent has the word. */
export function assignAgent(draft: Draft, command: Of<"assign_agent">): Rejection | null {
  const found = openOnly(draft, command.number);
  if ("code" in found) return found;
  if (found.control === "agent" && found.agent_id === command.agent_id) return null;
  draft.record({ type: "agent.assigned", agent_id: command.agent_id }, command.actor);
  return null;
}
