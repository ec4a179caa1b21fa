import type { CatalogueEntry } from "./entry.ts";
import { AT, CONVERSATION, LATER, OUR_NUMBER } from "./examples.ts";
import type { IncomingName } from "./names.ts";

/** What the catalogue says of a message, beside its name and schema. */
export type Description = Pick<CatalogueEntry, "title" | "kind" | "summary" | "services" | "example">;

const uuid = "9b2d3c1a-7f40-4c7b-8a59-5a6c5d1f0e01";
const base = { uuid, timestamp: AT };
const received = { ...base, sender: "+15550100123", receiver: OUR_NUMBER, message_id: "wamid.EXAMPLE0001" };
const text = { ...received, body: "What are your opening hours?" };
const picture = {
  ...received,
  message_type: "image",
  body: "[image]",
  payload: { id: "1029384756", mime_type: "image/jpeg", caption: "My card" },
};
const known = { customer_details: { codigo_cliente: "40017", segment: "retail" } };
const ticket = { ...base, ticket_id: "T-1001", conversation_id: CONVERSATION };
const by = { authorized_by: { agent_id: 17, display_name: "Budi Example" } };
const flow = { ...base, flow_execution_id: "01234567-89ab-8cde-bf01-234580000002", flow_type: "rigid" };

/** What services tell this store. */
export const INCOMING_ENTRIES: { [name in IncomingName]: Description } = {
  "whatsapp-business-text-message-received": {
    title: "WhatsApp Business Text Message Received",
    kind: "event",
    summary:
      "A customer wrote, and nobody knows who they are. This store prints it, too: to ask the service that knows the customers.",
    services: ["ms-whatsapp", "ms-gateway"],
    example: text,
  },
  "whatsapp-business-message-received": {
    title: "WhatsApp Business Message Received",
    kind: "event",
    summary: "The same of anything that is no text, such as a picture.",
    services: ["ms-whatsapp", "ms-gateway"],
    example: picture,
  },
  "whatsapp-business-text-message-with-user-info-received": {
    title: "WhatsApp Business Text Message With User Info Received",
    kind: "event",
    summary: "An identified customer wrote. Of a message that is here already, it tells only who wrote it.",
    services: ["ms-gateway"],
    example: { ...text, ...known },
  },
  "whatsapp-business-message-with-user-info-received": {
    title: "WhatsApp Business Message With User Info Received",
    kind: "event",
    summary: "The same of anything that is no text.",
    services: ["ms-gateway"],
    example: { ...picture, ...known },
  },
  "message-received": {
    title: "Message Received",
    kind: "event",
    summary: "A customer wrote, by whatever channel: the older form of the events by channel.",
    services: ["ms-gateway"],
    example: {
      ...base,
      sender: { display_name: "Ana Example" },
      receiver: OUR_NUMBER,
      source_id: "wa.15550100123",
      channel: "whatsapp-business",
      body: "What are your opening hours?",
      user_details: { codigo_cliente: "40017" },
    },
  },
  "whatsapp-business-message-delivered": {
    title: "WhatsApp Business Message Delivered",
    kind: "event",
    summary: "A message that the service with the channel was told to send has reached the customer.",
    services: ["ms-whatsapp"],
    example: {
      ...base,
      type: "v0.wa.message_delivred",
      sender: OUR_NUMBER,
      receiver: "+15550100123",
      message_id: "01234567-89ab-8cde-bf01-234580000004",
      whatsapp_message_id: "wamid.EXAMPLE0002",
    },
  },
  "ai-agent-answer-generated": {
    title: "AI Agent Answer Generated",
    kind: "event",
    summary: "The AI agent's answer to a turn; `open_ticket` asks for a person, with a last text or without.",
    services: ["ms-rag"],
    example: {
      ...base,
      agent_details: { codename: "faq", version: "2.1" },
      conversation_id: CONVERSATION,
      turn: 1,
      body: "We are open from 9 to 17 o'clock.",
      open_ticket: false,
    },
  },
  "agent-answer-generated": {
    title: "Agent Answer Generated",
    kind: "event",
    summary: "A person's answer to the customer.",
    services: ["ms-agents"],
    example: {
      ...base,
      agent_id: 17,
      agent_details: { display_name: "Budi Example" },
      conversation_id: CONVERSATION,
      ticket_id: "T-1001",
      body: "Good morning, how can I help?",
    },
  },
  "flow-answer-generated": {
    title: "Flow Answer Generated",
    kind: "event",
    summary: "What a flow says to the customer.",
    services: ["ms-flows"],
    example: { ...flow, conversation_id: CONVERSATION, body: "Press 1 for opening hours." },
  },
  "flow-execution-ended": {
    title: "Flow Execution Ended",
    kind: "event",
    summary:
      "The flow is over: with the order for a ticket a person is asked for, without it the conversation is closed.",
    services: ["ms-flows"],
    example: { ...flow, conversation_id: CONVERSATION, is_ticket_required: true },
  },
  "ticket-opened": {
    title: "Ticket Opened",
    kind: "event",
    summary: "There is a ticket: from now on its id leads to this conversation.",
    services: ["ms-agents"],
    example: ticket,
  },
  "ticket-closed": {
    title: "Ticket Closed",
    kind: "event",
    summary: "A ticket is done; the end of the last one closes its conversation.",
    services: ["ms-agents"],
    example: { ...ticket, ...by },
  },
  "ticket-state-changed": {
    title: "Ticket State Changed",
    kind: "event",
    summary: "pending → open ⇄ standby → closed. What the order does not allow is refused.",
    services: ["ms-agents"],
    example: { ...base, ticket_id: "T-1001", new_state: "standby", ...by },
  },
  "agent-assigned": {
    title: "Agent Assigned",
    kind: "event",
    summary: "This agent has the ticket, and with it the word.",
    services: ["ms-agents"],
    example: {
      ...base,
      ticket_id: "T-1001",
      agent_assigned: { agent_id: 17, display_name: "Budi Example" },
      authorized_by: { agent_id: 3 },
    },
  },
  "ticket-comment-added": {
    title: "Ticket Comment Added",
    kind: "event",
    summary: "A note for agents: the customer never sees it.",
    services: ["ms-agents"],
    example: { ...base, ticket_id: "T-1001", comment: "Has called before.", ...by },
  },
  "get-conversation": {
    title: "Get Conversation",
    kind: "query",
    summary: "Asks for a conversation in a range of time, both ends included: answered at once and by event.",
    services: ["ms-agents"],
    example: { ...base, conversation_id: CONVERSATION, start_timestamp: AT, end_timestamp: LATER },
  },
  "get-user-conversation": {
    title: "Get User Conversation",
    kind: "query",
    summary: "Asks for the latest conversation with an identified customer, and is answered as get-conversation is.",
    services: ["ms-agents"],
    example: { ...base, codigo_cliente: "40017", start_timestamp: AT, end_timestamp: LATER },
  },
};
