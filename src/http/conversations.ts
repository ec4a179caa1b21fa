import type { Hono } from "hono";
import type * as z from "zod";
import { type Outcome, type Request, threadAt } from "../conversation/port.ts";
import type { Command } from "../domain/commands.ts";
import type { Contact, ConversationView } from "../domain/conversation.ts";
import type { Event } from "../domain/events.ts";
import type { Rejection } from "../domain/rejections.ts";
import type { Result } from "../lib/result.ts";
import type { NewConversation } from "../protocol/conversation.ts";
import { CONVERSATION_OPERATIONS } from "../protocol/conversation-operations.ts";
import { problemOf } from "../protocol/problem.ts";
import type { Configuration, Inbox } from "../tenant/configuration.ts";
import { forgetConfiguration } from "../tenant/configuration.ts";
import { type Idempotency, tenantAt } from "../tenant/port.ts";
import { threadOf } from "../tenant/thread.ts";
import type { AppContext, AppEnv, Input, Principal } from "./context.ts";
import { problem } from "./problem.ts";
import { type Reached, reach } from "./reach.ts";
import { refuseReceiver } from "./receivers.ts";
import { route } from "./route.ts";
import { isOf, mayManage } from "./staff.ts";

const DEFAULT_PAGE = 50;

/** Bodies that are JSON already are sent as they are. */
export const json = (body: string, status = 200): Response =>
  new Response(body, { status, headers: { "Content-Type": "application/json" } });

/** A command's keys: the client's own, where it sent one. */
export const keysOf = (idempotency: Idempotency): { keys: string[]; fingerprint: string | null } => ({
  keys: idempotency === null ? [] : [`idempotency:${idempotency.key}`],
  fingerprint: idempotency?.fingerprint ?? null,
});

/** Asks the thread of a conversation's id for something; an id that leads nowhere is the same 404 as another tenant's. */
export async function ask(
  c: AppContext,
  principal: Principal,
  id: string,
  request: { keys: string[]; fingerprint: string | null; command: (number: number) => Command },
  answer: (outcome: Answered) => Response,
): Promise<Response> {
  const reached = await reach(c, principal, id);
  if (reached === null) return problem(c, "conversation_not_found");
  const { thread, number } = reached;
  const result = await thread.execute({ ...request, command: request.command(number) });
  if (!result.ok) return refusal(c, result.error);
  const { conversation } = result.value;
  return conversation ? answer({ ...result.value, conversation }) : problem(c, "conversation_not_found");
}

/** What a command led to in a thread that has conversations. */
type Answered = Outcome & { conversation: ConversationView };

function refusal(c: AppContext, rejection: Rejection): Response {
  const { code, ...extra } = problemOf(rejection);
  return problem(c, code, extra);
}

export function conversations(app: Hono<AppEnv>): void {
  route(app, CONVERSATION_OPERATIONS.createConversation, open);
  route(app, CONVERSATION_OPERATIONS.findOrCreateConversation, open);

  route(app, CONVERSATION_OPERATIONS.getConversation, async (c, { params, query }, principal) => {
    const reached = await reach(c, principal, params.id);
    const conversation = await reached?.thread.conversation(reached.number);
    if (!conversation || !reached) return problem(c, "conversation_not_found");
    if (!query.include_messages) return c.json(conversation);
    const messages = await reached.thread.messages(conversation.number, { limit: DEFAULT_PAGE });
    return json(`${JSON.stringify(conversation).slice(0, -1)},"messages":${messages}}`);
  });

  route(app, CONVERSATION_OPERATIONS.listEvents, async (c, { params, query }, principal) => {
    const reached = await reach(c, principal, params.id);
    const { after_seq = 0, limit = 200 } = query;
    const logged = await reached?.thread.events(reached.number, after_seq, limit);
    if (!reached || !logged) return problem(c, "conversation_not_found");
    const { events, has_more } = logged;
    const next_after_seq = has_more ? (events.at(-1)?.seq ?? null) : null;
    return c.json({ events: await seenOf(events, reached, principal), next_after_seq });
  });

  route(app, CONVERSATION_OPERATIONS.requestHandoff, async (c, { params, body, idempotency }, principal) => {
    const refused = await refuseReceiver(c, principal, params.id, body);
    if (refused) return refused;
    const { actor } = principal;
    const { reason, agent_id = null, team_id = null } = body;
    const trigger = actor.type === "agent" ? "agent" : "api";
    const handOff = { type: "request_handoff", trigger, reason, agent_id, team_id, actor } as const;
    const wish = (number: number): Command => ({ ...handOff, number });
    return ask(c, principal, params.id, { ...keysOf(idempotency), command: wish }, ({ conversation }) =>
      c.json(conversation),
    );
  });
  change(app, CONVERSATION_OPERATIONS.releaseHandoff, (number, { body }, { actor }) => ({
    type: "release_handoff",
    number,
    ...body,
    actor,
  }));
  route(app, CONVERSATION_OPERATIONS.assignAgent, async (c, { params, body, idempotency }, principal) => {
    const refused = await refuseReceiver(c, principal, params.id, body);
    if (refused) return refused;
    const { actor } = principal;
    const wish = (number: number) => ({ type: "assign_agent", number, ...body, actor }) as const;
    return ask(c, principal, params.id, { ...keysOf(idempotency), command: wish }, ({ conversation }) =>
      c.json(conversation),
    );
  });
  change(app, CONVERSATION_OPERATIONS.setStatus, (number, { body }, { actor }) => ({
    type: "set_status",
    number,
    ...body,
    actor,
  }));
  change(app, CONVERSATION_OPERATIONS.snooze, (number, { body }, { actor }) => ({
    type: "snooze",
    number,
    ...body,
    actor,
  }));
  change(app, CONVERSATION_OPERATIONS.unsnooze, (number, { query }, { actor }) => ({
    type: "unsnooze",
    number,
    ...query,
    actor,
  }));
  change(app, CONVERSATION_OPERATIONS.setLabels, (number, { body }, { actor }) => ({
    type: "set_labels",
    number,
    ...body,
    actor,
  }));
}

/** A person's conversations may be of several outlets: of their one log each asker sees what is of theirs (VS1). */
async function seenOf(events: Event[], { thread, number }: Reached, { scope }: Principal): Promise<Event[]> {
  const { outlet_ids } = scope;
  if (outlet_ids === null) return events;
  const others = [...new Set(events.map((event) => event.number))].filter((one) => one !== number);
  const views = await Promise.all(others.map((one) => thread.conversation(one)));
  const unseen = new Set(others.filter((_, at) => !isOf(outlet_ids, views[at]?.outlet_id ?? "")));
  return events.filter((event) => !unseen.has(event.number));
}

/** A call that wishes one thing of a conversation and answers with it as it then stands. */
export function change<Q, B>(
  app: Hono<AppEnv>,
  operation: Parameters<typeof route<{ id: string }, Q, B>>[1],
  command: (number: number, input: Input<{ id: string }, Q, B>, principal: Principal) => Command,
): void {
  route(app, operation, (c, input, principal) => {
    const wish = (number: number) => command(number, input, principal);
    const request = { ...keysOf(input.idempotency), command: wish };
    return ask(c, principal, input.params.id, request, ({ conversation }) => c.json(conversation));
  });
}

async function open(
  c: AppContext,
  { body, idempotency }: Input<object, object, z.output<typeof NewConversation>>,
  principal: Principal,
): Promise<Response> {
  const { tenant_id, configuration, actor, scope } = principal;
  // Not by what is found there: whether anybody writes to an outlet is for its own people to know.
  if (!isOf(scope.outlet_ids, body.outlet_id)) return problem(c, "forbidden", { detail: "The outlet is not yours." });
  if (!(await mayOpenIn(c, principal, body.outlet_id)))
    return problem(c, "unknown_reference", { detail: "There is no such outlet." });
  const contact: Contact = {
    name: body.customer_name ?? null,
    phone: body.customer_phone,
    wa_id: null,
    user_id: null,
    username: null,
    customer_id: body.customer_id ?? null,
    customer_details: null,
  };
  const inbox = await inboxOf(c, tenant_id, configuration.inboxes, body.outlet_id);
  const identity = await threadOf(configuration.tenant, inbox, contact);
  if (identity === null) return problem(c, "invalid_request");
  const { outlet_ids } = scope;
  const command = { type: "open_conversation", identity, contact, outlet_ids, actor } as const;
  const request = { ...keysOf(idempotency), command };
  const result = await openAt(c.env, request, tenant_id, identity.thread_key);
  if (!result.ok) return refusal(c, result.error);
  const { conversation, opened } = result.value;
  // A repeated call is answered by what has become of it since.
  if (conversation && !isOf(outlet_ids, conversation.outlet_id)) return refusal(c, { code: "outlet_not_seen" });
  return c.json(conversation, opened ? 201 : 200);
}

/** Naming an outlet makes it, which is for who manages. */
async function mayOpenIn(c: AppContext, principal: Principal, outletId: string): Promise<boolean> {
  const isAmong = ({ outlets }: Configuration) => outlets.some(({ id }) => id === outletId);
  if (mayManage(principal) || isAmong(principal.configuration)) return true;
  const latest = await tenantAt(c.env, principal.tenant_id).configuration();
  return latest !== null && isAmong(latest);
}

/** Opens in the thread that goes on with the person, should this one lead to another. */
async function openAt(
  env: Cloudflare.Env,
  request: Request & { command: Extract<Command, { type: "open_conversation" }> },
  tenantId: string,
  threadKey: string,
): Promise<Result<Outcome, Rejection>> {
  const { command } = request;
  const here = { ...request, command: { ...command, identity: { ...command.identity, thread_key: threadKey } } };
  const result = await threadAt(env, tenantId, threadKey).execute(here);
  if (result.ok || result.error.code !== "thread_forwarded") return result;
  return openAt(env, request, tenantId, result.error.to);
}

/** The outlet's inbox; the first one of an outlet that has none is made where settings are kept, so only once. */
async function inboxOf(c: AppContext, tenantId: string, inboxes: readonly Inbox[], outletId: string): Promise<Inbox> {
  const known = inboxes.find(({ outlet_id, channel }) => outlet_id === outletId && channel.type === "whatsapp");
  if (known) return known;
  const inbox = await tenantAt(c.env, tenantId).outletInbox(outletId);
  if (!inboxes.some(({ id }) => id === inbox.id)) forgetConfiguration(tenantId);
  return inbox;
}
