import * as z from "zod";
import { PRESENCES } from "../domain/assignment.ts";
import { GivenTime, OpaqueId, queryInteger } from "./fields.ts";
import { idInPath, operation } from "./operation.ts";
import type { ProblemCode } from "./problem.ts";
import { AgentPresence, TICKET_STATES, Ticket } from "./ticket.ts";

const tag = "Tickets";
const ofOne = { tag, params: idInPath, problems: ["not_found"] as ProblemCode[] };
const ofTaking: ProblemCode[] = [
  "not_found",
  "ticket_assigned",
  "ticket_offered",
  "not_offered",
  "ticket_transition",
  "conversation_closed",
];
const ofGiving: ProblemCode[] = ["not_found", "assignee_not_eligible", "ticket_transition", "conversation_closed"];

const Taker = z.strictObject({
  agent_id: OpaqueId.optional().meta({ description: "Who does; an agent's own bearer need not say it, a key must" }),
});

const Transfer = z
  .strictObject({
    agent_id: OpaqueId.optional(),
    team_id: z.guid().optional(),
    note: z.string().min(1).max(4096).optional().meta({ description: "For agents only" }),
  })
  .refine(({ agent_id, team_id }) => (agent_id === undefined) !== (team_id === undefined), {
    path: ["agent_id"],
    message: "name either agent_id or team_id",
  });

const NewPresence = z.strictObject({
  status: z.enum(PRESENCES),
  until: GivenTime.nullish().meta({ description: "Off line from then on, unless it is said again before" }),
});

/** Calls about the work of people. */
export const TICKET_OPERATIONS = {
  listTickets: operation({
    id: "listTickets",
    method: "get",
    path: "/api/v1/tickets",
    tag,
    summary: "Tickets by when they were opened; an agent's bearer sees those of its outlets",
    query: z.object({
      state: z.enum(TICKET_STATES).optional(),
      agent_id: OpaqueId.optional(),
      team_id: z.guid().optional(),
      outlet_id: z.guid().optional(),
      order: z.enum(["newest", "oldest"]).optional().meta({ description: "`newest` unless said" }),
      cursor: z.string().max(2_500).optional().meta({ description: "`next_cursor` of the page before" }),
      limit: queryInteger(1, 200).optional(),
    }),
    answers: { 200: z.object({ tickets: z.array(Ticket), next_cursor: z.string().nullable() }) },
  }),
  getTicket: operation({
    ...ofOne,
    id: "getTicket",
    method: "get",
    path: "/api/v1/tickets/{id}",
    summary: "One ticket",
    answers: { 200: Ticket },
  }),
  changeTicket: operation({
    ...ofOne,
    id: "changeTicket",
    method: "patch",
    path: "/api/v1/tickets/{id}",
    summary: "Begin, put aside or close a ticket; closing the last one closes its conversation",
    body: z.strictObject({ state: z.enum(["open", "standby", "closed"]) }),
    answers: { 200: Ticket },
    problems: ["not_found", "ticket_transition", "conversation_closed"],
  }),
  acceptTicket: operation({
    ...ofOne,
    id: "acceptTicket",
    method: "post",
    path: "/api/v1/tickets/{id}/accept",
    summary: "An agent takes a ticket that is offered to them, or to nobody; the first one has it",
    body: Taker,
    answers: { 200: Ticket },
    problems: ofTaking,
  }),
  declineTicket: operation({
    ...ofOne,
    id: "declineTicket",
    method: "post",
    path: "/api/v1/tickets/{id}/decline",
    summary: "An agent does not take what is offered to them; it is offered to the next",
    body: Taker,
    answers: { 200: Ticket },
    problems: ofTaking,
  }),
  assignTicket: operation({
    ...ofOne,
    id: "assignTicket",
    method: "post",
    path: "/api/v1/tickets/{id}/assign",
    summary: "Give a ticket to an agent, whoever has it and whatever else that one has to do",
    body: z.strictObject({ agent_id: OpaqueId }),
    answers: { 200: Ticket },
    problems: ofGiving,
  }),
  transferTicket: operation({
    ...ofOne,
    id: "transferTicket",
    method: "post",
    path: "/api/v1/tickets/{id}/transfer",
    summary: "Give a ticket to another agent, or let it wait for the people of a team",
    body: Transfer,
    answers: { 200: Ticket },
    problems: ofGiving,
  }),
  handBackTicket: operation({
    ...ofOne,
    id: "handBackTicket",
    method: "post",
    path: "/api/v1/tickets/{id}/hand-back",
    summary: "Give the word back to the AI agent; the ticket ends, the conversation goes on",
    answers: { 200: Ticket },
    problems: ["not_found", "ticket_transition", "conversation_closed"],
  }),
  setPresence: operation({
    ...ofOne,
    id: "setPresence",
    method: "put",
    path: "/api/v1/agents/{id}/presence",
    summary: "Say that an agent is there, away or off line; only who is on line gets tickets by themselves",
    body: NewPresence,
    answers: { 200: AgentPresence },
    problems: ["not_found", "forbidden"],
  }),
  listPresence: operation({
    id: "listPresence",
    method: "get",
    path: "/api/v1/agents/presence",
    tag,
    summary: "Who is there, and what they have to do",
    answers: { 200: z.object({ presence: z.array(AgentPresence) }) },
  }),
};
