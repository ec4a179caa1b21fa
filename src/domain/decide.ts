import { err, ok, type Result } from "../lib/result.ts";
import { unreachable } from "../lib/unreachable.ts";
import { receiveAnswer } from "./answering.ts";
import { changeMessage } from "./changing.ts";
import type { Command } from "./commands.ts";
import { assignAgent, releaseHandoff, requestHandoff, unassignAgent } from "./control.ts";
import { tellOffHours } from "./courtesies.ts";
import { identifyCustomer } from "./customers.ts";
import { changeLabels, deleteConversation, markSeen, setDetails, setLabels } from "./details.ts";
import { Draft } from "./draft.ts";
import { eraseThread, isLost } from "./erasing.ts";
import type { Event } from "./events.ts";
import { startFlow } from "./flow-turns.ts";
import { endFlow } from "./flows.ts";
import { forwardThread, joinThread, leavePhone } from "./joining.ts";
import { openConversation, setStatus, snooze, unsnooze } from "./lifecycle.ts";
import { claimMedia, reportMedia } from "./media.ts";
import { receiveMessage, sendMessage } from "./messaging.ts";
import { addNote, requestDocument } from "./notes.ts";
import { importMessage, observeMessage } from "./observing.ts";
import type { Policy } from "./policy.ts";
import { setPriority } from "./priority.ts";
import type { Rejection } from "./rejections.ts";
import { claimSend, reportSend, reportStatus } from "./sending.ts";
import type { Thread } from "./thread.ts";
import { assignTicket, changeTicket, endOffer, offerTicket, openTicket, requestTicket } from "./tickets.ts";
import { passTime } from "./time.ts";
import { transferConversation, transferTicket } from "./transferring.ts";

/** What a command led to. The state is the fold of the events over the state before. */
export interface Decision {
  events: Event[];
  thread: Thread;
  /** So many of the events, the first, had fallen due before: they answer nothing that was asked. */
  overdue: number;
}

/**
 * The one place where it is decided what happens: facts, or a refusal.
 * @param at epoch milliseconds at which we accepted the command
 */
export function decide(thread: Thread, command: Command, policy: Policy, at: number): Result<Decision, Rejection> {
  const draft = new Draft(thread, at);
  // IN4: what fell due happens before what is asked, so an alarm that came late or never changes no outcome.
  passTime(draft, policy, at);
  const overdue = draft.events.length;
  const rejection = apply(draft, command, policy, at);
  requestTicket(draft, policy);
  tellOffHours(draft, thread.current, policy);
  return rejection ? err(rejection) : ok({ events: draft.events, thread: draft.thread, overdue });
}

function apply(draft: Draft, command: Command, policy: Policy, at: number): Rejection | null {
  if (isLost(draft.thread, command)) return { code: "thread_erased" };
  switch (command.type) {
    case "open_conversation":
      return openConversation(draft, command, policy);
    case "receive_message":
      return receiveMessage(draft, command, policy);
    case "observe_message":
      return observeMessage(draft, command, policy);
    case "import_message":
      return importMessage(draft, command);
    case "change_message":
      return changeMessage(draft, command);
    case "send_message":
      return sendMessage(draft, command, policy, at);
    case "request_handoff":
      return requestHandoff(draft, command);
    case "release_handoff":
      return releaseHandoff(draft, command, policy);
    case "assign_agent":
      return assignAgent(draft, command);
    case "unassign_agent":
      return unassignAgent(draft, command);
    case "transfer_conversation":
      return transferConversation(draft, command);
    case "set_priority":
      return setPriority(draft, command);
    case "set_status":
      return setStatus(draft, command, policy);
    case "snooze":
      return snooze(draft, command, at);
    case "unsnooze":
      return unsnooze(draft, command);
    case "set_labels":
      return setLabels(draft, command);
    case "change_labels":
      return changeLabels(draft, command);
    case "set_details":
      return setDetails(draft, command);
    case "delete_conversation":
      return deleteConversation(draft, command);
    case "mark_seen":
      return markSeen(draft, command);
    case "forward_thread":
      return forwardThread(draft, command);
    case "join_thread":
      return joinThread(draft, command);
    case "leave_phone":
      return leavePhone(draft, command);
    case "erase_thread":
      return eraseThread(draft, command);
    case "claim_send":
      return claimSend(draft, command, policy, at);
    case "report_send":
      return reportSend(draft, command, at);
    case "report_status":
      return reportStatus(draft, command);
    case "claim_media":
      return claimMedia(draft, command, at);
    case "report_media":
      return reportMedia(draft, command, at);
    case "receive_answer":
      return receiveAnswer(draft, command, policy, at);
    case "end_flow":
      return endFlow(draft, command, policy);
    case "start_flow":
      return startFlow(draft, command, policy);
    case "open_ticket":
      return openTicket(draft, command);
    case "assign_ticket":
      return assignTicket(draft, command);
    case "offer_ticket":
      return offerTicket(draft, command);
    case "end_offer":
      return endOffer(draft, command);
    case "transfer_ticket":
      return transferTicket(draft, command);
    case "change_ticket":
      return changeTicket(draft, command, policy);
    case "add_note":
      return addNote(draft, command);
    case "identify_customer":
      return identifyCustomer(draft, command);
    case "request_document":
      return requestDocument(draft, command);
    case "wake":
      return null;
    default:
      return unreachable(command);
  }
}
