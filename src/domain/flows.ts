import type { Command } from "./commands.ts";
import type { Draft } from "./draft.ts";
import { latest } from "./find.ts";
import { close } from "./lifecycle.ts";
import type { Rejection } from "./rejections.ts";
import { isOpen } from "./ticket.ts";

type Of<T extends Command["type"]> = Extract<Command, { type: T }>;

/** FL2: a flow that ends without the order for a ticket ends its conversation, unless people are at it. */
export function endFlow(draft: Draft, command: Of<"end_flow">): Rejection | null {
  const { number, wants_ticket, actor } = command;
  const found = latest(draft, number);
  if ("code" in found) return found;
  if (found.state === "closed") return null;
  draft.record({ type: "flow.ended", wants_ticket }, actor);
  if (found.control === "queue" || found.control === "agent") return null;
  if (wants_ticket) {
    draft.record({ type: "handoff.requested", trigger: "flow", reason: "The flow asks for a person" }, actor);
  } else if (!found.tickets.some(isOpen)) {
    close(draft, "flow_ended", actor);
  }
  return null;
}
