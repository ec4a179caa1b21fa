import { threadAt } from "../conversation/port.ts";
import type { Contact } from "../domain/conversation.ts";
import { type Owner, startOf } from "../intake/people.ts";
import { err, ok, type Result } from "../lib/result.ts";
import type { KnownCustomer, Party } from "../protocol/catalogue/parties.ts";
import type { Configuration, Inbox } from "../tenant/configuration.ts";
import type { Caller } from "./caller.ts";
import type { Fault } from "./fault.ts";

/** Whom a service means, as a contact of one of our inboxes. */
export const contactOf = (party: Party | null, customer: KnownCustomer | null): Contact => ({
  name: party?.display_name ?? null,
  phone: party?.phone ?? null,
  wa_id: party?.phone?.slice(1) ?? null,
  user_id: party?.user_id ?? null,
  username: null,
  customer_id: customer?.id ?? null,
  customer_details: customer !== null && Object.keys(customer.details).length > 0 ? customer.details : null,
});

/** The tenant's inbox of a number, as WhatsApp shows or names it. Without a number its only inbox is meant. */
export function inboxOf({ configuration }: Caller, receiver: Party | null): Result<Owner, Fault> {
  const inboxes = configuration.inboxes.filter(({ channel }) => channel.type === "whatsapp");
  const inbox = receiver === null ? (inboxes.length === 1 ? inboxes[0] : undefined) : ofNumber(inboxes, receiver);
  return inbox ? ok({ configuration, inbox }) : err(unknownReceiver(configuration, receiver));
}

/** The inbox of a number; null where the tenant has none. */
export const ofNumber = (inboxes: readonly Inbox[], { id, phone }: Party): Inbox | undefined =>
  inboxes.find(({ channel }) => channel.type === "whatsapp" && channel.phone_number_id === id) ??
  inboxes.find(
    ({ channel }) =>
      channel.type === "whatsapp" && phone !== null && `+${digits(channel.display_phone_number)}` === phone,
  );

const digits = (text: string): string => text.replace(/\D/g, "");

function unknownReceiver({ inboxes }: Configuration, receiver: Party | null): Fault {
  const numbers = inboxes.flatMap(({ channel }) => (channel.type === "whatsapp" ? [channel.display_phone_number] : []));
  const ours = numbers.length === 0 ? "it has no WhatsApp inbox" : `its numbers are ${numbers.slice(0, 20).join(", ")}`;
  const detail =
    receiver === null
      ? `Send the business's number as receiver: the tenant has not one inbox only; ${ours}.`
      : `No inbox of the tenant has the receiver's number ${receiver.id}; ${ours}.`;
  return { code: "receiver_unknown", detail };
}

/** A thread that goes on with somebody; and of some keys, in which of it and those that lead to it they are known. */
export interface Standing {
  thread_key: string;
  known: Map<string, string>;
}

/** Threads lead from the younger to the older, never round. */
const MOST_HOPS = 8;

/** Where a thread leads, and what is known on the way. */
export async function standingOf({ env, configuration }: Caller, start: string, keys: string[]): Promise<Standing> {
  const known = new Map<string, string>();
  let thread_key = start;
  for (let hop = 0; hop < MOST_HOPS; hop++) {
    const thread = threadAt(env, configuration.tenant.id, thread_key);
    const [here, standing] = await Promise.all([thread.knows(keys), thread.standing()]);
    for (const key of here) known.set(key, thread_key);
    if (!standing?.forwarded_to) return { thread_key, known };
    thread_key = standing.forwarded_to;
  }
  throw new Error("threads lead round in a circle");
}

/** The same from whoever a contact is; null where nothing names them. */
export async function standingWith(
  caller: Caller,
  owner: Owner,
  contact: Contact,
  keys: string[],
): Promise<Standing | null> {
  const start = await startOf(caller.env, owner, contact);
  return start && standingOf(caller, start.thread_key, keys);
}
