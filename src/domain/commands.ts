import type { Actor, Contact, HandoffTrigger, Identity } from "./conversation.ts";
import type { MessageError, MessageStatus, ReplyTo, SenderType } from "./message.ts";

/** What is said, before the thread gives it an id and a place. `timestamp` is the channel's own time. */
export interface Saying {
  message_type: string;
  content: string;
  payload: Record<string, unknown>;
  reply_to: ReplyTo | null;
  whatsapp_message_id: string | null;
  timestamp: string;
  metadata: Record<string, unknown> | null;
}

/** How one attempt to send ended, as the channel's client saw it. */
export type Verdict =
  | { outcome: "accepted"; channel_message_id: string; wa_id: string | null }
  | { outcome: "refused"; error: MessageError }
  | { outcome: "try_later"; error: MessageError; delay_ms: number }
  | { outcome: "unknown"; error: MessageError };

/** Everything that may be asked of a thread. `number` names a conversation; commands without it mean the thread. */
export type Command =
  | { type: "open_conversation"; identity: Identity; contact: Contact; actor: Actor }
  | {
      type: "receive_message";
      /** Who writes to which inbox; or, of a thread that is known, to which of its conversations. */
      place: { identity: Identity; contact: Contact } | { number: number; sender_id: string | null };
      saying: Saying;
      /** A reaction or a system text: it never opens, reopens, or counts as activity. */
      passive: boolean;
    }
  | { type: "send_message"; number: number; sender: Sender; saying: Saying; deliver: boolean }
  | {
      type: "request_handoff";
      number: number;
      trigger: HandoffTrigger;
      reason: string;
      agent_id: string | null;
      actor: Actor;
    }
  | { type: "release_handoff"; number: number; actor: Actor }
  | { type: "assign_agent"; number: number; agent_id: string; actor: Actor }
  | {
      type: "set_status";
      number: number;
      status: "active" | "resolved" | "handed_off" | "expired";

      actor: Actor;
    }
  | { type: "snooze"; number: number; until: string; actor: Actor }
  | { type: "unsnooze"; number: number; actor: Actor }
  | { type: "set_labels"; number: number; labels: string[]; actor: Actor }
  | { type: "claim_send" }
  | { type: "report_send"; message_seq: number; number: number; attempt: number; verdict: Verdict }
  | { type: "report_status"; message_seq: number; number: number; report: ReportedStatus }
  | { type: "wake" };

/** Who sends a message out; `sender.type` is never `customer`. */
export interface Sender {
  type: Exclude<SenderType, "customer">;
  id: string | null;
  display_name: string;
}

/** A status as the channel reported it. */
export interface ReportedStatus {
  status: MessageStatus;
  at: string;
  channel_message_id: string;
  error: MessageError | null;
}
