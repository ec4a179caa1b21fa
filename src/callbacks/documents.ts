import { threadAt } from "../conversation/port.ts";
import { parseConversationId } from "../domain/ids.ts";
import { err, ok, type Result } from "../lib/result.ts";
import type { Incoming } from "../protocol/catalogue/incoming.ts";
import { documentOf } from "../publishing/document.ts";
import { askConversation, type Done, eventKey } from "./asking.ts";
import type { Caller } from "./caller.ts";
import { latestOfCustomer } from "./customer-document.ts";
import type { Fault } from "./fault.ts";

/** Somebody wishes to read a conversation: they are answered at once, and those who are told of it as an event, once. */
export async function takeGetConversation(
  caller: Caller,
  event: Incoming["get-conversation"],
): Promise<Result<Done, Fault>> {
  const { uuid: request_id, conversation_id, start_timestamp: from, end_timestamp: to } = event;
  const { env, configuration, actor } = caller;
  const asked = await askConversation(caller, conversation_id, [eventKey(request_id)], (number) => ({
    type: "request_document",
    number,
    from,
    to,
    request_id,
    actor,
  }));
  const place = parseConversationId(conversation_id);
  if (!asked.ok || place === null) return asked;
  const thread = threadAt(env, configuration.tenant.id, place.threadKey);
  const { conversations, contact, log } = await thread.document([place.number], { from, to, limit: null });
  const [conversation] = conversations;
  if (conversation === undefined) return asked;
  const printed = { uuid: crypto.randomUUID(), timestamp: new Date().toISOString() };
  return ok({
    ...asked.value,
    document: { ...printed, ...documentOf({ conversation, contact, log, from, to, request_id }) },
  });
}

/** The same of the customer's latest conversation, over all inboxes. */
export async function takeGetUserConversation(
  caller: Caller,
  { codigo_cliente, ...event }: Incoming["get-user-conversation"],
): Promise<Result<Done, Fault>> {
  const { env, configuration } = caller;
  const latest = await latestOfCustomer(env, configuration.tenant.id, codigo_cliente);
  if (latest !== null) return takeGetConversation(caller, { ...event, conversation_id: latest.id });
  const detail = `The tenant of this key has no conversation with a customer ${codigo_cliente.slice(0, 64)}.`;
  return err({ code: "conversation_not_found", detail });
}
