import type { Actor, Contact } from "../domain/conversation.ts";
import { type Event, isMessageEvent } from "../domain/events.ts";
import type { Message, SenderType } from "../domain/message.ts";
import { inWords } from "./in-words.ts";
import { actorName, displayNameOf } from "./people.ts";

/** A thing of a conversation as the seeds write it, to be rendered from itself alone. */
export interface LogEntry {
  type: string;
  seq: number;
  timestamp: string;
  fallback_text: string;
  sender: { display_name: string; phone_number?: string; agent_id?: string | null };
  [field: string]: unknown;
}

/** The seeds' words for who speaks; a customer by their channel. */
const SPEAKERS: { [type in Exclude<SenderType, "customer">]: string } = {
  llm: "ai-agent",
  agent: "agent",
  flow: "flow",
  system: "system",
};
const CHANNELS: { [channel: string]: string } = { whatsapp: "wa" };

/** A message in a log: its own words, and all of it. */
export function entryOfMessage(message: Message, contact: Contact): LogEntry {
  const { sender, sender_type, channel, message_type, seq, timestamp, content } = message;
  const speaker = sender_type === "customer" ? (CHANNELS[channel] ?? "user") : SPEAKERS[sender_type];
  return {
    type: `v0.0.1.chat.${speaker}.${message_type}`,
    seq,
    timestamp,
    fallback_text: content || `[${message_type}]`,
    sender: {
      display_name: sender.display_name || displayNameOf(contact),
      ...(sender_type === "customer" && contact.phone !== null && { phone_number: contact.phone }),
      ...(sender_type === "agent" && { agent_id: sender.id }),
    },
    message,
  };
}

/** An event in a log, with the words of the seeds' kinds where it is one of them. */
export function entryOf(event: Event, contact: Contact): LogEntry {
  if (isMessageEvent(event)) return entryOfMessage(event.message, contact);
  const { actor, seq, at: timestamp } = event;
  const display_name = actor.type === "customer" ? displayNameOf(contact) : actorName(actor);
  const sender = { display_name, ...(actor.type === "agent" && { agent_id: actor.id }) };
  return {
    ...kindOf(event),
    seq,
    timestamp,
    fallback_text: inWords(event),
    sender,
  };
}

const whom = (actor: Actor) => ({ agent_id: actor.type === "agent" ? actor.id : null, display_name: actorName(actor) });

function kindOf(event: Exclude<Event, { message: Message }>): { type: string; [field: string]: unknown } {
  const authorized_by = whom(event.actor);
  switch (event.type) {
    case "note.added":
      return { type: "v0.0.1.comment", comment: event.content, ticket_id: event.ticket_id };
    case "agent.assigned": {
      const { agent_id } = event;
      const new_agent = { agent_id, display_name: agent_id === null ? "Nobody" : `Agent ${agent_id}` };
      return { type: "v0.0.1.assignment", new_agent, authorized_by };
    }
    case "ticket.opened":
      return { type: "v0.0.1.state", new_state: "pending", ticket_id: event.ticket_id, authorized_by };
    case "ticket.state_changed":
      return { type: "v0.0.1.state", new_state: event.state, ticket_id: event.ticket_id, authorized_by };
    case "ticket.closed":
      return { type: "v0.0.1.state", new_state: "closed", ticket_id: event.ticket_id, authorized_by };
    default: {
      const { type, seq: _, at: __, number: ___, actor: ____, ...facts } = event;
      return { type: `v0.0.1.${type}`, event: facts };
    }
  }
}
