import type { Contact, ConversationView } from "../domain/conversation.ts";
import type { Event } from "../domain/events.ts";
import { entryOf, type LogEntry } from "./log-entry.ts";
import { channelName, sourceIdOf, userDetailsOf } from "./people.ts";

/** A conversation's header and log, as the seeds write it. */
export const conversationOf = (conversation: ConversationView, contact: Contact, log: LogEntry[]) => ({
  uuid: conversation.id,
  codigo_cliente: contact.customer_id,
  active_channel: channelName(conversation.active_channel),
  source_id: sourceIdOf(conversation, contact),
  user_details: userDetailsOf(contact),
  manage_by: conversation.control === "queue" || conversation.control === "agent" ? "agent" : "ai-agent",
  log,
});

/** What a document is printed from. `log`: what lies in the range of time that was asked for; null is an open end. */
export interface DocumentSource {
  conversation: ConversationView;
  contact: Contact;
  log: Event[];
  from: string | null;
  to: string | null;
  request_id: string;
}

/** What `get-conversation` asks for, at once and as an event. */
export const documentOf = ({ conversation, contact, log, from, to, request_id }: DocumentSource) => ({
  schema_version: 1,
  request_id,
  conversation_id: conversation.id,
  start_timestamp: from,
  end_timestamp: to,
  conversation: conversationOf(
    conversation,
    contact,
    log.map((event) => entryOf(event, contact)),
  ),
  view: conversation,
});
