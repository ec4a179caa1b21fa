import * as z from "zod";
import { queryInteger, Time } from "./fields.ts";
import { idInPath, operation } from "./operation.ts";

/**
 * The shapes of the ticket "[inbox] call API for conversation list and message list": camel case, and a contact inbox
 * between a contact and an inbox. Everything is read from, and said to, the same conversations as by the other calls.
 */
const times = { createdAt: Time, updatedAt: Time };

const TicketInbox = z
  .object({
    id: z.guid(),
    ...times,
    chatbotId: z.guid().meta({ description: "The tenant" }),
    channelType: z.enum(["ChannelWhatsapp", "ChannelWebWidget", "ChannelNone"]),
    channelId: z.string(),
    name: z.string(),
  })
  .meta({ id: "TicketInbox" });

const ContactInbox = z
  .object({
    id: z.guid(),
    contactId: z.string(),
    inboxId: z.guid(),
    ...times,
    chatbotId: z.guid(),
    sourceId: z.string().meta({ description: "The contact's id in the channel" }),
    name: z.string(),
  })
  .meta({ id: "ContactInbox" });

const Participant = z.object({
  id: z.string(),
  ...times,
  chatbotId: z.guid(),
  conversationId: z.guid(),
  userId: z.string().nullable(),
  contactId: z.string().nullable(),
});

export const TicketConversation = z
  .object({
    id: z.guid(),
    ...times,
    chatbotId: z.guid(),
    contactId: z.string(),
    contactInboxId: z.guid(),
    contactLastSeenAt: Time.nullable(),
    agentLastSeenAt: Time.nullable(),
    sourceId: z.string(),
    lastActivityAt: Time,
    contactInbox: ContactInbox,
    participants: z.array(Participant),
  })
  .meta({ id: "TicketConversation" });

const MESSAGE_TYPES = [
  "text",
  "image",
  "markdown",
  "audio",
  "video",
  "file",
  "location",
  "carousel",
  "card",
  "dropdown",
  "choice",
] as const;

const TicketAttachment = z.object({
  id: z.string(),
  ...times,
  chatbotId: z.guid(),
  attachmentType: z.enum(["image", "audio", "video", "file"]),
  messageId: z.guid(),
  mimeType: z.string().nullable(),
  size: z.number().nullable(),
  url: z.string(),
});

export const TicketMessage = z
  .object({
    id: z.guid(),
    ...times,
    conversationId: z.guid(),
    inboxId: z.guid(),
    chatbotId: z.guid(),
    messageType: z.enum(MESSAGE_TYPES),
    content: z.string().nullable(),
    senderType: z.enum(["CONTACT", "BOT", "USER", "SYSTEM"]),
    senderId: z.string().nullable(),
    sourceId: z.string().nullable(),
    attachments: z.array(TicketAttachment),
  })
  .meta({ id: "TicketMessage" });

const paging = {
  limit: queryInteger(1, 100).optional().meta({ description: "At most so many; 50 unless said" }),
  cursor: z.string().max(200).optional().meta({ description: "`nextCursor` of the page before" }),
};
const nextCursor = z.string().nullable();
const tag = "Inbox";
const conversation = { tag, params: idInPath };

/** Calls under `/api/v1/inbox`. */
export const INBOX_TICKET_OPERATIONS = {
  ticketInboxes: operation({
    id: "ticketInboxes",
    method: "get",
    path: "/api/v1/inbox/inboxes",
    tag,
    summary: "All inboxes, in the inbox ticket's shape",
    answers: { 200: z.object({ inboxes: z.array(TicketInbox) }) },
  }),
  ticketContactInboxes: operation({
    id: "ticketContactInboxes",
    method: "get",
    path: "/api/v1/inbox/contact-inboxes",
    tag,
    summary: "Who writes to which inbox, the newest message first",
    query: z.object(paging),
    answers: { 200: z.object({ contactInboxes: z.array(ContactInbox), nextCursor }) },
  }),
  ticketConversations: operation({
    id: "ticketConversations",
    method: "get",
    path: "/api/v1/inbox/conversations",
    tag,
    summary: "The conversation list: a new message puts its conversation first",
    query: z.object({ ...paging, inboxId: z.guid().optional() }),
    answers: { 200: z.object({ conversations: z.array(TicketConversation), nextCursor }) },
  }),
  ticketConversation: operation({
    ...conversation,
    id: "ticketConversation",
    method: "get",
    path: "/api/v1/inbox/conversations/{id}",
    summary: "One conversation: for a list that does not hold it yet",
    answers: { 200: TicketConversation },
    problems: ["conversation_not_found"],
  }),
  ticketMessages: operation({
    ...conversation,
    id: "ticketMessages",
    method: "get",
    path: "/api/v1/inbox/conversations/{id}/messages",
    summary: "The message list, the newest first",
    query: z.object(paging),
    answers: { 200: z.object({ messages: z.array(TicketMessage), nextCursor }) },
    problems: ["conversation_not_found"],
  }),
  ticketSend: operation({
    ...conversation,
    id: "ticketSend",
    method: "post",
    path: "/api/v1/inbox/conversations/{id}/messages",
    summary: "Say a text; the answer has the conversation too, to put it first in the list",
    body: z.object({ content: z.string().min(1).max(65_536), senderId: z.string().min(1).max(255).nullish() }),
    answers: { 201: z.object({ message: TicketMessage, conversation: TicketConversation }) },
    problems: ["conversation_not_found", "conversation_closed", "window_closed", "content_too_long", "too_many_unsent"],
  }),
  ticketSeen: operation({
    ...conversation,
    id: "ticketSeen",
    method: "post",
    path: "/api/v1/inbox/conversations/{id}/seen",
    summary: "An agent has looked at the conversation",
    answers: { 200: TicketConversation },
    problems: ["conversation_not_found", "conversation_closed"],
  }),
};
