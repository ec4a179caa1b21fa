import { z } from "zod";
import {
  Assignment,
  Conversation,
  Event,
  HandoffRequest,
  Labels,
  NewConversation,
  Snooze,
  STATUSES,
  StatusChange,
} from "./conversation.ts";
import { OpaqueId, queryInteger } from "./fields.ts";
import { Message, MessageCreated, NewMessage } from "./message.ts";
import type { ProblemCode } from "./problem.ts";
import {
  Agent,
  Health,
  Inbox,
  InboxChanges,
  Issued,
  NewAgent,
  NewInbox,
  NewTenant,
  Tenant,
  TenantChanges,
  TenantCreated,
  Token,
} from "./settings.ts";

/** One call of the HTTP API: what it takes and what it answers. The code parses by it, the reference is written from it. */
export interface Operation<P = unknown, Q = unknown, B = unknown> {
  id: string;
  method: "get" | "post" | "put" | "patch" | "delete";
  /** With parameters in braces, as OpenAPI writes them. */
  path: string;
  tag: string;
  summary: string;
  caller: "tenant" | "operator" | "anyone";
  params: z.ZodType<P>;
  query: z.ZodType<Q>;
  body: z.ZodType<B> | null;
  answers: { [status: number]: z.ZodType | null };
  problems: ProblemCode[];
}

type Loose<P, Q, B> = Pick<Operation<P, Q, B>, "id" | "method" | "path" | "tag" | "summary" | "answers"> &
  Partial<Operation<P, Q, B>>;

const none = z.object({});

/** Fills in what most calls have in common. */
function operation<P = object, Q = object, B = undefined>(given: Loose<P, Q, B>): Operation<P, Q, B> {
  return {
    caller: "tenant",
    problems: [],
    params: none as unknown as z.ZodType<P>,
    query: none as unknown as z.ZodType<Q>,
    body: null,
    ...given,
  };
}

const id = z.object({ id: z.guid() });
const conversations = { tag: "Conversations", params: id, problems: ["conversation_not_found"] as ProblemCode[] };
const changing: ProblemCode[] = ["conversation_not_found", "conversation_closed"];
const ConversationList = z.array(Conversation);
const MessageList = z.array(Message).meta({ description: "Oldest first" });
const flag = z.enum(["true", "false"]).transform((text) => text === "true");

export const OPERATIONS = {
  health: operation({
    id: "health",
    method: "get",
    path: "/health",
    tag: "Operation",
    summary: "Whether the service can store",
    caller: "anyone",
    answers: { 200: Health, 503: Health },
  }),
  createConversation: operation({
    id: "createConversation",
    method: "post",
    path: "/api/v1/conversations",
    tag: "Conversations",
    summary: "Open a conversation with a customer; 200 with the one that is open, where one is",
    body: NewConversation,
    answers: { 201: Conversation, 200: Conversation },
  }),
  findOrCreateConversation: operation({
    id: "findOrCreateConversation",
    method: "post",
    path: "/api/v1/conversations/find-or-create",
    tag: "Conversations",
    summary: "The customer's open conversation, whatever its status, or a new one",
    body: NewConversation,
    answers: { 200: Conversation, 201: Conversation },
  }),
  listConversations: operation({
    id: "listConversations",
    method: "get",
    path: "/api/v1/conversations",
    tag: "Conversations",
    summary: "A page of the tenant's conversations, the newest message first",
    query: z.object({
      status: z.enum(STATUSES).optional(),
      outlet_id: z.guid().optional(),
      inbox_id: z.guid().optional(),
      agent_id: OpaqueId.optional(),
      label: z.string().min(1).max(64).optional(),
      q: z.string().min(1).max(100).optional().meta({ description: "Text in the customer's name or phone number" }),
      limit: queryInteger(1, 200).optional().meta({ description: "At most so many; 50 unless said" }),
      cursor: z.string().max(500).optional().meta({ description: "`next_cursor` of the page before" }),
    }),
    answers: { 200: z.object({ conversations: ConversationList, next_cursor: z.string().nullable() }) },
  }),
  activeConversations: operation({
    id: "activeConversations",
    method: "get",
    path: "/api/v1/conversations/active",
    tag: "Conversations",
    summary: "Conversations with status `active`, the newest message first",
    query: z.object({
      outlet_id: z.guid().optional(),
      limit: queryInteger(1, 10_000).optional().meta({ description: "At most so many; 10,000 unless said" }),
    }),
    answers: { 200: ConversationList },
  }),
  getConversation: operation({
    ...conversations,
    id: "getConversation",
    method: "get",
    path: "/api/v1/conversations/{id}",
    summary: "One conversation, with its last 50 messages where asked",
    query: z.object({ include_messages: flag.optional() }),
    answers: { 200: Conversation.extend({ messages: MessageList.optional() }) },
  }),
  requestHandoff: operation({
    ...conversations,
    id: "requestHandoff",
    method: "post",
    path: "/api/v1/conversations/{id}/handoff",
    summary: "Ask for a human agent",
    body: HandoffRequest,
    answers: { 200: Conversation },
    problems: changing,
  }),
  releaseHandoff: operation({
    ...conversations,
    id: "releaseHandoff",
    method: "post",
    path: "/api/v1/conversations/{id}/handoff/release",
    summary: "Give the conversation back",
    answers: { 200: Conversation },
    problems: changing,
  }),
  assignAgent: operation({
    ...conversations,
    id: "assignAgent",
    method: "put",
    path: "/api/v1/conversations/{id}/assign",
    summary: "Give the conversation to an agent",
    body: Assignment,
    answers: { 200: Conversation },
    problems: changing,
  }),
  setStatus: operation({
    ...conversations,
    id: "setStatus",
    method: "put",
    path: "/api/v1/conversations/{id}/status",
    summary: "Resolve, expire, hand over or reopen; the same status again changes nothing",
    body: StatusChange,
    answers: { 200: Conversation },
    problems: changing,
  }),
  snooze: operation({
    ...conversations,
    id: "snooze",
    method: "put",
    path: "/api/v1/conversations/{id}/snooze",
    summary: "Set the conversation aside until a time, or until the customer writes",
    body: Snooze,
    answers: { 200: Conversation },
    problems: [...changing, "invalid_snooze"],
  }),
  unsnooze: operation({
    ...conversations,
    id: "unsnooze",
    method: "delete",
    path: "/api/v1/conversations/{id}/snooze",
    summary: "Bring the conversation back",
    answers: { 200: Conversation },
    problems: changing,
  }),
  setLabels: operation({
    ...conversations,
    id: "setLabels",
    method: "put",
    path: "/api/v1/conversations/{id}/labels",
    summary: "Set the conversation's labels",
    body: Labels,
    answers: { 200: Conversation },
    problems: changing,
  }),
  listEvents: operation({
    ...conversations,
    id: "listEvents",
    method: "get",
    path: "/api/v1/conversations/{id}/events",
    summary: "The thread's log after a seq, in order, without a gap",
    query: z.object({
      after_seq: queryInteger(0, Number.MAX_SAFE_INTEGER).optional(),
      limit: queryInteger(1, 1000).optional().meta({ description: "At most so many; 200 unless said" }),
    }),
    answers: { 200: z.object({ events: z.array(Event), next_after_seq: z.number().int().nullable() }) },
  }),
  createMessage: operation({
    id: "createMessage",
    method: "post",
    path: "/api/v1/messages",
    tag: "Messages",
    summary: "Store a message; one of `agent`, `llm`, `flow` or `system` goes out on the active channel",
    body: NewMessage,
    answers: { 201: MessageCreated },
    problems: [...changing, "window_closed", "content_too_long"],
  }),
  listMessages: operation({
    ...conversations,
    id: "listMessages",
    method: "get",
    path: "/api/v1/conversations/{id}/messages",
    tag: "Messages",
    summary: "The last messages of a conversation, or those before or after a seq",
    query: z.object({
      limit: queryInteger(1, 1000).optional().meta({ description: "At most so many; 50 unless said" }),
      before_seq: queryInteger(1, Number.MAX_SAFE_INTEGER).optional(),
      after_seq: queryInteger(0, Number.MAX_SAFE_INTEGER).optional(),
    }),
    answers: { 200: MessageList },
  }),
  recentMessages: operation({
    ...conversations,
    id: "recentMessages",
    method: "get",
    path: "/api/v1/conversations/{id}/messages/recent",
    tag: "Messages",
    summary: "The last messages that were said, for a model's context",
    query: z.object({ count: queryInteger(1, 100).optional().meta({ description: "So many; 4 unless said" }) }),
    answers: { 200: MessageList },
  }),
  createTenant: operation({
    id: "createTenant",
    method: "post",
    path: "/admin/v1/tenants",
    tag: "Operation",
    summary: "Make a tenant and its first API key",
    caller: "operator",
    body: NewTenant,
    answers: { 201: TenantCreated },
  }),
  getTenant: operation({
    id: "getTenant",
    method: "get",
    path: "/api/v1/tenant",
    tag: "Settings",
    summary: "The tenant of this bearer",
    answers: { 200: Tenant },
  }),
  changeTenant: operation({
    id: "changeTenant",
    method: "patch",
    path: "/api/v1/tenant",
    tag: "Settings",
    summary: "Change the tenant's name, policies or services",
    body: TenantChanges,
    answers: { 200: Tenant },
  }),
  createInbox: operation({
    id: "createInbox",
    method: "post",
    path: "/api/v1/inboxes",
    tag: "Settings",
    summary: "Add an inbox; its secrets are never returned",
    body: NewInbox,
    answers: { 201: Inbox },
  }),
  listInboxes: operation({
    id: "listInboxes",
    method: "get",
    path: "/api/v1/inboxes",
    tag: "Settings",
    summary: "All inboxes",
    answers: { 200: z.object({ inboxes: z.array(Inbox) }) },
  }),
  changeInbox: operation({
    id: "changeInbox",
    method: "patch",
    path: "/api/v1/inboxes/{id}",
    tag: "Settings",
    summary: "Rename an inbox or rotate its secrets",
    params: id,
    body: InboxChanges,
    answers: { 200: Inbox },
    problems: ["not_found"],
  }),
  createAgent: operation({
    id: "createAgent",
    method: "post",
    path: "/api/v1/agents",
    tag: "Settings",
    summary: "Add an agent",
    body: NewAgent,
    answers: { 201: Agent },
  }),
  listAgents: operation({
    id: "listAgents",
    method: "get",
    path: "/api/v1/agents",
    tag: "Settings",
    summary: "All agents",
    answers: { 200: z.object({ agents: z.array(Agent) }) },
  }),
  createAgentToken: operation({
    id: "createAgentToken",
    method: "post",
    path: "/api/v1/agents/{id}/tokens",
    tag: "Settings",
    summary: "Issue a bearer that speaks for an agent",
    params: id,
    answers: { 201: Token },
    problems: ["not_found"],
  }),
  createApiKey: operation({
    id: "createApiKey",
    method: "post",
    path: "/api/v1/api-keys",
    tag: "Settings",
    summary: "Issue another API key",
    answers: { 201: Issued },
  }),
  revokeApiKey: operation({
    id: "revokeApiKey",
    method: "delete",
    path: "/api/v1/api-keys/{id}",
    tag: "Settings",
    summary: "Revoke an API key or an agent's bearer; it stops working within 30 seconds",
    params: id,
    answers: { 204: null },
    problems: ["not_found"],
  }),
};
