import type { Actor, Contact, HandoffTrigger, Identity, OfferOutcome, TicketState } from "./conversation.ts";
import type { Attachment, MessageError, MessageStatus, Reaction, ReplyTo, SenderType } from "./message.ts";
import type { Priority } from "./priority.ts";

/** What is said, before the thread gives it an id and a place. `timestamp` is the channel's own time. */
export interface Saying {
  message_type: string;
  content: string;
  payload: Record<string, unknown>;
  attachments: NewAttachment[];
  reply_to: ReplyTo | null;
  referral: Record<string, unknown> | null;
  forwarded: "once" | "often" | null;
  whatsapp_message_id: string | null;
  timestamp: string;
  metadata: Record<string, unknown> | null;
}

/** A file before its message has an id; without an id of its own it gets the message's. */
export type NewAttachment = Omit<Attachment, "id" | "error"> & { id: string | null };

/** What somebody did to a message that was there before: the parts that change it. */
export type Change =
  | { type: "reaction"; reaction: Reaction }
  | { type: "edit"; edit: Edit; at: string }
  | { type: "revoke"; at: string };

/** What a message says after an edit; its files stay unless others are named. */
type Edit = Pick<Saying, "message_type" | "content" | "payload"> & { attachments?: NewAttachment[] };

/** How one attempt to send ended, as the channel's client saw it. */
export type Verdict =
  /** Without an id when a service sends it: that one knows the channel's. */
  | { outcome: "accepted"; channel_message_id: string | null; wa_id: string | null }
  | { outcome: "refused"; error: MessageError }
  | { outcome: "try_later"; error: MessageError; delay_ms: number }
  /** Nothing was sent and it is not this message's fault: the inbox cannot send now. It waits, and no attempt is counted. */
  | { outcome: "held"; error: MessageError; delay_ms: number }
  | { outcome: "unknown"; error: MessageError };

/** How one attempt to fetch a file ended. */
export type MediaVerdict =
  | { outcome: "stored"; size: number; sha256: string; mime_type: string | null }
  | { outcome: "try_later"; reason: string }
  | { outcome: "failed"; reason: string }
  | { outcome: "expired"; reason: string };

/** Who writes to which inbox. */
interface Place {
  identity: Identity;
  contact: Contact;
}

/** In the words of whoever does it. */
type Why = string | null | undefined;

/** Everything that may be asked of a thread. `number` names a conversation; commands without it mean the thread. */
export type Command =
  | {
      type: "open_conversation";
      identity: Identity;
      contact: Contact;
      /** The only outlets whose conversations may be shown to who asks; null for all. */
      outlet_ids: readonly string[] | null;
      actor: Actor;
    }
  | {
      type: "receive_message";
      /** Who writes to which inbox; or, of a thread that is known, to which of its conversations. */
      place: Place | { number: number; sender_id: string | null };
      saying: Saying;
      /** A system text, or what only accompanies: it never opens, reopens, or counts as activity. */
      passive: boolean;
      /** What came before it of what was done to it since. */
      changes?: readonly Change[];
    }
  /** What the business said elsewhere: on its own phone (`echo`), or another of its apps (`standby`, both ways). */
  | { type: "observe_message"; place: Place; origin: "echo" | "standby"; direction: "in" | "out"; saying: Saying }
  /** A message of the time before the business came here, in its own past time. */
  | { type: "import_message"; place: Place; direction: "in" | "out"; status: MessageStatus | null; saying: Saying }
  /** An edit, a revocation or a reaction; the message that it names may come later. */
  | { type: "change_message"; place: Place; by: "customer" | "agent"; target: Target; change: Change }
  | {
      type: "send_message";
      number: number;
      sender: Sender;
      saying: Saying;
      deliver: boolean;
      /** What its sender has seen: refused when something was said since. */
      if_last_seq?: number | null;
    }
  | {
      type: "request_handoff";
      number: number;
      trigger: HandoffTrigger;
      reason: string;
      agent_id: string | null;
      /** The people who are wished for, where it matters. */
      team_id?: string | null;
      actor: Actor;
    }
  /** `reason`, here and below: why, where whoever does it says so. */
  | { type: "release_handoff"; number: number; reason?: Why; actor: Actor }
  | { type: "assign_agent"; number: number; agent_id: string; reason?: Why; actor: Actor }
  /** Nobody in particular has it any more: it waits for a person again. `agent_id`: only where this one has it. */
  | { type: "unassign_agent"; number: number; agent_id?: string; reason?: Why; actor: Actor }
  | {
      type: "transfer_conversation";
      number: number;
      to: { agent_id: string } | { team_id: string } | { outlet_id: string };
      note: NewNote | null;
      reason?: Why;
      actor: Actor;
    }
  | { type: "set_priority"; number: number; priority: Priority | null; reason?: Why; actor: Actor }
  | {
      type: "set_status";
      number: number;
      status: "active" | "resolved" | "handed_off" | "expired";

      actor: Actor;
    }
  | { type: "snooze"; number: number; until: string; reason?: Why; actor: Actor }
  | { type: "unsnooze"; number: number; reason?: Why; actor: Actor }
  | { type: "set_labels"; number: number; labels: string[]; reason?: Why; actor: Actor }
  /** Leaves the other labels as they are. */
  | {
      type: "change_labels";
      number: number;
      add: string[];
      remove: string[];
      reason?: Why;
      actor: Actor;
    }
  /** What people call it; null takes the name away, what is not given stays. */
  | { type: "set_details"; number: number; title?: string | null; detail?: string | null; actor: Actor }
  /** Out of every list. An open conversation is closed first; its messages go when their retention ends. */
  | { type: "delete_conversation"; number: number; actor: Actor }
  /** An agent has looked at the conversation. */
  | { type: "mark_seen"; number: number; actor: Actor }
  /**
   * The contact's messages are taken by another thread from now on, if that one is older. Which of two is older never
   * changes, so threads never lead round in a circle, whoever asks at the same time.
   */
  | { type: "forward_thread"; identity: Identity; contact: Contact; to: string; to_since: string }
  /** The other side of it: the messages of another name of the same person come here from now on. */
  | { type: "join_thread"; place: Place; from: string; window_from?: string | null }
  /** The contact has given up this number: who writes from it under another user id is somebody else. */
  | { type: "leave_phone"; phone: string }
  /**
   * All that is held of the person is to be gone: for good, as who names one of the conversations wishes; or because
   * another thread of the same person was erased at that time.
   */
  | { type: "erase_thread"; of: { number: number } | { since: string }; actor: Actor }
  /** `resume` takes no account of the time that a held message was to wait. */
  | { type: "claim_send"; resume: boolean }
  | { type: "report_send"; message_seq: number; number: number; attempt: number; verdict: Verdict }
  | { type: "report_status"; message_seq: number; number: number; report: ReportedStatus }
  | { type: "claim_media"; message_seq: number }
  | { type: "report_media"; message_seq: number; number: number; attempt: number; verdict: MediaVerdict }
  /** What the AI or a flow answers. `turn`: the one that it was asked, where it says so. */
  | {
      type: "receive_answer";
      number: number;
      by: "llm" | "flow";
      sender_id: string | null;
      display_name: string;
      turn: number | null;
      saying: Saying | null;
      wants_ticket: boolean;
      /** Why a person is asked for; null for the usual words. */
      reason?: string | null;
      /** With these words the conversation is over. */
      wants_close?: boolean;
    }
  /** One of our flows is to answer from here on. */
  | { type: "start_flow"; number: number; flow_id: string; variables: Record<string, unknown> | null; actor: Actor }
  | {
      type: "end_flow";
      number: number;
      wants_ticket: boolean;
      /** Why a person is asked for, or what went wrong; null for the usual words. */
      reason?: string | null;
      team_id?: string | null;
      /** Without a ticket: whether the conversation is over, which it is unless said, or the AI goes on. */
      leads_to?: "close" | "ai";
      actor: Actor;
    }
  /** `if_waiting`: only while the conversation waits for a person, or one has it, and no other ticket is open. */
  | { type: "open_ticket"; number: number; ticket_id: string; if_waiting?: boolean; actor: Actor }
  | { type: "assign_ticket"; number: number; ticket_id: string; agent_id: string; actor: Actor }
  | { type: "offer_ticket"; number: number; ticket_id: string; agent_id: string; until: string; actor: Actor }
  | {
      type: "end_offer";
      number: number;
      ticket_id: string;
      agent_id: string;
      outcome: OfferOutcome;
      actor: Actor;
    }
  /** The ticket waits again, for the people of a team. */
  | { type: "transfer_ticket"; number: number; ticket_id: string; team_id: string; actor: Actor }
  /** `from`: only where it is in this state, as whoever wishes so has seen it. */
  | {
      type: "change_ticket";
      number: number;
      ticket_id: string;
      from?: TicketState | undefined;
      state: TicketState;
      actor: Actor;
    }
  | ({ type: "add_note"; number: number; ticket_id: string | null; actor: Actor } & NewNote)
  /** What a service knows of who writes; without a `customer_id` it knows nobody. */
  | { type: "identify_customer"; contact: Contact; actor: Actor }
  /** Somebody wishes to be sent what was said, in a range of time. */
  | {
      type: "request_document";
      number: number;
      from: string | null;
      to: string | null;
      request_id: string;
      actor: Actor;
    }
  | { type: "wake" };

/** What agents tell each other; `mentions`: agents who are to look at it. */
interface NewNote {
  content: string;
  mentions?: string[];
}

/** The message that a change is meant for, as far as it is known. */
export interface Target {
  message_id: string | null;
  message_seq: number | null;
  channel_message_id: string | null;
}

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
  /** Null of what a service sent without telling the channel's id. */
  channel_message_id: string | null;
  error: MessageError | null;
}
