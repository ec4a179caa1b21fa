import type { Description } from "./entries-in.ts";
import { AT, CONVERSATION, LATER, MESSAGE, OUR_NUMBER, TENANT, VIEW } from "./examples.ts";
import type { CommandName, FacadeName, IncomingName, SubscriptionName } from "./names.ts";

const base = {
  uuid: "13572468-89ab-8cde-bf01-246800000003",
  timestamp: AT,
  schema_version: 1,
  conversation_id: CONVERSATION,
};
const user_details = {
  display_name: "Ana Example",
  phone_number: "+15550100123",
  segment: "retail",
  codigo_cliente: "40017",
};
const anonymous = { display_name: "Ana Example", phone_number: "+15550100123", codigo_cliente: null };
const log = [
  {
    type: "v0.0.1.chat.wa.text",
    seq: MESSAGE.seq,
    timestamp: AT,
    fallback_text: MESSAGE.content,
    sender: { display_name: "Ana Example", phone_number: "+15550100123" },
    message: MESSAGE,
  },
];
const conversation = {
  uuid: CONVERSATION,
  codigo_cliente: "40017",
  active_channel: "whatsapp-business",
  source_id: "wa.15550100123",
  user_details,
  manage_by: "ai-agent",
  log,
};
const said = {
  ...base,
  user_details,
  user_data: user_details,
  source_id: "wa.15550100123",
  channel: "whatsapp-business",
  ticket_id: "T-1001",
  body: MESSAGE.content,
  message: MESSAGE,
};
const sending = {
  ...base,
  sender: OUR_NUMBER,
  receiver: "15550100123",
  message_id: "01234567-89ab-8cde-bf01-234580000004",
  reply_to: null,
};

type Only = Exclude<CommandName, IncomingName>;

/** What this store asks of services. */
export const COMMAND_ENTRIES: { [name in Only]: Description } = {
  "generate-ai-agent-answer": {
    title: "Generate AI Agent Answer",
    kind: "command",
    summary: "An anonymous customer has fallen silent: the AI agent is to answer this turn.",
    services: ["ms-rag"],
    example: {
      ...base,
      turn: 1,
      deadline: LATER,
      conversation: { ...conversation, codigo_cliente: null, user_details: anonymous },
    },
  },
  "generate-ai-agent-answer-with-user-info": {
    title: "Generate AI Agent Answer With User Info",
    kind: "command",
    summary: "The same for an identified customer, with what is known of them.",
    services: ["ms-rag"],
    example: { ...base, turn: 1, deadline: LATER, user_details, conversation },
  },
  "generate-agent-answer": {
    title: "Generate Agent Answer",
    kind: "command",
    summary: "The customer wrote, and a person has the word or is to have it.",
    services: ["ms-agents"],
    example: said,
  },
  "message-added": {
    title: "Message Added",
    kind: "event",
    summary: "The same news for whoever follows a conversation, people or flow; `of` says who is to answer.",
    services: ["ms-agents", "ms-flows"],
    example: { ...said, of: "agent" },
  },
  "open-ticket": {
    title: "Open Ticket",
    kind: "command",
    summary: "A person is needed: open a ticket and answer with ticket-opened.",
    services: ["ms-agents"],
    example: {
      ...base,
      type: "v0.conv.open_ticket",
      user_details,
      reason: "Customer requested human agent (keyword: 'human')",
      messages: [{ timestamp: AT, origin: "user", body: "I want to talk to a human" }],
    },
  },
  "conversation-document": {
    title: "Conversation Document",
    kind: "document",
    summary: "What get-conversation asked for.",
    services: ["ms-agents"],
    example: {
      ...base,
      request_id: "e4b8d5e2-6a0f-4c7d-9a57-0f9d54f7f001",
      start_timestamp: null,
      end_timestamp: LATER,
      conversation,
      view: VIEW,
    },
  },
  "send-whatsapp-business-text-message": {
    title: "Send WhatsApp Business Text Message",
    kind: "command",
    summary: "Send this text to the customer, once. A repetition has the same id.",
    services: ["ms-whatsapp"],
    example: { ...sending, body: "We are open from 9 to 17 o'clock.", preview_url: false },
  },
  "send-whatsapp-business-message": {
    title: "Send WhatsApp Business Message",
    kind: "command",
    summary: "The same of anything that is no text; `payload` is as WhatsApp writes its type.",
    services: ["ms-whatsapp"],
    example: {
      ...sending,
      message_type: "location",
      body: "[location]",
      payload: { latitude: -6.2, longitude: 106.8 },
      message: {
        ...MESSAGE,
        id: sending.message_id,
        seq: 4,
        direction: "out",
        origin: "api",
        message_type: "location",
        content: "[location]",
        payload: { latitude: -6.2, longitude: 106.8 },
      },
    },
  },
  "start-flow-execution": {
    title: "Start Flow Execution",
    kind: "command",
    summary: "A flow is to answer from here on; its answers carry this `flow_execution_id`.",
    services: ["ms-flows"],
    example: {
      ...base,
      flow_execution_id: MESSAGE.id,
      user_details,
      source_id: "wa.15550100123",
      channel: "whatsapp-business",
      initial_message: { message_id: MESSAGE.id, timestamp: AT, body: MESSAGE.content, message: MESSAGE },
    },
  },
};

/** What a subscription itself is told of. */
export const SUBSCRIPTION_ENTRIES: { [name in SubscriptionName]: Description } = {
  "subscription.test": {
    title: "Subscription test",
    kind: "event",
    summary: "Sent when somebody asks for it, to see whether the address answers.",
    services: [],
    example: { uuid: base.uuid, timestamp: AT, schema_version: 1, subscription_id: TENANT },
  },
  "subscription.disabled": {
    title: "Subscription disabled",
    kind: "event",
    summary: "A subscription of the tenant was switched off, since its address failed for days or is gone.",
    services: [],
    example: {
      uuid: base.uuid,
      timestamp: AT,
      schema_version: 1,
      subscription_id: TENANT,
      url: "https://services.example/callbacks",
      reason: "Nothing was taken for 3 days",
    },
  },
};

const NEVER = "9999-01-01 00:00:00.000000";
const TM = "2026-01-05 09:00:00.000000";
const address = (type: string, target: string, target_name: string) => ({
  type,
  target,
  target_name,
  name: "",
  detail: "",
});
const self = address("whatsapp", "+15550100100", "");
const peer = address("whatsapp", "+15550100123", "Ana Example");
const voipbin = { customer_id: TENANT, reference_type: "whatsapp", reference_id: "15550100123" };
const conversationThere = {
  ...voipbin,
  id: CONVERSATION,
  name: VIEW.title,
  detail: "",
  source: self,
  participants: [self, peer],
  owner_type: "",
  owner_id: "",
  account_id: VIEW.inbox_id,
  tm_create: TM,
  tm_update: TM,
  tm_delete: NEVER,
};
const messageThere = {
  ...voipbin,
  id: MESSAGE.id,
  conversation_id: CONVERSATION,
  direction: "incoming",
  status: "done",
  transaction_id: "wamid.EXAMPLE0001",
  source: peer,
  destination: self,
  text: MESSAGE.content,
  medias: [],
  tm_create: TM,
  tm_update: TM,
  tm_delete: NEVER,
};

const facade = (title: string, summary: string, example: Description["example"]): Description => ({
  title,
  kind: "event",
  summary: `${summary} In VoIPBIN's shape, for who asks for it by name.`,
  services: [],
  example,
});

/** VoIPBIN's events. */
export const FACADE_ENTRIES: { [name in FacadeName]: Description } = {
  conversation_created: facade("Conversation created (VoIPBIN)", "A conversation was opened.", conversationThere),
  conversation_updated: facade(
    "Conversation updated (VoIPBIN)",
    "A conversation was closed, handed over, assigned or renamed, or its ticket moved.",
    conversationThere,
  ),
  conversation_deleted: facade("Conversation deleted (VoIPBIN)", "A conversation left every list.", {
    ...conversationThere,
    tm_delete: TM,
  }),
  conversation_message_created: facade("Message created (VoIPBIN)", "Something was said.", messageThere),
  conversation_message_updated: facade(
    "Message updated (VoIPBIN)",
    "A message came further, or was edited.",
    messageThere,
  ),
  conversation_message_deleted: facade("Message deleted (VoIPBIN)", "A message was taken back by its sender.", {
    ...messageThere,
    tm_delete: TM,
  }),
};
