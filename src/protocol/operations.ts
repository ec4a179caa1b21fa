import { ACTION_OPERATIONS } from "./action-operations.ts";
import { ARTICLE_OPERATIONS } from "./article-operations.ts";
import { ASSISTANT_OPERATIONS } from "./assistant-operations.ts";
import { AUTOMATION_OPERATIONS } from "./automation-operations.ts";
import { CANNED_REPLY_OPERATIONS } from "./canned-reply.ts";
import { CONVERSATION_OPERATIONS } from "./conversation-operations.ts";
import { CUSTOMER_OPERATIONS } from "./customer-operations.ts";
import { ERASURE_OPERATIONS } from "./erasure-operations.ts";
import { EVENT_OPERATIONS } from "./event-operations.ts";
import { FLOW_OPERATIONS } from "./flow-operations.ts";
import { HEALTH_OPERATIONS } from "./health.ts";
import { INBOX_OPERATIONS } from "./inbox-operations.ts";
import { INBOX_TICKET_OPERATIONS } from "./inbox-ticket.ts";
import { LIST_OPERATIONS } from "./list-operations.ts";
import { MACRO_OPERATIONS } from "./macro.ts";
import { MEDIA_OPERATIONS } from "./media-operations.ts";
import { MESSAGE_OPERATIONS } from "./message-operations.ts";
import { OPERATING_OPERATIONS } from "./operating.ts";
import { OUTLET_OPERATIONS } from "./outlet.ts";
import { QUARANTINE_OPERATIONS } from "./quarantine-operations.ts";
import { REPORT_OPERATIONS } from "./report-operations.ts";
import { SEARCH_OPERATIONS } from "./search-operations.ts";
import { SESSION_OPERATIONS } from "./session-operations.ts";
import { SETTINGS_OPERATIONS } from "./settings-operations.ts";
import { SUBSCRIPTION_OPERATIONS } from "./subscription-operations.ts";
import { TEAM_OPERATIONS } from "./team.ts";
import { TICKET_OPERATIONS } from "./ticket-operations.ts";
import { VOIPBIN_OPERATIONS } from "./voipbin.ts";

/** Every call of the HTTP API. The code parses by them, the reference is written from them. */
export const OPERATIONS = {
  ...LIST_OPERATIONS,
  ...CONVERSATION_OPERATIONS,
  ...ACTION_OPERATIONS,
  ...CANNED_REPLY_OPERATIONS,
  ...MACRO_OPERATIONS,
  ...AUTOMATION_OPERATIONS,
  ...ERASURE_OPERATIONS,
  ...MESSAGE_OPERATIONS,
  ...EVENT_OPERATIONS,
  ...HEALTH_OPERATIONS,
  ...SETTINGS_OPERATIONS,
  ...SESSION_OPERATIONS,
  ...INBOX_OPERATIONS,
  ...MEDIA_OPERATIONS,
  ...QUARANTINE_OPERATIONS,
  ...SUBSCRIPTION_OPERATIONS,
  ...CUSTOMER_OPERATIONS,
  ...SEARCH_OPERATIONS,
  ...ARTICLE_OPERATIONS,
  ...ASSISTANT_OPERATIONS,
  ...FLOW_OPERATIONS,
  ...TICKET_OPERATIONS,
  ...TEAM_OPERATIONS,
  ...OUTLET_OPERATIONS,
  ...REPORT_OPERATIONS,
  ...OPERATING_OPERATIONS,
  ...VOIPBIN_OPERATIONS,
  ...INBOX_TICKET_OPERATIONS,
};
