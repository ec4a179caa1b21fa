import { type ConversationView, SYSTEM } from "../domain/conversation.ts";
import { assignAll, type Round } from "./assigning.ts";
import { follow } from "./following.ts";
import type { World } from "./world.ts";

const REASON = "Its agent may not go on with it";

/** Looks at everything anew, since who works here or what the tenant wishes may have changed, and gives out what waits. */
export function review(round: Round): void {
  relieve(round);
  beginTickets(round);
  assignAll(round);
}

/** AS8: what is with somebody who was switched off, or does not see its outlet any more, waits for a person again. */
function relieve({ world, tickets }: Round): void {
  for (const { shelf, agent_id, outlet_id } of tickets.heldShelves()) {
    if (mayHold(world, agent_id, outlet_id)) continue;
    for (const view of tickets.onShelf(shelf)) takeFrom(tickets, view, agent_id);
  }
}

/** Whom nobody here knows a service has named: that is its own affair. */
function mayHold({ staff, off }: World, agentId: string, outletId: string): boolean {
  if (off.includes(agentId)) return false;
  const outlets = staff.find(({ id }) => id === agentId)?.outlet_ids ?? [];
  return outlets.length === 0 || outlets.includes(outletId);
}

/** What was asked for is not asked for again while its thread has not answered, nor taken from whoever has it by then. */
function takeFrom(tickets: Round["tickets"], { id, number, last_seq }: ConversationView, agent_id: string): void {
  const command = { type: "unassign_agent", number, agent_id, reason: REASON, actor: SYSTEM } as const;
  tickets.sendOnce(id, `desk:relieve:${id}:${last_seq}`, command);
}

/** AS6: who has waited since a service kept the tickets is nobody's ticket yet. */
function beginTickets({ tickets }: Round): void {
  for (const view of tickets.withoutTicket()) tickets.apply(follow(view, null, null), null);
}
