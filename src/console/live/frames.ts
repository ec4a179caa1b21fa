import type * as z from "zod";
import type { CLIENT_FRAMES, ClientFrames } from "../../protocol/realtime.ts";
import type { Conversation, LogEvent, Message } from "../api/types.ts";

interface OfConversation {
  conversation_id: string;
}
interface OfAgent extends OfConversation {
  agent_id: string | null;
}

/** What a socket tells, by type (`schemas/realtime.json`). */
export interface ServerFrames {
  welcome: { session_id: string; tenant_id: string; agent_id: string };
  "conversation:new": Conversation;
  "conversation:updated": Conversation;
  "conversation:message": Message;
  "conversation:handoff": OfAgent & { handoff_requested: boolean; reason: string | null };
  "conversation:status": OfConversation & {
    status: Conversation["status"];
    state: Conversation["state"];
    reason: string | null;
  };
  "conversation:left": OfConversation & { reason: "forbidden" | "erased" };
  "agent:assigned": OfAgent;
  "agent:joined": OfAgent;
  "agent:mentioned": OfAgent & { agent_ids: string[] };
  "message:status": OfConversation & {
    message_id: string;
    message_seq: number;
    status: NonNullable<Message["status"]>;
    status_at: string;
    error: Message["error"];
  };
  "message:changed": OfConversation & { message_id: string | null; change: unknown };
  "message:media": OfConversation & {
    message_id: string;
    message_seq: number;
    state: Message["attachments"][number]["state"];
  };
  "customer:read": OfConversation & { message_id: string; message_seq: number; at: string };
  "conversation:read": OfAgent & { seq: number };
  "ticket:changed": OfAgent & { ticket_id: string; event: string };
  "note:added": OfAgent & { content: string; at: string };
  typing: OfAgent & { typing: boolean; note: boolean };
  viewers: OfConversation & { agent_ids: string[] };
  "presence:changed": { agent_id: string; status: "online" | "busy" | "away" | "offline" };
  event: LogEvent;
}

export type ServerFrameType = keyof ServerFrames;

/** One thing that a socket told. `seq` is of the conversation's log, `desk_seq` of the list. */
export type ServerFrame = {
  [Type in ServerFrameType]: { type: Type; data: ServerFrames[Type]; seq?: number; desk_seq?: number };
}[ServerFrameType];

export type ClientFrameType = keyof ClientFrames;
export type ClientFrameData<Type extends ClientFrameType> = z.input<(typeof CLIENT_FRAMES)[Type]>;

/** What a frame that was asked is answered with. */
export interface FrameAnswers extends Record<ClientFrameType, object> {
  "tenant:join": {
    desk_seq: number;
    presence: { agent_id: string; status: ServerFrames["presence:changed"]["status"] }[];
  };
  "conversation:join": { conversation: Conversation; last_seq: number; after_seq: number; agent_ids: string[] };
  "message:send": { message: Message };
}
