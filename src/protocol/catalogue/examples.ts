import type { Contact, ConversationView, Identity } from "../../domain/conversation.ts";
import type { Message } from "../../domain/message.ts";

/** One invented conversation, of which all examples tell. */
export const TENANT = "5f0c1f5e-2d6b-4a52-9a1e-0c6f3f0a7b11";
export const CONVERSATION = "01234567-89ab-8cde-bf01-234500000001";
export const OUR_NUMBER = "+1 555 010 0100";
export const AT = "2026-01-05T09:00:00.000Z";
export const LATER = "2026-01-05T09:01:00.000Z";

export const IDENTITY: Identity = {
  tenant_id: TENANT,
  inbox_id: "7c9e6679-7425-40de-944b-e07fc1f90ae7",
  outlet_id: "16fd2706-8baf-433b-82eb-8c7fada847da",
  channel: "whatsapp",
  thread_key: "0123456789abcde3f012345",
};

export const CONTACT: Contact = {
  name: "Ana Example",
  phone: "+15550100123",
  wa_id: "15550100123",
  user_id: null,
  username: null,
  customer_id: "40017",
  customer_details: { segment: "retail" },
};

export const MESSAGE: Message = {
  schema_version: 1,
  id: "01234567-89ab-8cde-bf01-234580000002",
  conversation_id: CONVERSATION,
  seq: 2,
  direction: "in",
  origin: "webhook",
  sender_type: "customer",
  sender_id: "+15550100123",
  sender: { type: "customer", id: "+15550100123", display_name: "Ana Example" },
  channel: "whatsapp",
  message_type: "text",
  content: "What are your opening hours?",
  payload: { body: "What are your opening hours?" },
  attachments: [],
  reply_to: null,
  referral: null,
  forwarded: null,
  reactions: [],
  whatsapp_message_id: "wamid.EXAMPLE0001",
  status: "received",
  status_times: { received: AT },
  error: null,
  possible_duplicate: false,
  timestamp: AT,
  received_at: AT,
  edited_at: null,
  deleted_at: null,
  metadata: null,
  passive: false,
};

export const ANSWER: Message = {
  ...MESSAGE,
  id: "01234567-89ab-8cde-bf01-234580000004",
  seq: 4,
  direction: "out",
  origin: "api",
  sender_type: "llm",
  sender_id: "faq",
  sender: { type: "llm", id: "faq", display_name: "AI agent" },
  content: "We are open from 9 to 17 o'clock.",
  payload: {},
  whatsapp_message_id: null,
  status: "queued",
  status_times: { queued: LATER },
  timestamp: LATER,
  received_at: LATER,
};

export const VIEW: ConversationView = {
  id: CONVERSATION,
  tenant_id: TENANT,
  outlet_id: IDENTITY.outlet_id,
  inbox_id: IDENTITY.inbox_id,
  channel: "whatsapp",
  active_channel: "whatsapp",
  number: 1,
  previous_id: null,
  title: "whatsapp · Ana Example",
  detail: null,
  customer_id: "40017",
  customer_phone: "+15550100123",
  customer_name: "Ana Example",
  customer_user_id: null,
  status: "active",
  state: "open",
  control: "ai",
  handoff_requested: false,
  handoff_agent_id: null,
  handoff_reason: null,
  handoff_trigger: null,
  handoff_requested_at: null,
  handoff_team_id: null,
  rating: null,
  labels: [],
  priority: null,
  snoozed_until: null,
  ticket: null,
  turn: 1,
  waiting_since: AT,
  started_at: AT,
  ended_at: null,
  close_reason: null,
  closed_by: null,
  last_message_at: AT,
  last_customer_message_at: AT,
  window_expires_at: "2026-01-06T09:00:00.000Z",
  message_count: 1,
  agent_last_seen_at: null,
  contact_last_seen_at: null,
  deleted_at: null,
  last_seq: 3,
  updated_at: AT,
};
