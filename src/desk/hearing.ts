import type { Letter } from "./outgoing.ts";
import type { DeskRepository } from "./repository.ts";
import type { Heard } from "./sending.ts";

/**
 * A thread has answered a command of the desk's. How its conversation stands is taken first: what is on its way is only
 * forgotten once the desk knows what became of it. Within a transaction.
 * @returns whether anything is to be done now
 */
export function settle(repository: DeskRepository, letter: Letter, { conversation, rejection }: Heard): boolean {
  const { tickets, outgoing } = repository;
  const { ticket_id, command } = letter;
  outgoing.remove(letter.id);
  // ER1: what was erased meanwhile stays so, whatever was heard before.
  if (tickets.find(ticket_id) === null) return false;
  const hasNews = conversation !== null && repository.saveOne(conversation, true);
  const ticket = tickets.find(ticket_id);
  if (ticket === null) return hasNews;
  if (command.type === "assign_ticket" && ticket.assigning === command.agent_id) {
    tickets.change(ticket_id, { assigning: null });
    // Somebody else may have taken the conversation meanwhile, and was not given the ticket because of this command.
    repository.followAgain(ticket.conversation_id);
    return true;
  }
  if (command.type === "release_handoff" || command.type === "transfer_ticket") {
    tickets.change(ticket_id, { is_moving: false });
    return true;
  }
  // Nobody waits any more, or for another hand-off: the conversation was over, or given back, before its ticket came.
  if (command.type === "open_ticket" && !ticket.is_opened) {
    tickets.remove(ticket_id);
    if (!rejection) repository.followAgain(ticket.conversation_id);
    return true;
  }
  if (command.type === "offer_ticket" && rejection && tickets.offerOf(ticket_id)?.agent_id === command.agent_id) {
    tickets.endOffer(ticket_id);
  }
  return hasNews;
}
