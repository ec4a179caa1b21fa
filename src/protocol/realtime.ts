import * as z from "zod";
import { Conversation, Event } from "./conversation.ts";
import { OpaqueId, Time } from "./fields.ts";
import { Message } from "./message.ts";
import { Problem } from "./problem.ts";
import { AgentPresence, PRESENCES } from "./ticket.ts";

const conversation_id = z.guid();
const ofConversation = z.object({ conversation_id });
const seq = z.number().int().min(0);

/** What a client says on a socket, by type: the `data` of its frame. The seeds' names, and what goes beside them. */
export const CLIENT_FRAMES = {
  "tenant:join": z.object({
    tenant_id: z.guid().optional().meta({ description: "The socket's own; another one is refused" }),
    after_desk_seq: seq
      .optional()
      .meta({ description: "The last `desk_seq` it has: rows that changed since are sent" }),
  }),
  "tenant:leave": z.object({}),
  "conversation:join": ofConversation.extend({
    after_seq: seq
      .optional()
      .meta({ description: "The last `seq` it has: all that came since is sent, then what comes" }),
    events: z.boolean().default(false).meta({ description: "Whether every event of the log is sent as `event`, too" }),
  }),
  "conversation:leave": ofConversation,
  "message:send": z
    .looseObject({ conversation_id, client_id: z.string().min(1).max(100) })
    .meta({ description: "As the body of `POST /api/v1/messages`. The same `client_id` again is the same message" }),
  "agent:takeover": ofConversation.extend({ agent_id: OpaqueId.optional(), reason: z.string().max(500).optional() }),
  release: ofConversation,
  typing: ofConversation.extend({
    typing: z.boolean(),
    note: z.boolean().default(false).meta({ description: "A note is being written: the customer is not shown it" }),
  }),
  read: ofConversation.extend({ seq: seq.meta({ description: "The last that the agent has seen" }) }),
  presence: z.object({ status: z.enum(PRESENCES) }),
  ping: z.object({}),
};

export type ClientFrames = { [Type in keyof typeof CLIENT_FRAMES]: z.output<(typeof CLIENT_FRAMES)[Type]> };

/** A frame from a client before its `data` is looked at. What has a `ref` is answered with it. */
export const ClientFrame = z.object({
  type: z.string().min(1).max(64),
  ref: z.union([z.string().max(100), z.number()]).optional(),
  data: z.unknown().optional(),
});

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
  event: Event.extend({ conversation_id }),
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
