import type { ConversationStatus } from "../domain/conversation.ts";
import { type Event, isMessageEvent } from "../domain/events.ts";
import { conversationId } from "../domain/ids.ts";
import type { Control } from "../domain/policy.ts";
import type { SocketEvent } from "./socket.ts";

/** Who hears of it: who looks at the conversation, and who looks at the tenant's list. */
export interface ToldEvent extends SocketEvent {
  seq: number;
  /** Also those who only look at the list. */
  isForList: boolean;
}

/**
 * What sockets are told of an event of a thread's log, by the seeds' names; in order. That a conversation was opened is
 * told with the conversation as it stands, so it is not made here.
 */
export function toldOf(threadKey: string, event: Event): ToldEvent[] {
  const { seq } = event;
  const conversation_id = conversationId(threadKey, event.number);
  const told = (type: string, data: object, isForList = false): ToldEvent => ({
    type,
    seq,
    data: { conversation_id, ...data },
    isForList,
  });
  if (isMessageEvent(event)) return [{ type: "conversation:message", seq, data: event.message, isForList: false }];
  switch (event.type) {
    case "message.status": {
      const { message_id, message_seq, status, status_at, error } = event;
      const moved = told("message:status", { message_id, message_seq, status, status_at, error });
      const isRead = status === "read" || status === "played";
      return isRead ? [moved, told("customer:read", { message_id, message_seq, at: status_at })] : [moved];
    }
    case "message.changed":
      return [told("message:changed", { message_id: event.target.message_id, change: event.change })];
    case "media.settled":
      return [
        told("message:media", { message_id: event.message_id, message_seq: event.message_seq, state: event.state }),
      ];
    case "handoff.requested":
      return [
        told("conversation:handoff", { handoff_requested: true, reason: event.reason, agent_id: null }, true),
        told("conversation:status", statusOf("handed_off", event.reason), true),
      ];
    case "control.released":
      return [
        told("conversation:handoff", { handoff_requested: false, reason: null, agent_id: null }, true),
        told("conversation:status", statusOf(statusUnder(event.control), null), true),
      ];
    case "agent.assigned":
      return [told("agent:assigned", { agent_id: event.agent_id }, true)];
    case "conversation.closed":
      return [
        told(
          "conversation:status",
          statusOf(event.reason === "inactivity" ? "expired" : "resolved", event.reason, "closed"),
          true,
        ),
      ];
    case "conversation.reopened":
      return [told("conversation:status", statusOf(statusUnder(event.control), null), true)];
    case "ticket.opened":
    case "ticket.offered":
    case "ticket.offer_ended":
    case "ticket.state_changed":
    case "ticket.closed": {
      const agent_id = "agent_id" in event ? event.agent_id : null;
      return [told("ticket:changed", { ticket_id: event.ticket_id, event: event.type, agent_id }, true)];
    }
    case "note.added": {
      const { content, at, mentions = [] } = event;
      const by = { agent_id: event.actor.id };
      const added = told("note:added", { content, at, ...by });
      return mentions.length === 0 ? [added] : [added, told("agent:mentioned", { agent_ids: mentions, ...by }, true)];
    }
    default:
      return [];
  }
}

/** CV9, of an open conversation. */
const statusUnder = (control: Control): ConversationStatus =>
  control === "queue" || control === "agent" ? "handed_off" : "active";

const statusOf = (status: ConversationStatus, reason: string | null, state: "open" | "closed" = "open") => ({
  status,
  state,
  reason,
});

/** What a room is told of its thread's log: only of its own conversation, and the log itself where it asked for it. */
export function roomEvents(
  threadKey: string,
  events: readonly Event[],
  room: { number: number; events: boolean },
): SocketEvent[] {
  return events
    .filter(({ number }) => number === room.number)
    .flatMap((event): SocketEvent[] => {
      const told = toldOf(threadKey, event).map(({ isForList: _, ...one }) => one);
      const conversation_id = conversationId(threadKey, event.number);
      return room.events ? [{ type: "event", seq: event.seq, data: { conversation_id, ...event } }, ...told] : told;
    });
}
