import type { Hono } from "hono";
import type * as z from "zod";
import type { Outcome } from "../conversation/port.ts";
import { releaseFile, takeFile } from "../directory/port.ts";
import type { Command, Saying, Sender } from "../domain/commands.ts";
import { parseConversationId } from "../domain/ids.ts";
import type { Message } from "../domain/message.ts";
import { keyOf } from "../media/store.ts";
import { NewMessage } from "../protocol/message.ts";
import { MESSAGE_OPERATIONS } from "../protocol/message-operations.ts";
import type { Idempotency } from "../tenant/port.ts";
import type { AppContext, AppEnv, Principal } from "./context.ts";
import { ask, json, keysOf } from "./conversations.ts";
import { sayingOf } from "./new-message.ts";
import { invalid, problem } from "./problem.ts";
import { reach, reachMessage } from "./reach.ts";
import { route } from "./route.ts";
import { withNews } from "./stale-reply.ts";

const DISPLAY_NAMES = { llm: "AI agent", agent: "Agent", flow: "Flow", system: "System" };

export function messages(app: Hono<AppEnv>): void {
  route(app, MESSAGE_OPERATIONS.createMessage, (c, { body, idempotency }, principal) =>
    say(c, body, idempotency, principal, (outcome) => c.json(created(outcome), 201)),
  );

  route(app, MESSAGE_OPERATIONS.getMessage, async (c, { params }, principal) => {
    const found = await reachMessage(c, principal, params.id);
    return found === null ? problem(c, "not_found") : c.json(found.message);
  });

  route(app, MESSAGE_OPERATIONS.resendMessage, async (c, { params, idempotency }, principal) => {
    const found = await reachMessage(c, principal, params.id);
    if (found === null) return problem(c, "not_found");
    const { message, conversation_id } = found;
    if (!isOurs(message) || message.status !== "failed") return problem(c, "message_not_failed");
    const { keys, fingerprint } = keysOf(idempotency);
    const sender = resender(message, principal);
    const saying = again(message);
    const command = (number: number): Command => ({ type: "send_message", number, sender, saying, deliver: true });
    const request = { keys: [...keys, `resend:${message.id}`], fingerprint, command };
    return ask(c, principal, conversation_id, request, (outcome) => c.json(created(outcome), 201));
  });

  route(app, MESSAGE_OPERATIONS.listMessages, async (c, { params, query }, principal) => {
    const reached = await reach(c, principal, params.id);
    const page = { ...query, limit: query.limit ?? 50 };
    const found = reached && (await reached.thread.messages(reached.number, page));
    return found === null ? problem(c, "conversation_not_found") : json(found);
  });

  route(app, MESSAGE_OPERATIONS.recentMessages, async (c, { params, query }, principal) => {
    const reached = await reach(c, principal, params.id);
    const found = reached && (await reached.thread.recent(reached.number, query.count ?? 4));
    return found === null ? problem(c, "conversation_not_found") : json(found);
  });

  route(app, MESSAGE_OPERATIONS.markConversationRead, async (c, { params, body, idempotency }, principal) => {
    const command = (number: number): Command => ({ type: "mark_seen", number, actor: principal.actor });
    const seen = await ask(c, principal, params.id, { ...keysOf(idempotency), command }, () => c.body(null, 204));
    if (!seen.ok) return seen;
    return (await sendReceipt(c, principal, params.id, body.typing)) ? c.body(null, 202) : seen;
  });
}

/** Puts a message that somebody wishes to say to its conversation; what is wrong with the wish is told by its fields. */
export async function createMessage(
  c: AppContext,
  wish: unknown,
  idempotency: Idempotency,
  principal: Principal,
  print: Print,
): Promise<Response> {
  const parsed = NewMessage.safeParse(wish);
  return parsed.success ? say(c, parsed.data, idempotency, principal, print) : invalid(c, "body", parsed.error);
}

type Print = Parameters<typeof ask>[4];

async function say(
  c: AppContext,
  body: z.output<typeof NewMessage>,
  idempotency: Idempotency,
  principal: Principal,
  print: Print,
): Promise<Response> {
  const { conversation_id } = body;
  if (!isThemselves(body, principal)) return problem(c, "forbidden", { detail: "An agent writes as itself only." });
  const { keys, fingerprint } = keysOf(idempotency);
  if (body.whatsapp_message_id) keys.push(`wa:${body.whatsapp_message_id}`);
  const saying = await sayingOf(c.env, principal, body);
  if (saying.ok) {
    const command = (number: number) => commandOf(number, body, saying.value, principal);
    const files = await takeFiles(c.env, principal.tenant_id, conversation_id, saying.value);
    if (files === null) return problem(c, "media_not_suitable", { detail: OF_ANOTHER });
    // Where this throws it may have been said all the same: nothing is released.
    const answer = await ask(c, principal, conversation_id, { keys, fingerprint, command }, print);
    if (!answer.ok) await files.release();
    return body.if_last_seq == null ? answer : withNews(c, principal, conversation_id, body.if_last_seq, answer);
  }
  const { code, detail } = saying.error;
  if (!(await isKnown(c, principal, conversation_id, keys))) return problem(c, code, { detail });
  return ask(c, principal, conversation_id, { keys, fingerprint, command: () => ({ type: "wake" }) }, print);
}

const OF_ANOTHER = "The file was uploaded for one message, and another customer's has it: upload it again.";

/**
 * MD5: the files that are for this message alone are its thread's from before it is said: none that was sent may be
 * deleted.
 * @returns how to give them back; null where another thread's message has one
 */
async function takeFiles(
  env: Cloudflare.Env,
  tenantId: string,
  conversationId: string,
  { attachments }: Saying,
): Promise<{ release: () => Promise<unknown> } | null> {
  const own = attachments.flatMap(({ id, single_use }) => (single_use && id !== null ? [keyOf(tenantId, id)] : []));
  const threadKey = parseConversationId(conversationId)?.threadKey ?? "";
  const attempt = crypto.randomUUID();
  const release = () => Promise.all(own.map((file) => releaseFile(env, file, attempt)));
  const may = await Promise.all(own.map((file) => takeFile(env, file, threadKey, attempt)));
  if (!may.includes(false)) return { release };
  await release();
  return null;
}

/** EX1: what was said under one of these keys is answered as before, should its file or template be gone since. */
async function isKnown(c: AppContext, principal: Principal, id: string, keys: string[]): Promise<boolean> {
  const reached = keys.length === 0 ? null : await reach(c, principal, id);
  return reached !== null && (await reached.thread.knows(keys)).length > 0;
}

/** MS2: whoever calls as an agent is the agent who writes. */
const isThemselves = ({ sender_type, sender_id }: z.output<typeof NewMessage>, { actor }: Principal): boolean =>
  actor.type !== "agent" || (sender_type === "agent" && (sender_id ?? actor.id) === actor.id);

function commandOf(
  number: number,
  body: z.output<typeof NewMessage>,
  saying: Saying,
  { actor, configuration }: Principal,
): Command {
  const { sender_type: type } = body;
  if (type === "customer")
    return { type: "receive_message", place: { number, sender_id: body.sender_id ?? null }, saying, passive: false };
  const id = body.sender_id ?? (actor.type === "agent" ? actor.id : null);
  const name = type === "agent" ? configuration.agents.find((agent) => agent.id === id)?.name : undefined;
  const sender = { type, id, display_name: body.sender_name ?? name ?? DISPLAY_NAMES[type] };
  const { deliver, if_last_seq = null } = body;
  return { type: "send_message", number, sender, saying, deliver, if_last_seq };
}

const created = ({ message, handoff_reason }: Outcome): object => ({
  message,
  handoff_requested: handoff_reason !== null,
  ...(handoff_reason !== null && { handoff_reason }),
});

/** What this API was asked to send; what was said on the business's own phone is not ours to say again. */
const isOurs = ({ direction, origin }: Message): boolean => direction === "out" && origin === "api";

/** A failed message, to be said once more. */
function again(message: Message): Saying {
  const { message_type, content, payload, reply_to, metadata, id } = message;
  return {
    message_type,
    content,
    payload,
    attachments: message.attachments.map(({ error: _, ...attachment }) => attachment),
    reply_to,
    referral: null,
    forwarded: null,
    whatsapp_message_id: null,
    timestamp: new Date().toISOString(),
    metadata: { ...metadata, resend_of: id },
  };
}

/** An agent who sends a message again says it himself: also what a bot, who may be silent by now, had said. */
function resender({ sender }: Message, { actor }: Principal): Sender {
  const { type, id, display_name } = sender;
  if (actor.type === "agent" && actor.id !== id)
    return { type: "agent", id: actor.id, display_name: DISPLAY_NAMES.agent };
  return { type: type === "customer" ? "system" : type, id, display_name };
}

/** Has the customer's last message marked as read. @returns whether there is one that can be */
async function sendReceipt(c: AppContext, principal: Principal, id: string, typing: boolean): Promise<boolean> {
  const { tenant_id, configuration } = principal;
  const reached = await reach(c, principal, id);
  const last = reached && (await reached.thread.lastInbound(reached.number));
  const inbox = configuration.inboxes.find((one) => one.id === last?.inbox_id);
  if (!last || inbox?.channel.type !== "whatsapp") return false;
  await c.env.WORK.send({ kind: "mark_read", tenant_id, ...last, typing });
  return true;
}
