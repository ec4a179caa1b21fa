import type { Hono } from "hono";
import type * as z from "zod";
import type { Command } from "../domain/commands.ts";
import type { ConversationView } from "../domain/conversation.ts";
import type { Event } from "../domain/events.ts";
import { mentionedIn } from "../domain/notes.ts";
import { USUAL_REASONS } from "../domain/usual-reasons.ts";
import { ACTION_OPERATIONS } from "../protocol/action-operations.ts";
import { tenantAt } from "../tenant/port.ts";
import type { AppContext, AppEnv, Principal } from "./context.ts";
import { ask, change, keysOf } from "./conversations.ts";
import { problem } from "./problem.ts";
import { reach } from "./reach.ts";
import { route } from "./route.ts";
import { answersIn, isEligible } from "./staff.ts";

const DEFAULT_PAGE = 100;

/** What agents do with a conversation, beside answering. */
export function actions(app: Hono<AppEnv>): void {
  change(app, ACTION_OPERATIONS.setPriority, (number, { body }, { actor }) => ({
    type: "set_priority",
    number,
    ...body,
    actor,
  }));
  change(app, ACTION_OPERATIONS.unassignAgent, (number, { query }, { actor }) => ({
    type: "unassign_agent",
    number,
    ...query,
    actor,
  }));

  route(app, ACTION_OPERATIONS.takeOver, async (c, { params, body, idempotency }, principal) => {
    const { actor, tenant_id } = principal;
    const agent_id = actor.type === "agent" ? (actor.id ?? "") : body.agent_id;
    if (agent_id === undefined)
      return problem(c, "invalid_request", { errors: [{ field: "agent_id", detail: "a key must say which agent" }] });
    if (body.agent_id !== undefined && body.agent_id !== agent_id) return problem(c, "forbidden");
    const view = await viewOf(c, principal, params.id);
    if (view === null) return problem(c, "conversation_not_found");
    if (!(await isEligible(c, tenant_id, agent_id, view.outlet_id))) return problem(c, "assignee_not_eligible");
    const command = (number: number) =>
      ({ type: "assign_agent", number, agent_id, reason: body.reason || USUAL_REASONS.taken(), actor }) as const;
    const request = { ...keysOf(idempotency), command };
    return ask(c, principal, params.id, request, ({ conversation }) => c.json(conversation));
  });

  route(app, ACTION_OPERATIONS.transferConversation, async (c, { params, body, idempotency }, principal) => {
    const { actor } = principal;
    const view = await viewOf(c, principal, params.id);
    if (view === null) return problem(c, "conversation_not_found");
    const to = await receiverOf(c, principal, view, body);
    if (to instanceof Response) return to;
    const { note: content, reason } = body;
    const note = content === undefined ? null : { content, mentions: mentionedIn(content) };
    const command = (number: number) => ({ type: "transfer_conversation", number, to, note, reason, actor }) as const;
    const request = { ...keysOf(idempotency), command };
    return ask(c, principal, params.id, request, ({ conversation }) => c.json(conversation));
  });

  route(app, ACTION_OPERATIONS.addNote, async (c, { params, body, idempotency }, principal) => {
    const { actor, tenant_id } = principal;
    const reached = await reach(c, principal, params.id);
    if (reached === null || (await reached.thread.conversation(reached.number)) === null)
      return problem(c, "conversation_not_found");
    const { content } = body;
    const named = mentionedIn(content);
    const wished = [...new Set([...body.mentions, ...named])];
    const known = wished.length === 0 ? [] : (await tenantAt(c.env, tenant_id).agents()).map(({ id }) => id);
    const stranger = body.mentions.find((id) => !known.includes(id));
    if (stranger) return problem(c, "unknown_reference", { detail: `There is no agent ${stranger}.` });
    // A text may look like a mention and be none.
    const mentions = wished.filter((id) => known.includes(id));
    const command = (number: number) =>
      ({ type: "add_note", number, ticket_id: null, content, mentions, actor }) as const;
    let through = 0;
    const done = await ask(c, principal, params.id, { ...keysOf(idempotency), command }, ({ conversation }) => {
      through = conversation.last_seq;
      return c.json(null);
    });
    if (!done.ok) return done;
    const notes = await reached.thread.notes(reached.number, 0, Number.MAX_SAFE_INTEGER);
    const made = notes?.findLast(({ seq, actor: by }) => seq <= through && by.id === actor.id);
    return made ? c.json(printed(params.id, made), 201) : problem(c, "internal_error");
  });

  route(app, ACTION_OPERATIONS.listNotes, async (c, { params, query }, principal) => {
    const { after_seq = 0, limit = DEFAULT_PAGE } = query;
    const reached = await reach(c, principal, params.id);
    const notes = await reached?.thread.notes(reached.number, after_seq, limit);
    if (!notes) return problem(c, "conversation_not_found");
    const next_after_seq = notes.length < limit ? null : (notes.at(-1)?.seq ?? null);
    return c.json({ notes: notes.map((note) => printed(params.id, note)), next_after_seq });
  });
}

type Note = Extract<Event, { type: "note.added" }>;

const printed = (conversation_id: string, { seq, at, actor, content, mentions = [], ticket_id }: Note) => ({
  ...{ seq, conversation_id, at, actor, content, mentions, ticket_id },
});

async function viewOf(c: AppContext, principal: Principal, id: string): Promise<ConversationView | null> {
  const reached = await reach(c, principal, id);
  return (await reached?.thread.conversation(reached.number)) ?? null;
}

type Receiver = Extract<Command, { type: "transfer_conversation" }>["to"];

/** Who is to have the conversation, or why they may not. */
async function receiverOf(
  c: AppContext,
  { tenant_id, configuration }: Principal,
  { outlet_id: here }: ConversationView,
  { agent_id, team_id, outlet_id }: z.output<NonNullable<typeof ACTION_OPERATIONS.transferConversation.body>>,
): Promise<Receiver | Response> {
  if (agent_id !== undefined)
    return (await isEligible(c, tenant_id, agent_id, here)) ? { agent_id } : problem(c, "assignee_not_eligible");
  if (team_id !== undefined) {
    const team = configuration.teams.find(({ id }) => id === team_id);
    return team && answersIn(team, here) ? { team_id } : problem(c, "assignee_not_eligible");
  }
  const outlet = configuration.outlets.find(({ id }) => id === outlet_id);
  return outlet
    ? { outlet_id: outlet.id }
    : problem(c, "unknown_reference", { detail: `There is no outlet ${outlet_id}.` });
}
