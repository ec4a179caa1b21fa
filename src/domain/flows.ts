import type { Command } from "./commands.ts";
import type { Draft } from "./draft.ts";
import { latest } from "./find.ts";
import { isOver } from "./flow-turns.ts";
import { close } from "./lifecycle.ts";
import type { Policy } from "./policy.ts";
import type { Rejection } from "./rejections.ts";
import { isOpen } from "./ticket.ts";
import { USUAL_REASONS } from "./usual-reasons.ts";

type Of<T extends Command["type"]> = Extract<Command, { type: T }>;

/** FL2: a flow that ends without the order for a ticket ends its conversation, unless people are at it. */
export function endFlow(draft: Draft, command: Of<"end_flow">, policy: Policy): Rejection | null {
  const { number, wants_ticket, reason = null, team_id = null, leads_to = "close", actor } = command;
  const found = latest(draft, number);
  if ("code" in found) return found;
  if (found.state === "closed" || (actor.type === "flow" && isOver(found, actor.id, policy))) return null;
  draft.record({ type: "flow.ended", wants_ticket, reason, leads_to }, actor);
  if (found.control === "queue" || found.control === "agent") return null;
  if (wants_ticket) {
    const words = reason ?? USUAL_REASONS.flow();
    draft.record({ type: "handoff.requested", trigger: "flow", reason: words, team_id }, actor);
  } else if (leads_to === "ai") {
    draft.record({ type: "control.released", control: policy.released_control }, actor);
  } else if (!found.tickets.some(isOpen)) {
    close(draft, "flow_ended", actor, policy);
  }
  return null;
}
