import type { Change, Target } from "./commands.ts";
import type {
  Actor,
  CloseReason,
  Contact,
  HandoffTrigger,
  Identity,
  OfferOutcome,
  TicketState,
} from "./conversation.ts";
import type { Attachment, Message, MessageError, MessageStatus } from "./message.ts";
import type { Control } from "./policy.ts";
import type { Priority } from "./priority.ts";

/** Why something was done, where who did it says so. */
interface Because {
  reason?: string;
}

/** What can have happened in a thread: past tense. Message events carry the whole message. */
export type Fact =
  | { type: "conversation.opened"; number: number; identity: Identity; contact: Contact; control: Control }
  | { type: "conversation.reopened"; control: Control }
  | { type: "conversation.closed"; reason: CloseReason }
  | ({ type: "conversation.snoozed"; until: string } & Because)
  | ({ type: "conversation.unsnoozed"; cause: "time" | "customer" | "agent" | "api" } & Because)
  | ({ type: "conversation.labels_changed"; labels: string[] } & Because)
  | ({ type: "conversation.priority_changed"; priority: Priority | null } & Because)
  /** The people of another outlet answer it from now on. */
  | ({ type: "conversation.moved"; outlet_id: string } & Because)
  | { type: "conversation.details_changed"; title: string | null; detail: string | null }
  /** Silence will close it. */
  | { type: "inactivity.warned"; closes_at: string }
  /** What the customer says of it: 1 to 5. */
  | { type: "conversation.rated"; score: number }
  | { type: "conversation.seen" }
  | { type: "conversation.deleted" }
  | { type: "history.begun"; identity: Identity; contact: Contact }
  | { type: "thread.forwarded"; identity: Identity; contact: Contact; to: string }
  /** `window_from`: when the customer last wrote there, which opened the window of both; not in events of before. */
  | { type: "thread.joined"; identity: Identity; contact: Contact; from: string; window_from?: string | null }
  /** All that was held of the person is gone, up to here; `number` is the last conversation that was. */
  | { type: "thread.erased" }
  | { type: "contact.changed"; contact: Contact }
  | { type: "phone.left"; phone: string }
  /** `team_id`: the people who are wished for, where it matters. */
  | { type: "handoff.requested"; trigger: HandoffTrigger; reason: string; team_id?: string | null }
  | ({ type: "agent.assigned"; agent_id: string | null } & Because)
  | ({ type: "control.released"; control: Control } & Because)
  /** Who has the word is asked to answer what the customer has said so far: the AI's turn. */
  | {
      type: "ai.requested";
      turn: number;
      customer_id: string | null;
      deadline: string | null;
      /** A service is asked, not our own AI agent. */
      by_service?: boolean;
    }
  | { type: "ai.timed_out"; turn: number }
  | { type: "ai.abstained"; turn: number }
  | {
      type: "flow.requested";
      /** The message that begins it; 0 when nobody wrote. */
      message_seq: number;
      flow_execution_id: string;
      /** Which of our flows; null where a service decides. */
      flow_id?: string | null;
      variables?: Record<string, unknown> | null;
      by_service?: boolean;
    }
  /** `reason`: why a person is asked for, or what went wrong. `leads_to`: what becomes of the conversation without a ticket. */
  | { type: "flow.ended"; wants_ticket: boolean; reason?: string | null; leads_to?: "close" | "ai" }
  /** What the customer said is put to the people, or to the flow, that have the word. */
  | { type: "answer.requested"; of: "agent" | "flow"; message_seq: number; by_service?: boolean }
  | { type: "ticket.requested"; reason: string }
  | { type: "ticket.opened"; ticket_id: string }
  /** Until then this agent may take it. */
  | { type: "ticket.offered"; ticket_id: string; agent_id: string; until: string }
  | { type: "ticket.offer_ended"; ticket_id: string; agent_id: string; outcome: OfferOutcome }
  | { type: "ticket.state_changed"; ticket_id: string; state: TicketState; agent_id: string | null }
  | { type: "ticket.closed"; ticket_id: string }
  /** `mentions`: agents who are to look at it. */
  | { type: "note.added"; ticket_id: string | null; content: string; mentions?: string[] }
  | { type: "document.requested"; from: string | null; to: string | null; request_id: string }
  | { type: "customer.requested"; message_seq: number; deadline: string }
  | { type: "customer.looked_up"; customer_id: string | null; timed_out: boolean }
  | { type: "message.received"; message: Message }
  | { type: "message.queued"; message: Message }
  | { type: "message.added"; message: Message }
  | { type: "message.suppressed"; message: Message }
  | { type: "message.echoed"; message: Message }
  | { type: "message.observed"; message: Message }
  | { type: "message.imported"; message: Message }
  | { type: "message.changed"; target: Target; change: Change }
  | {
      type: "message.sending";
      message_id: string;
      message_seq: number;
      attempt: number;
      repeats: boolean;
      /** The customer's message that is marked as read with it. */
      marks_read: string | null;
      /** A service sends it to the channel, not we. */
      by_service?: boolean;
    }
  | {
      type: "message.deferred";
      message_id: string;
      message_seq: number;
      until: string;
      error: MessageError;
      /** The inbox could not send: the attempt does not count. */
      held: boolean;
    }
  | { type: "message.unanswered"; message_id: string; message_seq: number; error: MessageError }
  | {
      type: "message.status";
      message_id: string;
      message_seq: number;
      status: MessageStatus;
      status_at: string;
      channel_message_id: string | null;
      error: MessageError | null;
    }
  | { type: "media.fetching"; message_id: string; message_seq: number; attempt: number }
  | { type: "media.deferred"; message_id: string; message_seq: number; until: string; reason: string }
  | {
      type: "media.settled";
      message_id: string;
      message_seq: number;
      state: Exclude<Attachment["state"], "pending">;
      size: number | null;
      sha256: string | null;
      mime_type: string | null;
      error: string | null;
    }
  | { type: "messages.purged"; from_seq: number; through_seq: number };

/** A fact in its place in the log. `number` is the conversation's. */
export type Event = Fact & { seq: number; at: string; number: number; actor: Actor };

/** Events that carry a message: they live in the messages table, each as its message. */
export const isMessageEvent = (event: Event): event is Extract<Event, { message: Message }> => "message" in event;

type MessageEventType = Extract<Event, { message: Message }>["type"];

/** The event that a stored message stands for; what it reads is never changed after the message was stored. */
export function messageEventType({
  direction,
  origin,
  status,
}: Pick<Message, "direction" | "origin" | "status">): MessageEventType {
  if (origin === "history") return "message.imported";
  if (origin === "standby") return "message.observed";
  if (origin === "echo") return "message.echoed";
  if (direction === "in") return "message.received";
  if (status === null) return "message.added";
  return status === "suppressed" ? "message.suppressed" : "message.queued";
}
