import type * as z from "zod";
import type { ConversationView } from "../domain/conversation.ts";
import { conversationId, parseConversationId } from "../domain/ids.ts";
import type { Attachment, Message, SenderType } from "../domain/message.ts";
import type { TicketConversation, TicketMessage } from "../protocol/inbox-ticket.ts";
import type { Inbox } from "../tenant/configuration.ts";

/** A contact in one inbox is a thread: its id is the thread's, which all of its conversations bear. */
const contactInboxId = ({ id }: ConversationView): string =>
  conversationId(parseConversationId(id)?.threadKey ?? "", 0);

const sourceOf = (view: ConversationView): string =>
  (view.customer_phone ?? view.customer_user_id ?? "").replace(/^\+/, "");

/** The business's own id of the person where it is known. */
const contactOf = (view: ConversationView): string => view.customer_id ?? contactInboxId(view);

export const printInbox = (inbox: Inbox, tenantId: string) => ({
  id: inbox.id,
  createdAt: inbox.created_at,
  updatedAt: inbox.created_at,
  chatbotId: tenantId,
  channelType: inbox.channel.type === "whatsapp" ? "ChannelWhatsapp" : "ChannelNone",
  channelId: inbox.channel.type === "whatsapp" ? inbox.channel.phone_number_id : "",
  name: inbox.name,
});

export const printContactInbox = (view: ConversationView) => ({
  id: contactInboxId(view),
  contactId: contactOf(view),
  inboxId: view.inbox_id,
  createdAt: view.started_at,
  updatedAt: view.updated_at,
  chatbotId: view.tenant_id,
  sourceId: sourceOf(view),
  name: view.customer_name ?? view.customer_phone ?? "Customer",
});

export function printConversation(view: ConversationView): z.output<typeof TicketConversation> {
  const common = { createdAt: view.started_at, updatedAt: view.updated_at, chatbotId: view.tenant_id };
  const contactId = contactOf(view);
  const owner = view.handoff_agent_id;
  const member = { ...common, conversationId: view.id };
  return {
    id: view.id,
    ...common,
    contactId,
    contactInboxId: contactInboxId(view),
    contactLastSeenAt: view.contact_last_seen_at,
    agentLastSeenAt: view.agent_last_seen_at,
    sourceId: sourceOf(view),
    lastActivityAt: view.last_message_at,
    contactInbox: printContactInbox(view),
    participants: [
      { id: `${view.id}:contact`, ...member, userId: null, contactId },
      ...(owner === null ? [] : [{ id: `${view.id}:${owner}`, ...member, userId: owner, contactId: null }]),
    ],
  };
}

const SENDERS: { [type in SenderType]: z.output<typeof TicketMessage>["senderType"] } = {
  customer: "CONTACT",
  llm: "BOT",
  flow: "BOT",
  agent: "USER",
  system: "SYSTEM",
};

type TicketType = z.output<typeof TicketMessage>["messageType"];

/** What the ticket's list of types has no word for is shown as its text. */
const TYPES: { [type: string]: TicketType } = {
  image: "image",
  sticker: "image",
  audio: "audio",
  video: "video",
  document: "file",
  location: "location",
  interactive: "choice",
  template: "card",
};

const ATTACHMENT = { image: "image", sticker: "image", audio: "audio", video: "video", document: "file" } as const;

export function printMessage(message: Message, view: ConversationView): z.output<typeof TicketMessage> {
  const common = { createdAt: message.received_at, updatedAt: message.edited_at ?? message.received_at };
  const attachment = ({ id, kind, mime_type, size, link }: Attachment) => ({
    id,
    ...common,
    chatbotId: view.tenant_id,
    attachmentType: ATTACHMENT[kind],
    messageId: message.id,
    mimeType: mime_type,
    size,
    url: link ?? `/api/v1/media/${id}`,
  });
  return {
    id: message.id,
    ...common,
    conversationId: message.conversation_id,
    inboxId: view.inbox_id,
    chatbotId: view.tenant_id,
    messageType: TYPES[message.message_type] ?? "text",
    content: message.content,
    senderType: SENDERS[message.sender_type],
    senderId: message.sender_id,
    sourceId: message.whatsapp_message_id,
    attachments: message.attachments.map(attachment),
  };
}
