import * as z from "zod";
import { queryInteger } from "./fields.ts";
import { Message, MessageCreated, NewMessage, ReadMark } from "./message.ts";
import { idInPath, operation } from "./operation.ts";
import type { ProblemCode } from "./problem.ts";

const conversations = { tag: "Messages", params: idInPath, problems: ["conversation_not_found"] as ProblemCode[] };
const sending: ProblemCode[] = [
  "conversation_not_found",
  "conversation_closed",
  "window_closed",
  "content_too_long",
  "too_many_unsent",
];
const MessageList = z.array(Message).meta({ description: "Oldest first" });

/** Calls about messages. */
export const MESSAGE_OPERATIONS = {
  createMessage: operation({
    id: "createMessage",
    method: "post",
    path: "/api/v1/messages",
    tag: "Messages",
    summary: "Store a message; one of `agent`, `llm`, `flow` or `system` goes out on the active channel",
    body: NewMessage,
    answers: { 201: MessageCreated },
    problems: [
      ...sending,
      "forbidden",
      "stale_reply",
      "quoted_message_not_found",
      "media_not_found",
      "media_not_suitable",
      "template_invalid",
    ],
  }),
  getMessage: operation({
    id: "getMessage",
    method: "get",
    path: "/api/v1/messages/{id}",
    tag: "Messages",
    summary: "One message, as it is now",
    params: idInPath,
    answers: { 200: Message },
    problems: ["not_found"],
  }),
  resendMessage: operation({
    id: "resendMessage",
    method: "post",
    path: "/api/v1/messages/{id}/resend",
    tag: "Messages",
    summary: "Send a message that failed again, as a new message; a second call answers with the same one",
    params: idInPath,
    answers: { 201: MessageCreated },
    problems: ["not_found", "message_not_failed", ...sending],
  }),
  listMessages: operation({
    ...conversations,
    id: "listMessages",
    method: "get",
    path: "/api/v1/conversations/{id}/messages",
    summary: "The last messages of a conversation, or those before or after a seq",
    query: z.object({
      limit: queryInteger(1, 1000)
        .optional()
        .meta({ description: "At most so many, and fewer where they are large; 50 unless said" }),
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
    summary: "The last messages that were said, for a model's context",
    query: z.object({ count: queryInteger(1, 100).optional().meta({ description: "So many; 4 unless said" }) }),
    answers: { 200: MessageList },
  }),
  markConversationRead: operation({
    ...conversations,
    id: "markConversationRead",
    method: "post",
    path: "/api/v1/conversations/{id}/read",
    summary: "Say that an agent has seen the conversation; on WhatsApp the customer sees it too (202)",
    body: ReadMark,
    answers: { 202: null, 204: null },
  }),
};
