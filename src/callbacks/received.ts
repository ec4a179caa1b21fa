import { threadAt } from "../conversation/port.ts";
import type { Contact, Identity } from "../domain/conversation.ts";
import { parseConversationId, parseMessageId } from "../domain/ids.ts";
import { deliver, type Owner } from "../intake/people.ts";
import { err, ok, type Result } from "../lib/result.ts";
import type { KnownCustomer, Party } from "../protocol/catalogue/parties.ts";
import { type Done, eventKey } from "./asking.ts";
import type { Caller } from "./caller.ts";
import { type CustomerMessage, requestsOf } from "./customer-message.ts";
import { type Fault, faultOf, fieldFault } from "./fault.ts";
import { contactOf, inboxOf, type Standing, standingOf, standingWith } from "./whose.ts";

/** A message of a customer, with or without what the service knows of them. */
export interface ReceivedEvent extends CustomerMessage {
  receiver: Party | null;
  customer: KnownCustomer | null;
  /** Where this answers a look-up. */
  conversation_id?: string | null;
  channel?: string;
}

/**
 * What the service that has the channel received, or what the service that knows the customers says of it. A message that
 * the thread has already is not stored again; that nobody is known to have written it is news then, too.
 */
export async function takeReceived(caller: Caller, event: ReceivedEvent): Promise<Result<Done, Fault>> {
  if (event.channel !== undefined && event.channel !== "whatsapp")
    return err(fieldFault("channel", "must be whatsapp-business: the tenant's inboxes are of no other channel"));
  const owner = inboxOf(caller, event.receiver);
  if (!owner.ok) return owner;
  const contact = contactOf(event.sender, event.customer);
  const key = eventKey(event.uuid);
  const messageKey = messageKeyOf(event);
  const standing = await findStanding(caller, owner.value, event, contact, [key, messageKey]);
  if (standing?.known.has(key)) return finish(caller, standing.thread_key, null, [], "known");
  if (standing?.known.has(messageKey)) return finish(caller, standing.thread_key, event.customer ?? "nobody", [key]);
  return store(caller, owner.value, event, contact);
}

async function store(
  caller: Caller,
  owner: Owner,
  event: ReceivedEvent,
  contact: Contact,
): Promise<Result<Done, Fault>> {
  const key = eventKey(event.uuid);
  // Who wrote it is a second step: the event is known only after that.
  const requests = requestsOf(event, contact, [messageKeyOf(event), ...(event.customer === null ? [key] : [])]);
  if (!requests.ok) return requests;
  let taker: Identity | null = null;
  const results = await deliver(caller.env, owner, [contact], (identity) => {
    taker = identity;
    return requests.value(identity);
  });
  const refused = results?.find((result) => !result.ok);
  if (refused && !refused.ok) return err(faultOf(refused.error));
  const { thread_key } = (taker as Identity | null) ?? {};
  if (results === null || thread_key === undefined)
    return err(fieldFault("sender", "must name the customer, by a phone number or an id"));
  return finish(caller, thread_key, event.customer, event.customer === null ? [] : [key]);
}

/** The key by which a message is known: WhatsApp's own, or that of the only event that will ever bring it. */
const messageKeyOf = ({ message_id, uuid }: ReceivedEvent): string =>
  message_id === null ? `${eventKey(uuid)}:message` : `wa:${message_id}`;

/** The thread that has the message already, as its sender, its own id or the look-up's conversation leads to it. */
async function findStanding(
  caller: Caller,
  owner: Owner,
  { message_id, conversation_id }: ReceivedEvent,
  contact: Contact,
  keys: string[],
): Promise<Standing | null> {
  const own = message_id === null ? null : parseMessageId(message_id);
  const message = own && (await threadAt(caller.env, owner.configuration.tenant.id, own.threadKey).message(own.seq));
  if (own && message) {
    const { thread_key, known } = await standingOf(caller, own.threadKey, keys);
    return { thread_key, known: known.set(`wa:${message_id}`, own.threadKey) };
  }
  const place = conversation_id ? parseConversationId(conversation_id) : null;
  const named = place && (await standingOf(caller, place.threadKey, keys));
  return named !== null && named.known.size > 0 ? named : standingWith(caller, owner, contact, keys);
}

/** Tells the thread who the customer is, or that nobody knows; and says which conversation it is. */
async function finish(
  { env, configuration, actor }: Caller,
  threadKey: string,
  customer: KnownCustomer | "nobody" | null,
  keys: string[],
  outcome: Done["outcome"] = "taken",
): Promise<Result<Done, Fault>> {
  const contact = contactOf(null, customer === "nobody" ? null : customer);
  const result = await threadAt(env, configuration.tenant.id, threadKey).execute({
    keys,
    fingerprint: null,
    command: customer === null ? { type: "wake" } : { type: "identify_customer", contact, actor },
  });
  // The thread was joined to another one in between: once the event is repeated it is found there.
  if (!result.ok) throw new Error(`a customer could not be identified: ${result.error.code}`);
  const id = result.value.conversation?.id;
  return ok({ outcome, ...(id !== undefined && { conversation_id: id }) });
}
