import type { Told } from "../conversation/told.ts";
import type { Event } from "../domain/events.ts";
import type { Message, SenderType } from "../domain/message.ts";
import type { CommandName } from "../protocol/catalogue/names.ts";
import { conversationOf, documentOf } from "./document.ts";
import { entryOfMessage } from "./log-entry.ts";
import { addressOf, channelName, displayNameOf, sourceIdOf, userDetailsOf } from "./people.ts";

/** A command that an event leads to. `seq`: the place in the log that names it. `at`: when it was decided. */
export interface Command {
  type: CommandName;
  seq: number;
  at: string;
  data: Record<string, unknown>;
}

type Of<Type extends Event["type"]> = Extract<Event, { type: Type }>;

/** The commands that an event may lead to. Where the kind of its message decides, all of them. */
export function commandTypesOf(event: Event): CommandName[] {
  switch (event.type) {
    case "ai.requested":
      return isForService(event) ? [aiCommandOf(event)] : [];
    case "flow.requested":
      return isForService(event) ? ["start-flow-execution"] : [];
    case "answer.requested":
      if (!isForService(event)) return [];
      return event.of === "agent" ? ["generate-agent-answer", "message-added"] : ["message-added"];
    case "ticket.requested":
      return ["open-ticket"];
    case "document.requested":
      return ["conversation-document"];
    case "customer.requested":
      return ["whatsapp-business-text-message-received", "whatsapp-business-message-received"];
    case "message.sending":
      return event.by_service ? ["send-whatsapp-business-text-message", "send-whatsapp-business-message"] : [];
    default:
      return [];
  }
}

/** Events of before are all for services: there was nobody else. A file's or a message's own events have no such mark. */
const isForService = (event: Event): boolean =>
  !("by_service" in event) || event.type === "message.sending" || event.by_service !== false;

const aiCommandOf = ({ customer_id }: Of<"ai.requested">) =>
  customer_id === null ? "generate-ai-agent-answer" : "generate-ai-agent-answer-with-user-info";

/**
 * The commands that an event leads to. A message that was purged before it could be told of is no longer there: nobody is
 * asked to send or answer it.
 */
export function commandsOf(told: Told): Command[] {
  const { event } = told;
  if (!isForService(event)) return [];
  const [message] = told.messages;
  const command = (type: CommandName, data: Record<string, unknown>): Command => ({
    type,
    seq: event.seq,
    at: event.at,
    data: { conversation_id: told.conversation.id, ...data },
  });
  switch (event.type) {
    case "ai.requested":
      return [command(aiCommandOf(event), aiTurn(told, event))];
    case "ticket.requested":
      return [command("open-ticket", ticketWish(told, event))];
    case "document.requested": {
      const { from, to, request_id } = event;
      return [command("conversation-document", documentOf({ ...told, from, to, request_id }))];
    }
    case "answer.requested": {
      const data = message && { ...question(told, message), of: event.of };
      const { of: _, ...plain } = data ?? {};
      if (data === undefined) return [];
      const added = command("message-added", data);
      return event.of === "agent" ? [command("generate-agent-answer", plain), added] : [added];
    }
    case "flow.requested":
      return message ? [command("start-flow-execution", flowBeginning(told, event, message))] : [];
    case "customer.requested":
      return message ? [command(lookUpOf(message), lookUp(told, event, message))] : [];
    case "message.sending":
      if (!event.by_service || message === undefined) return [];
      // A repeated attempt is the same command: its receiver sends it once.
      return [{ ...command(sendOf(message), sending(told, message)), seq: message.seq, at: message.received_at }];
    default:
      return [];
  }
}

function aiTurn({ conversation, contact, messages }: Told, { turn, deadline, customer_id }: Of<"ai.requested">) {
  const log = messages.map((message) => entryOfMessage(message, contact));
  return {
    turn,
    deadline,
    ...(customer_id !== null && { user_details: userDetailsOf(contact, customer_id) }),
    conversation: conversationOf(conversation, contact, log),
  };
}

const ORIGINS: { [type in SenderType]: string } = {
  customer: "user",
  llm: "ai-agent",
  agent: "agent",
  flow: "flow",
  system: "system",
};

const ticketWish = ({ contact, messages }: Told, { reason }: Of<"ticket.requested">) => ({
  type: "v0.conv.open_ticket",
  user_details: userDetailsOf(contact),
  reason,
  messages: messages.map(({ timestamp, sender_type, content }) => ({
    timestamp,
    origin: ORIGINS[sender_type],
    body: content,
  })),
});

/** What a customer said, for those who are to answer it. The seeds have two names for who it is. */
function question({ conversation, contact }: Told, message: Message) {
  const user_details = userDetailsOf(contact);
  return {
    user_details,
    user_data: user_details,
    source_id: sourceIdOf(conversation, contact),
    channel: channelName(conversation.active_channel),
    ticket_id: conversation.ticket?.id ?? null,
    body: message.content,
    message,
  };
}

const flowBeginning = (
  { conversation, contact }: Told,
  { flow_execution_id }: Of<"flow.requested">,
  message: Message,
) => ({
  flow_execution_id,
  user_details: userDetailsOf(contact),
  source_id: sourceIdOf(conversation, contact),
  channel: channelName(conversation.active_channel),
  initial_message: { message_id: message.id, timestamp: message.timestamp, body: message.content, message },
});

const isText = ({ message_type }: Message): boolean => message_type === "text";

const lookUpOf = (message: Message) =>
  isText(message) ? "whatsapp-business-text-message-received" : "whatsapp-business-message-received";

const sendOf = (message: Message) =>
  isText(message) ? "send-whatsapp-business-text-message" : "send-whatsapp-business-message";

const typed = ({ message_type, payload }: Message) => ({ message_type, payload });

const lookUp = ({ contact, our_number }: Told, { deadline }: Of<"customer.requested">, message: Message) => ({
  deadline,
  sender: addressOf(contact),
  receiver: our_number,
  display_name: displayNameOf(contact),
  message_id: message.whatsapp_message_id ?? message.id,
  body: message.content,
  ...(!isText(message) && typed(message)),
});

const sending = ({ contact, our_number }: Told, message: Message) => ({
  sender: our_number,
  receiver: addressOf(contact),
  message_id: message.id,
  reply_to: message.reply_to?.channel_message_id ?? null,
  body: message.content,
  ...(!isText(message)
    ? { ...typed(message), message }
    : typeof message.payload.preview_url === "boolean" && { preview_url: message.payload.preview_url }),
});
