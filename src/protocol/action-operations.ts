import * as z from "zod";
import { PRIORITIES } from "../domain/priority.ts";
import { Conversation, Reason } from "./conversation.ts";
import { OpaqueId, queryInteger, Time } from "./fields.ts";
import { idInPath, operation } from "./operation.ts";
import type { ProblemCode } from "./problem.ts";

const ofOne = { tag: "Conversations", params: idInPath };
const changing: ProblemCode[] = ["conversation_not_found", "conversation_closed"];

const NoteText = z
  .string()
  .min(1)
  .max(4096)
  .meta({ description: "For agents only. `@[Ann](<agent id>)` mentions an agent", example: "Has called before." });

/** What agents tell each other in a conversation. */
const Note = z
  .object({
    seq: z.number().int().meta({ description: "Its place in the log" }),
    conversation_id: z.guid(),
    at: Time,
    actor: z.object({ type: z.string(), id: z.string().nullable() }).meta({ description: "Who wrote it" }),
    content: z.string().meta({ description: "Empty once the messages' retention has ended" }),
    mentions: z.array(z.string()).meta({ description: "Agents who are to look at it" }),
    ticket_id: z.string().nullable(),
  })
  .meta({ id: "Note" });

const Transfer = z
  .strictObject({
    agent_id: OpaqueId.optional(),
    team_id: z.guid().optional(),
    outlet_id: z.guid().optional(),
    note: NoteText.optional(),
    reason: Reason,
  })
  .refine(
    ({ agent_id, team_id, outlet_id }) => [agent_id, team_id, outlet_id].filter((id) => id !== undefined).length === 1,
    { path: ["agent_id"], message: "name one of agent_id, team_id and outlet_id" },
  );

/** Calls about what agents do with a conversation. */
export const ACTION_OPERATIONS = {
  setPriority: operation({
    ...ofOne,
    id: "setPriority",
    method: "put",
    path: "/api/v1/conversations/{id}/priority",
    summary: "Say how pressing the conversation is; null says nothing any more",
    body: z.strictObject({ priority: z.enum(PRIORITIES).nullable(), reason: Reason }),
    answers: { 200: Conversation },
    problems: changing,
  }),
  unassignAgent: operation({
    ...ofOne,
    id: "unassignAgent",
    method: "delete",
    path: "/api/v1/conversations/{id}/assign",
    summary: "Take the conversation from its agent: it waits for a person again",
    query: z.object({ reason: z.string().min(1).max(1000).optional() }),
    answers: { 200: Conversation },
    problems: changing,
  }),
  takeOver: operation({
    ...ofOne,
    id: "takeOver",
    method: "post",
    path: "/api/v1/conversations/{id}/takeover",
    summary: "An agent takes the conversation, whoever has it",
    body: z.strictObject({
      agent_id: OpaqueId.optional().meta({
        description: "Who does; an agent's own bearer need not say it, a key must",
      }),
      reason: Reason,
    }),
    answers: { 200: Conversation },
    problems: [...changing, "forbidden", "assignee_not_eligible"],
  }),
  transferConversation: operation({
    ...ofOne,
    id: "transferConversation",
    method: "post",
    path: "/api/v1/conversations/{id}/transfer",
    summary: "Give the conversation to an agent, or let it wait for the people of a team or of another outlet",
    body: Transfer,
    answers: { 200: Conversation },
    problems: [...changing, "assignee_not_eligible", "unknown_reference"],
  }),
  addNote: operation({
    ...ofOne,
    id: "addNote",
    method: "post",
    path: "/api/v1/conversations/{id}/notes",
    summary: "Add a note for agents only; it may mention colleagues",
    body: z.strictObject({
      content: NoteText,
      mentions: z
        .array(OpaqueId)
        .max(50)
        .default([])
        .meta({ description: "Agents who are to look at it, beside those whom its text names" }),
    }),
    answers: { 201: Note },
    problems: ["conversation_not_found", "unknown_reference"],
  }),
  listNotes: operation({
    ...ofOne,
    id: "listNotes",
    method: "get",
    path: "/api/v1/conversations/{id}/notes",
    summary: "The conversation's notes, the oldest first",
    query: z.object({
      after_seq: queryInteger(0, Number.MAX_SAFE_INTEGER).optional(),
      limit: queryInteger(1, 200).optional().meta({ description: "At most so many; 100 unless said" }),
    }),
    answers: { 200: z.object({ notes: z.array(Note), next_after_seq: z.number().int().nullable() }) },
    problems: ["conversation_not_found"],
  }),
};
