import type { Hono } from "hono";
import * as z from "zod";
import { threadAt } from "../conversation/port.ts";
import { type DeskPort, deskOf, type TicketRefusal } from "../desk/port.ts";
import type { TicketView } from "../desk/ticket.ts";
import type { Command } from "../domain/commands.ts";
import { parseConversationId } from "../domain/ids.ts";
import type { Result } from "../lib/result.ts";
import { OpaqueId } from "../protocol/fields.ts";
import { problemOf } from "../protocol/problem.ts";
import { TICKET_OPERATIONS } from "../protocol/ticket-operations.ts";
import type { Idempotency } from "../tenant/port.ts";
import { answerOnce, ofCaller } from "./answer-once.ts";
import type { AppContext, AppEnv, Input, Principal } from "./context.ts";
import { keysOf } from "./conversations.ts";
import { printCursor, readCursor } from "./cursor.ts";
import { problem } from "./problem.ts";
import { route } from "./route.ts";
import { answersIn, isEligible, isOf } from "./staff.ts";

const DEFAULT_PAGE = 50;

/** The work of people. The desk decides who gets a ticket; all else is asked of the conversation's thread. */
export function tickets(app: Hono<AppEnv>): void {
  route(app, TICKET_OPERATIONS.listTickets, async (c, { query }, principal) => {
    const { cursor, order = "newest", limit = DEFAULT_PAGE, ...filters } = query;
    const after = cursor === undefined ? undefined : decodeCursor(cursor);
    if (after === null)
      return problem(c, "invalid_request", { errors: [{ field: "query.cursor", detail: "is none of ours" }] });
    const { outlet_ids } = principal.scope;
    const page = await deskOf(c.env, principal.tenant_id).tickets({ ...filters, outlet_ids, order, after, limit });
    return c.json({ tickets: page.tickets, next_cursor: page.next && encodeCursor(page.next) });
  });

  route(app, TICKET_OPERATIONS.getTicket, async (c, { params }, principal) => {
    const ticket = await ticketOf(c, principal, params.id);
    return ticket ? c.json(ticket) : problem(c, "not_found");
  });

  onTicket(app, TICKET_OPERATIONS.changeTicket, async (c, ticket, { body, idempotency }, principal) => {
    const { tenant_id, actor } = principal;
    // Who begins the work has it: a ticket that is open is somebody's.
    if (ticket.state === "pending" && body.state === "open") {
      if (actor.type !== "agent") return problem(c, "ticket_transition", { detail: BEGIN, ticket_id: ticket.id });
      return done(c, await deskOf(c.env, tenant_id).acceptTicket(ticket.id, actor.id ?? ""));
    }
    // Nor may one be begun that waits for somebody again by the time its thread hears of it.
    const from = body.state === "open" ? ticket.state : undefined;
    const change = { type: "change_ticket", ticket_id: ticket.id, from, state: body.state, actor } as const;
    return ask(c, principal, ticket, idempotency, (number) => ({ ...change, number }));
  });

  onTicket(app, TICKET_OPERATIONS.handBackTicket, async (c, ticket, { idempotency }, principal) => {
    if (ticket.state === "closed") return problem(c, "ticket_transition", { detail: OVER, ticket_id: ticket.id });
    const { actor } = principal;
    return ask(c, principal, ticket, idempotency, (number) => ({ type: "release_handoff", number, actor }));
  });

  take(app, TICKET_OPERATIONS.acceptTicket, (desk, id, agentId) => desk.acceptTicket(id, agentId));
  take(app, TICKET_OPERATIONS.declineTicket, (desk, id, agentId) => desk.declineTicket(id, agentId));

  onTicket(app, TICKET_OPERATIONS.assignTicket, (c, ticket, { body }, principal) => give(c, principal, ticket, body));

  onTicket(app, TICKET_OPERATIONS.transferTicket, async (c, ticket, { body, idempotency }, principal) => {
    const given = await give(c, principal, ticket, body);
    const isGiven = !(given instanceof Response);
    if (isGiven && body.note !== undefined) await note(c, principal, ticket, body.note, idempotency);
    return given;
  });
}

const BEGIN =
  "Give it to an agent: POST /api/v1/tickets/{id}/assign. An agent takes it by POST /api/v1/tickets/{id}/accept.";
const OVER = "The ticket is closed; its conversation has been given back, or is over.";

/** A call that does something with a ticket that the caller may see, once for a client's key. */
function onTicket<Q, B>(
  app: Hono<AppEnv>,
  operation: Parameters<typeof route<{ id: string }, Q, B>>[1],
  work: (
    c: AppContext,
    ticket: TicketView,
    input: Input<{ id: string }, Q, B>,
    principal: Principal,
  ) => Promise<TicketView | Response>,
): void {
  route(app, operation, (c, input, principal) =>
    answerOnce(c, principal.tenant_id, ofCaller(input.idempotency, principal), 200, async () => {
      const ticket = await ticketOf(c, principal, input.params.id);
      return ticket ? work(c, ticket, input, principal) : problem(c, "not_found");
    }),
  );
}

/** A call in which an agent says what they do with a ticket: by their own bearer, or named by a key's. */
function take(
  app: Hono<AppEnv>,
  operation: typeof TICKET_OPERATIONS.acceptTicket,
  act: (desk: DeskPort, id: string, agentId: string) => Promise<Result<TicketView, TicketRefusal>>,
): void {
  onTicket(app, operation, async (c, ticket, { body }, { actor, tenant_id }) => {
    const agentId = actor.type === "agent" ? (actor.id ?? "") : body.agent_id;
    if (agentId === undefined)
      return problem(c, "invalid_request", { errors: [{ field: "agent_id", detail: "a key must say which agent" }] });
    if (body.agent_id !== undefined && body.agent_id !== agentId) return problem(c, "forbidden");
    if (!(await isEligible(c, tenant_id, agentId, ticket.outlet_id))) return problem(c, "assignee_not_eligible");
    return done(c, await act(deskOf(c.env, tenant_id), ticket.id, agentId));
  });
}

/** To an agent, or to the people of a team. */
async function give(
  c: AppContext,
  { tenant_id, configuration, actor }: Principal,
  { id, outlet_id }: TicketView,
  { agent_id, team_id = "" }: { agent_id?: string | undefined; team_id?: string | undefined },
): Promise<TicketView | Response> {
  const desk = deskOf(c.env, tenant_id);
  if (agent_id !== undefined) {
    if (!(await isEligible(c, tenant_id, agent_id, outlet_id))) return problem(c, "assignee_not_eligible");
    return done(c, await desk.assignTicket(id, agent_id, actor));
  }
  const team = configuration.teams.find((one) => one.id === team_id);
  if (!team || !answersIn(team, outlet_id)) return problem(c, "assignee_not_eligible");
  return done(c, await desk.transferTicket(id, team_id, actor));
}

/** Best effort: the ticket is given away already. */
async function note(
  c: AppContext,
  { tenant_id, actor }: Principal,
  { id, conversation_id }: TicketView,
  content: string,
  idempotency: Idempotency,
): Promise<void> {
  const place = parseConversationId(conversation_id);
  if (place === null) return;
  const keys = idempotency === null ? [] : [`desk:note:${idempotency.key}`];
  const command = { type: "add_note", number: place.number, ticket_id: id, content, actor } as const;
  await threadAt(c.env, tenant_id, place.threadKey).execute({ keys, fingerprint: null, command });
}

/** Puts a wish to the thread of a ticket's conversation, and answers with the ticket as it then stands. */
async function ask(
  c: AppContext,
  { tenant_id, scope }: Principal,
  { id, conversation_id }: TicketView,
  idempotency: Idempotency,
  command: (number: number) => Command,
): Promise<TicketView | Response> {
  const place = parseConversationId(conversation_id);
  if (place === null) return problem(c, "not_found");
  const thread = threadAt(c.env, tenant_id, place.threadKey);
  const result = await thread.execute({ ...keysOf(idempotency), command: command(place.number) });
  if (!result.ok) return done(c, result);
  const ticket = await deskOf(c.env, tenant_id).ticket(id, scope.outlet_ids);
  return ticket ?? problem(c, "not_found");
}

/** A ticket that the caller may see; one of another outlet is as if it were not. */
async function ticketOf(c: AppContext, principal: Principal, id: string): Promise<TicketView | null> {
  const { outlet_ids } = principal.scope;
  const ticket = await deskOf(c.env, principal.tenant_id).ticket(id, outlet_ids);
  return ticket && isOf(outlet_ids, ticket.outlet_id) ? ticket : null;
}

/** The ticket as it stands now, or why it is not so: who has it. */
function done(c: AppContext, result: Result<TicketView, TicketRefusal>): TicketView | Response {
  if (result.ok) return result.value;
  const { error } = result;
  switch (error.code) {
    case "not_found":
      return problem(c, error.code);
    case "ticket_assigned":
      return problem(c, error.code, { ...error, detail: `Agent ${error.agent_id} has it.` });
    case "ticket_offered":
      return problem(c, error.code, {
        ...error,
        detail: `It is offered to agent ${error.agent_id} until ${error.until}.`,
      });
    default: {
      const { code, ...extra } = problemOf(error);
      return problem(c, code, extra);
    }
  }
}

const Cursor = z.tuple([z.iso.datetime(), OpaqueId]);

const encodeCursor = ({ opened_at, id }: { opened_at: string; id: string }): string => printCursor([opened_at, id]);

function decodeCursor(cursor: string): { opened_at: string; id: string } | null {
  const [opened_at, id] = readCursor(Cursor, cursor) ?? [];
  return opened_at === undefined || id === undefined ? null : { opened_at, id };
}
