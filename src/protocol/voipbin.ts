import * as z from "zod";
import { OpaqueId, queryInteger } from "./fields.ts";
import { idInPath, operation } from "./operation.ts";

/**
 * VoIPBin's shapes of conversations and messages (its "Conversation" and "Message" structures): for clients that were
 * written for that service. Times are `YYYY-MM-DD HH:MM:SS.ffffff` in UTC; what has not happened yet is in the year 9999.
 */
const Tm = z.string().meta({ example: "2026-06-23 05:05:40.950000" });

const Address = z
  .object({
    type: z.string().meta({ description: "`whatsapp`, `agent`, `ai`, or `tel` where messages are only stored" }),
    target: z.string(),
    target_name: z.string(),
    name: z.string(),
    detail: z.string(),
  })
  .meta({ id: "VoipbinAddress" });

export const VoipbinConversation = z
  .object({
    id: z.guid(),
    customer_id: z.guid().meta({ description: "The tenant, in VoIPBin's word" }),
    name: z.string(),
    detail: z.string(),
    reference_type: z.string(),
    reference_id: z.string(),
    source: Address,
    participants: z.array(Address),
    owner_type: z.enum(["", "agent"]),
    owner_id: z.string(),
    account_id: z.guid(),
    tm_create: Tm,
    tm_update: Tm,
    tm_delete: Tm,
  })
  .meta({ id: "VoipbinConversation" });

const Media = z.looseObject({
  type: z.enum(["image", "video", "audio", "file", "location", "sticker", "template", "imagemap", "flex"]),
});

export const VoipbinMessage = z
  .object({
    id: z.guid(),
    customer_id: z.guid(),
    conversation_id: z.guid(),
    direction: z.enum(["incoming", "outgoing"]),
    status: z.enum(["progressing", "done", "failed"]),
    reference_type: z.string(),
    reference_id: z.string(),
    transaction_id: z.string(),
    source: Address,
    destination: Address.meta({ description: "Who it was said to: sender and receiver, not we and they" }),
    text: z.string(),
    medias: z.array(Media),
    tm_create: Tm,
    tm_update: Tm,
    tm_delete: Tm,
  })
  .meta({ id: "VoipbinMessage" });

const paging = {
  page_size: queryInteger(1, 100).optional().meta({ description: "At most so many; 50 unless said" }),
  page_token: z.string().max(200).optional().meta({ description: "`next_page_token` of the page before" }),
};
const pageOf = (schema: z.ZodType) =>
  z.object({ result: z.array(schema), next_page_token: z.string().meta({ description: "Empty on the last page" }) });

/** VoIPBin's nobody. */
export const NIL_UUID = "00000000-0000-0000-0000-000000000000";

/** A refusal, as VoIPBin words it. */
export const VoipbinRefusal = z
  .object({
    status: z.number().int(),
    reason: z.string().meta({ description: "The code of the refusal, in capitals", example: "CONVERSATION_NOT_FOUND" }),
    message: z.string(),
    request_id: z.string(),
    details: z
      .array(z.object({ field: z.string(), detail: z.string() }))
      .meta({ description: "Every field at fault, where the request is not as it should be" }),
  })
  .meta({ id: "VoipbinRefusal" });

const VoipbinNewMessage = z.object({
  text: z.string().max(65_536).default("").meta({ description: "What is said, or the caption of the file" }),
  medias: z
    .array(
      z.object({
        type: z.enum(["image", "video", "audio", "file", "sticker"]),
        media_id: z.guid().optional().meta({ description: "Id of an upload (`POST /api/v1/media`)" }),
        url: z.url({ protocol: /^https$/ }).optional(),
        filename: z.string().min(1).max(240).optional(),
      }),
    )
    .max(1, "one file in a message")
    .default([]),
});

const tag = "VoIPBin";
const conversation = { tag, params: idInPath };

/** Calls under `/v1.0`, with VoIPBin's names, pages and refusals. */
export const VOIPBIN_OPERATIONS = {
  voipbinConversations: operation({
    id: "voipbinConversations",
    method: "get",
    path: "/v1.0/conversations",
    tag,
    summary: "Conversations in VoIPBin's shape, the newest message first",
    query: z.object({ ...paging, owner_id: OpaqueId.optional() }),
    answers: { 200: pageOf(VoipbinConversation) },
  }),
  voipbinConversation: operation({
    ...conversation,
    id: "voipbinConversation",
    method: "get",
    path: "/v1.0/conversations/{id}",
    summary: "One conversation in VoIPBin's shape",
    answers: { 200: VoipbinConversation },
    problems: ["conversation_not_found"],
  }),
  voipbinChangeConversation: operation({
    ...conversation,
    id: "voipbinChangeConversation",
    method: "put",
    path: "/v1.0/conversations/{id}",
    summary: "Rename a conversation, or give it to an agent; the nil UUID as owner gives it back",
    body: z.object({
      name: z.string().max(255).optional(),
      detail: z.string().max(4096).optional(),
      owner_id: OpaqueId.optional(),
    }),
    answers: { 200: VoipbinConversation },
    problems: ["conversation_not_found", "conversation_closed", "assignee_not_eligible"],
  }),
  voipbinUnassign: operation({
    ...conversation,
    id: "voipbinUnassign",
    method: "post",
    path: "/v1.0/conversations/{id}/unassign",
    summary: "Take a conversation from its owner: whoever answers first has the word again",
    answers: { 200: VoipbinConversation },
    problems: ["conversation_not_found", "conversation_closed"],
  }),
  voipbinDeleteConversation: operation({
    ...conversation,
    id: "voipbinDeleteConversation",
    managing: true,
    method: "delete",
    path: "/v1.0/conversations/{id}",
    summary: "Close a conversation and take it out of every list",
    answers: { 200: VoipbinConversation },
    problems: ["conversation_not_found", "conversation_closed"],
  }),
  voipbinMessages: operation({
    ...conversation,
    id: "voipbinMessages",
    method: "get",
    path: "/v1.0/conversations/{id}/messages",
    summary: "A conversation's messages in VoIPBin's shape, the newest first",
    query: z.object(paging),
    answers: { 200: pageOf(VoipbinMessage) },
    problems: ["conversation_not_found"],
  }),
  voipbinSend: operation({
    ...conversation,
    id: "voipbinSend",
    method: "post",
    path: "/v1.0/conversations/{id}/messages",
    summary: "Send a text, or one file with the text as its caption",
    body: VoipbinNewMessage,
    answers: { 200: VoipbinMessage },
    problems: ["conversation_not_found", "conversation_closed", "window_closed", "content_too_long", "too_many_unsent"],
  }),
};
