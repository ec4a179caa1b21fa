import * as z from "zod";
import {
  Assignment,
  Conversation,
  Event,
  HandoffRequest,
  Labels,
  NewConversation,
  Release,
  Snooze,
  StatusChange,
} from "./conversation.ts";
import { queryFlag, queryInteger } from "./fields.ts";
import { Message } from "./message.ts";
import { idInPath, operation } from "./operation.ts";
import type { ProblemCode } from "./problem.ts";

const conversations = { tag: "Conversations", params: idInPath, problems: ["conversation_not_found"] as ProblemCode[] };
const changing: ProblemCode[] = ["conversation_not_found", "conversation_closed"];
const MessageList = z.array(Message).meta({ description: "Oldest first" });

/** Calls about conversations. */
export const CONVERSATION_OPERATIONS = {
  createConversation: operation({
    id: "createConversation",
    method: "post",
    path: "/api/v1/conversations",
    tag: "Conversations",
    summary: "Open a conversation with a customer; 200 with the one that is open, where one is",
    body: NewConversation,
    answers: { 201: Conversation, 200: Conversation },
    problems: ["forbidden"],
  }),
  findOrCreateConversation: operation({
    id: "findOrCreateConversation",
    method: "post",
    path: "/api/v1/conversations/find-or-create",
    tag: "Conversations",
    summary: "The customer's open conversation, whatever its status, or a new one",
    body: NewConversation,
    answers: { 200: Conversation, 201: Conversation },
    problems: ["forbidden"],
  }),
  getConversation: operation({
    ...conversations,
    id: "getConversation",
    method: "get",
    path: "/api/v1/conversations/{id}",
    summary: "One conversation, with its last 50 messages where asked",
    query: z.object({ include_messages: queryFlag("With its last 50 messages").optional() }),
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
    problems: [...changing, "unknown_reference", "assignee_not_eligible"],
  }),
  releaseHandoff: operation({
    ...conversations,
    id: "releaseHandoff",
    method: "post",
    path: "/api/v1/conversations/{id}/handoff/release",
    summary: "Give the conversation back",
    body: Release,
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
    problems: [...changing, "assignee_not_eligible"],
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
    query: z.object({ reason: z.string().min(1).max(1000).optional() }),
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
    summary: "The thread's log after a seq, in order; without gaps for who sees all outlets",
    query: z.object({
      after_seq: queryInteger(0, Number.MAX_SAFE_INTEGER).optional(),
      limit: queryInteger(1, 1000)
        .optional()
        .meta({ description: "At most so many, and fewer where they are large; 200 unless said" }),
    }),
    answers: { 200: z.object({ events: z.array(Event), next_after_seq: z.number().int().nullable() }) },
  }),
};
