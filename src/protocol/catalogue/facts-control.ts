import * as z from "zod";
import { HandoffTrigger } from "../conversation.ts";
import { Time } from "../fields.ts";
import { LATER, MESSAGE } from "./examples.ts";
import type { FactEntries } from "./outgoing-events.ts";

const seq = z.number().int().meta({ description: "Place of the message in the log" });
const by_service = z
  .boolean()
  .optional()
  .meta({ description: "A service outside is asked, not one of the store's own" });
const turn = z.number().int();
const ticket_id = z.string();
const reason = z.string().optional().meta({ description: "Why, where who did it says so" });

/** Who has the word, who is asked for an answer, and the tickets. */
export const CONTROL_FACTS: FactEntries<
  | "handoff.requested"
  | "agent.assigned"
  | "control.released"
  | `ai.${"requested" | "timed_out" | "abstained"}`
  | `flow.${"requested" | "ended"}`
  | "answer.requested"
  | `ticket.${"requested" | "opened" | "offered" | "offer_ended" | "state_changed" | "closed"}`
  | "note.added"
  | "document.requested"
  | `customer.${"requested" | "looked_up"}`
> = {
  "handoff.requested": {
    title: "Hand-off requested",
    summary: "From now on a person is to answer; no bot speaks any more.",
    shape: {
      trigger: HandoffTrigger,
      reason: z.string(),
      team_id: z.string().nullish().meta({ description: "The team that is wished for, where it matters" }),
    },
    example: { trigger: "keyword", reason: "Customer requested human agent (keyword: 'human')", team_id: null },
  },
  "agent.assigned": {
    title: "Agent assigned",
    summary: "This agent has the word; null when nobody has it any more.",
    shape: { agent_id: z.string().nullable(), reason },
    example: { agent_id: "17", reason: "Speaks Malay" },
  },
  "control.released": {
    title: "Control released",
    summary: "The word goes back from the people; `control` says to whom.",
    shape: { control: z.enum(["flow", "ai", "queue", "agent", "none"]), reason },
    example: { control: "ai", reason: "Answered" },
  },
  "ai.requested": {
    title: "AI answer requested",
    summary: "The AI agent is asked to answer what the customer has said so far.",
    shape: { turn, customer_id: z.string().nullable(), deadline: Time.nullable(), by_service },
    example: { turn: 1, customer_id: "40017", deadline: LATER, by_service: true },
  },
  "ai.timed_out": {
    title: "AI answer timed out",
    summary: "The AI agent did not answer this turn in time; a person is asked for.",
    shape: { turn },
    example: { turn: 1 },
  },
  "ai.abstained": {
    title: "AI abstained",
    summary: "The AI agent has nothing to say to this turn: what was asked was taken back.",
    shape: { turn },
    example: { turn: 1 },
  },
  "flow.requested": {
    title: "Flow requested",
    summary: "A flow is asked to answer from its beginning.",
    shape: {
      message_seq: seq.meta({ description: "The message that begins it; 0 when nobody wrote" }),
      flow_execution_id: z.string(),
      flow_id: z
        .string()
        .nullish()
        .meta({ description: "Which of the store's own flows; null where a service decides" }),
      variables: z.record(z.string(), z.unknown()).nullish(),
      by_service,
    },
    example: { message_seq: 2, flow_execution_id: MESSAGE.id, flow_id: null, variables: null, by_service: true },
  },
  "flow.ended": {
    title: "Flow ended",
    summary: "The flow is over; without the wish for a ticket its conversation is, too.",
    shape: {
      wants_ticket: z.boolean(),
      reason: z.string().nullish().meta({ description: "Why a person is asked for, or what went wrong" }),
      leads_to: z.enum(["close", "ai"]).optional().meta({
        description: "Without a ticket: whether the conversation is over, which it is unless said, or the AI goes on",
      }),
    },
    example: { wants_ticket: false, reason: null, leads_to: "close" },
  },
  "answer.requested": {
    title: "Answer requested",
    summary: "What the customer wrote is put to the agents' service, or to the flow that has the word.",
    shape: { of: z.enum(["agent", "flow"]), message_seq: seq, by_service },
    example: { of: "agent", message_seq: 2, by_service: true },
  },
  "ticket.requested": {
    title: "Ticket requested",
    summary: "The service that keeps the tickets is asked for one.",
    shape: { reason: z.string() },
    example: { reason: "The AI agent asks for a person" },
  },
  "ticket.opened": {
    title: "Ticket opened",
    summary: "A ticket of this conversation was opened; it is pending until somebody has it.",
    shape: { ticket_id },
    example: { ticket_id: "T-1001" },
  },
  "ticket.offered": {
    title: "Ticket offered",
    summary: "Until then this agent may take it.",
    shape: { ticket_id, agent_id: z.string(), until: Time },
    example: { ticket_id: "T-1001", agent_id: "17", until: LATER },
  },
  "ticket.offer_ended": {
    title: "Ticket's offer ended",
    summary: "The agent did not take it; the next one may be offered it.",
    shape: { ticket_id, agent_id: z.string(), outcome: z.enum(["declined", "timed_out", "withdrawn"]) },
    example: { ticket_id: "T-1001", agent_id: "17", outcome: "declined" },
  },
  "ticket.state_changed": {
    title: "Ticket's state changed",
    summary: "Somebody works on it, or it stands by; `agent_id` has it.",
    shape: { ticket_id, state: z.enum(["pending", "open", "standby", "closed"]), agent_id: z.string().nullable() },
    example: { ticket_id: "T-1001", state: "open", agent_id: "17" },
  },
  "ticket.closed": {
    title: "Ticket closed",
    summary: "The end of the last open ticket is the end of its conversation.",
    shape: { ticket_id },
    example: { ticket_id: "T-1001" },
  },
  "note.added": {
    title: "Note added",
    summary: "A comment for agents only: the customer never sees it.",
    shape: {
      ticket_id: ticket_id.nullable(),
      content: z.string(),
      mentions: z.array(z.string()).optional().meta({ description: "Agents who are to look at it" }),
    },
    example: { ticket_id: "T-1001", content: "Has called before.", mentions: ["17"] },
  },
  "document.requested": {
    title: "Document requested",
    summary: "Somebody asked for the conversation; null is an open end of the range of time.",
    shape: { from: Time.nullable(), to: Time.nullable(), request_id: z.string() },
    example: { from: null, to: LATER, request_id: "e4b8d5e2-6a0f-4c7d-9a57-0f9d54f7f001" },
  },
  "customer.requested": {
    title: "Customer look-up requested",
    summary: "The service that knows the customers is asked who writes.",
    shape: { message_seq: seq, deadline: Time },
    example: { message_seq: 2, deadline: LATER },
  },
  "customer.looked_up": {
    title: "Customer looked up",
    summary: "It is known who writes, or that nobody knows; `timed_out` when nobody said so in time.",
    shape: { customer_id: z.string().nullable(), timed_out: z.boolean() },
    example: { customer_id: "40017", timed_out: false },
  },
};
