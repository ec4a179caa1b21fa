import * as z from "zod";
import { Conversation, Event } from "./conversation.ts";
import { Time } from "./fields.ts";
import { Message } from "./message.ts";
import { Problem } from "./problem.ts";
import { CLIENT_FRAMES, ClientFrame, ofConversation, seq } from "./realtime.ts";
import { AgentPresence } from "./ticket.ts";

const of = (agent: object = {}) => ofConversation.extend({ agent_id: z.string().nullable(), ...agent });

/** What a socket is told, by type: the `data` of a frame. */
const SERVER_FRAMES = {
  welcome: z.object({ session_id: z.string(), tenant_id: z.guid(), agent_id: z.string() }),
  answer: z.looseObject({}).meta({ description: "What became of the frame with this `ref`" }),
  error: Problem,
  "conversation:new": Conversation,
  "conversation:updated": Conversation,
  "conversation:message": Message,
  "conversation:handoff": of({ handoff_requested: z.boolean(), reason: z.string().nullable() }),
  "conversation:status": ofConversation.extend({
    status: Conversation.shape.status,
    state: z.enum(["open", "closed"]),
    reason: z.string().nullable(),
  }),
  "conversation:left": ofConversation.extend({ reason: z.enum(["forbidden", "erased"]) }),
  "agent:assigned": of(),
  "agent:joined": of(),
  "agent:mentioned": of({ agent_ids: z.array(z.string()) }).meta({
    description: "A note names these agents; `agent_id` wrote it",
  }),
  "message:status": ofConversation.extend({
    message_id: z.guid(),
    message_seq: seq,
    status: z.string(),
    status_at: Time,
    error: z.unknown(),
  }),
  "message:changed": ofConversation.extend({ message_id: z.guid().nullable(), change: z.unknown() }),
  "message:media": ofConversation.extend({ message_id: z.guid(), message_seq: seq, state: z.string() }),
  "customer:read": ofConversation.extend({ message_id: z.guid(), message_seq: seq, at: Time }),
  "conversation:read": of({ seq }),
  "ticket:changed": of({ ticket_id: z.string(), event: z.string() }),
  "note:added": of({ content: z.string(), at: Time }),
  typing: of({ typing: z.boolean(), note: z.boolean() }),
  viewers: ofConversation.extend({ agent_ids: z.array(z.string()) }),
  "presence:changed": AgentPresence.pick({ agent_id: true, status: true }),
  event: Event.extend(ofConversation.shape),
};

const frame = (type: string, data: z.ZodType) => z.object({ type: z.literal(type), data });

const Told = z.union(
  Object.entries(SERVER_FRAMES).map(([type, data]) =>
    frame(type, data).extend({
      ref: z.union([z.string(), z.number()]).optional(),
      seq: seq.optional().meta({ description: "Of the conversation's log: what a client that comes back names" }),
      desk_seq: seq.optional().meta({ description: "Of the tenant's list: what a client that comes back names" }),
    }),
  ) as unknown as [z.ZodType, z.ZodType],
);

/** Both directions of `GET /api/v1/realtime`: JSON text frames. */
export const Realtime = z.object({
  client: z.union(
    Object.entries(CLIENT_FRAMES).map(([type, data]) =>
      frame(type, data).extend({ ref: ClientFrame.shape.ref }),
    ) as unknown as [z.ZodType, z.ZodType],
  ),
  server: z.union([
    Told,
    z
      .object({ type: z.literal("events"), data: z.array(Told) })
      .meta({ description: "Several at once, in order: how a client catches up" }),
  ]),
});
