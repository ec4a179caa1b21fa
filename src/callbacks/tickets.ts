import {
  confirmTicket,
  forgetParked,
  type ParkedEvent,
  releaseTicket,
  reserveTicket,
  type TicketKey,
  ticketOrPark,
} from "../directory/port.ts";
import type { Command } from "../domain/commands.ts";
import type { Actor } from "../domain/conversation.ts";
import { log } from "../lib/log.ts";
import { err, ok, type Result } from "../lib/result.ts";
import type { Incoming } from "../protocol/catalogue/incoming.ts";
import { askConversation, type Done, eventKey } from "./asking.ts";
import type { Caller } from "./caller.ts";
import type { Fault } from "./fault.ts";
import { textSaying } from "./said.ts";

/** Events that may name their conversation by its ticket alone. */
type TicketName =
  | "ticket-closed"
  | "ticket-state-changed"
  | "agent-assigned"
  | "ticket-comment-added"
  | "agent-answer-generated";

export type TicketEvent = { [name in TicketName]: { name: name; event: Incoming[name] } }[TicketName];

/** A ticket is opened for a conversation; the first one that it was opened for has it. */
export async function takeTicketOpened(
  caller: Caller,
  { uuid, ticket_id, conversation_id, authorized_by }: Incoming["ticket-opened"],
): Promise<Result<Done, Fault>> {
  const actor = actorOf(caller, authorized_by);
  const opened = await openTicket(caller, ticket_id, conversation_id, [eventKey(uuid)], actor);
  return opened.ok ? ok({ ...opened.value, ticket_id }) : opened;
}

/**
 * What happens to a ticket. Who names the conversation, too, says as much as a ticket-opened does; who names the ticket
 * alone is led to its conversation, or waits until it is opened.
 */
export async function takeOfTicket(caller: Caller, ticket: TicketEvent): Promise<Result<Done, Fault>> {
  const { name, event } = ticket;
  const { ticket_id, conversation_id } = event;
  if (conversation_id === null) return takeByTicket(caller, ticket, ticket_id ?? "");
  if (name === "agent-answer-generated") return tell(caller, ticket, conversation_id);
  const opened = await openTicket(caller, event.ticket_id, conversation_id, [], actorOf(caller, event.authorized_by));
  return opened.ok ? tell(caller, ticket, conversation_id) : opened;
}

async function takeByTicket(caller: Caller, ticket: TicketEvent, ticket_id: string): Promise<Result<Done, Fault>> {
  const key = keyOf(caller, ticket_id);
  const place = await ticketOrPark(caller.env, key, { id: ticket.event.uuid, body: JSON.stringify(ticket) });
  switch (place.kind) {
    case "parked":
      return ok({ outcome: "waiting", ticket_id });
    case "full": {
      const detail = `Nobody has opened ticket ${ticket_id} yet: send its ticket-opened, with conversation_id, first.`;
      return err({ code: "too_many_waiting", detail });
    }
    case "known":
      // What waited goes first, should whoever opened the ticket have died before it went.
      await takeParked(caller, key, place.conversation_id, place.parked);
      return tell(caller, ticket, place.conversation_id);
  }
}

/**
 * Leads the ticket to the conversation, and then its thread to the ticket. In this order, so that of two conversations one
 * has it; and the events of a ticket that is only led there still wait, so that a crash in between is mended by the
 * repetition.
 */
async function openTicket(
  caller: Caller,
  ticket_id: string,
  conversation_id: string,
  keys: string[],
  actor: Actor,
): Promise<Result<Done, Fault>> {
  const key = keyOf(caller, ticket_id);
  const holder = await reserveTicket(caller.env, key, conversation_id);
  if (holder.conversation_id !== conversation_id) {
    const detail = `Ticket ${ticket_id} is of conversation ${holder.conversation_id}.`;
    return err({ code: "ticket_taken", detail, ticket_id, conversation_id: holder.conversation_id });
  }
  const isNews = !holder.confirmed || keys.length > 0;
  if (!isNews) return ok({ outcome: "known", conversation_id });
  const opened = await askConversation(caller, conversation_id, [...keys, `ticket:${ticket_id}`], (number) => ({
    type: "open_ticket",
    number,
    ticket_id,
    actor,
  }));
  if (!opened.ok) {
    await releaseTicket(caller.env, key, conversation_id);
    return opened;
  }
  const parked = await confirmTicket(caller.env, key, conversation_id);
  await takeParked(caller, key, conversation_id, parked);
  return opened;
}

/** What waited for its ticket, in the order in which it came. Its senders are gone: what is refused now is only logged. */
async function takeParked(
  caller: Caller,
  key: TicketKey,
  conversationId: string,
  parked: ParkedEvent[],
): Promise<void> {
  for (const { body } of parked) {
    const ticket = JSON.parse(body) as TicketEvent;
    const told = await tell(caller, ticket, conversationId);
    if (!told.ok) log("warn", "event.parked_refused", { type: ticket.name, code: told.error.code });
  }
  if (parked.length > 0)
    await forgetParked(
      caller.env,
      key,
      parked.map(({ id }) => id),
    );
}

async function tell(caller: Caller, ticket: TicketEvent, conversationId: string): Promise<Result<Done, Fault>> {
  const { uuid, ticket_id } = ticket.event;
  const told = await askConversation(caller, conversationId, [eventKey(uuid)], (number) =>
    wishOf(caller, ticket, number),
  );
  return told.ok && ticket_id !== null ? ok({ ...told.value, ticket_id }) : told;
}

function wishOf(caller: Caller, { name, event }: TicketEvent, number: number): Command {
  const { ticket_id } = event;
  switch (name) {
    case "agent-answer-generated": {
      const sender = { type: "agent", id: event.agent_id, display_name: event.display_name ?? "Agent" } as const;
      return { type: "send_message", number, sender, saying: textSaying(event.body, event.timestamp), deliver: true };
    }
    case "agent-assigned": {
      const { agent_id } = event.agent_assigned;
      const actor = actorOf(caller, event.authorized_by);
      return { type: "assign_ticket", number, ticket_id: event.ticket_id, agent_id, actor };
    }
    case "ticket-comment-added":
      return {
        type: "add_note",
        number,
        ticket_id,
        content: event.comment,
        actor: actorOf(caller, event.authorized_by),
      };
    case "ticket-closed":
    case "ticket-state-changed": {
      const state = name === "ticket-closed" ? "closed" : event.new_state;
      const actor = actorOf(caller, event.authorized_by);
      return { type: "change_ticket", number, ticket_id: event.ticket_id, state, actor };
    }
  }
}

const actorOf = (caller: Caller, agent: { agent_id: string } | null): Actor =>
  agent === null ? caller.actor : { type: "agent", id: agent.agent_id };

const keyOf = ({ configuration }: Caller, ticket_id: string): TicketKey => ({
  tenant_id: configuration.tenant.id,
  ticket_id,
});
