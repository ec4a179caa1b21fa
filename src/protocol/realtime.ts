import * as z from "zod";
import { PRESENCES } from "../domain/assignment.ts";
import { OpaqueId } from "./fields.ts";

const conversation_id = z.guid();
export const ofConversation = z.object({ conversation_id });
export const seq = z.number().int().min(0);

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
