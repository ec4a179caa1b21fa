import * as z from "zod";
import { OpaqueId, Time } from "./fields.ts";
import { idInPath, operation } from "./operation.ts";
import type { ProblemCode } from "./problem.ts";

const fields = {
  shortcut: z
    .string()
    .regex(/^[\p{L}\p{N}_-]{1,64}$/u, "must be 1 to 64 letters, digits, - or _")
    .meta({ description: "What an agent types to find it", example: "refund" }),
  text: z.string().min(1).max(4096).meta({
    description:
      "`{{customer.name}}` and the like are filled in; `{{customer.name|there}}` says what stands for nothing",
  }),
  outlet_ids: z.array(z.guid()).max(1000).meta({ description: "Empty for all" }),
  language: z
    .string()
    .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, "must be a language tag such as en or pt-BR")
    .nullable(),
};

/** Words that people say often. */
const CannedReply = z
  .object({ id: z.guid(), ...fields, created_at: Time, updated_at: Time })
  .meta({ id: "CannedReply" });

const NewCannedReply = z.strictObject({
  ...fields,
  outlet_ids: fields.outlet_ids.default([]),
  language: fields.language.default(null),
});

const tag = "Canned replies";
const PATH = "/api/v1/canned-replies";
const ofOne = { tag, params: idInPath, problems: ["not_found"] as ProblemCode[] };
const managingOne = {
  ...ofOne,
  managing: true,
  problems: ["not_found", "forbidden", "unknown_reference"] as ProblemCode[],
} as const;

/** Calls about canned replies. */
export const CANNED_REPLY_OPERATIONS = {
  createCannedReply: operation({
    id: "createCannedReply",
    managing: true,
    method: "post",
    path: PATH,
    tag,
    summary: "Add a canned reply",
    body: NewCannedReply,
    answers: { 201: CannedReply },
    problems: ["forbidden", "unknown_reference"],
  }),
  listCannedReplies: operation({
    id: "listCannedReplies",
    method: "get",
    path: PATH,
    tag,
    summary: "Canned replies by their shortcuts; an agent sees those of their outlets",
    query: z.object({
      q: z.string().min(1).max(100).optional().meta({ description: "In the shortcut or the text" }),
      outlet_id: z.guid().optional(),
      language: z.string().max(35).optional().meta({ description: "Those of no language are for all" }),
    }),
    answers: { 200: z.object({ canned_replies: z.array(CannedReply) }) },
  }),
  getCannedReply: operation({
    ...ofOne,
    id: "getCannedReply",
    method: "get",
    path: `${PATH}/{id}`,
    summary: "One canned reply",
    answers: { 200: CannedReply },
  }),
  putCannedReply: operation({
    ...managingOne,
    id: "putCannedReply",
    method: "put",
    path: `${PATH}/{id}`,
    summary: "Keep a canned reply in place of what was",
    body: NewCannedReply,
    answers: { 200: CannedReply },
  }),
  deleteCannedReply: operation({
    ...managingOne,
    id: "deleteCannedReply",
    method: "delete",
    path: `${PATH}/{id}`,
    summary: "Remove a canned reply",
    answers: { 204: null },
    problems: ["not_found", "forbidden"],
  }),
  renderCannedReply: operation({
    ...ofOne,
    id: "renderCannedReply",
    method: "post",
    path: `${PATH}/{id}/render`,
    summary: "The words of a canned reply for one conversation; nothing is sent",
    body: z.strictObject({
      conversation_id: z.guid(),
      agent_id: OpaqueId.optional().meta({ description: "Who is to say it, where a key asks; else who has it" }),
    }),
    answers: {
      200: z.object({
        text: z.string(),
        unknown: z
          .array(z.string())
          .meta({ description: "Variables that nothing stands for: they are left as they are" }),
      }),
    },
    problems: ["not_found", "conversation_not_found"],
  }),
};
