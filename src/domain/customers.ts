import type { Command } from "./commands.ts";
import { type Conversation, SYSTEM } from "./conversation.ts";
import type { Draft } from "./draft.ts";
import { isSilent } from "./erasing.ts";
import { learn } from "./lifecycle.ts";
import type { Policy } from "./policy.ts";
import type { Rejection } from "./rejections.ts";

/** What is known of a customer beside the name, in characters of JSON. */
export const ATTRIBUTES_LIMIT = 4_096;

type Of<T extends Command["type"]> = Extract<Command, { type: T }>;

/** CU1: who is not known is looked up, once in a conversation. */
export function lookUp(draft: Draft, message_seq: number, policy: Policy): void {
  const { open, thread } = draft;
  if (!policy.remote.customers || thread.contact.customer_id !== null || open === null || open.lookup !== null) return;
  const deadline = new Date(Date.parse(draft.at) + policy.customer_lookup_deadline * 1000).toISOString();
  draft.record({ type: "customer.requested", message_seq, deadline }, SYSTEM);
}

/** Until when the AI waits for a service to say who the customer is; null when it waits no more. */
export const lookupDue = ({ lookup, state }: Conversation): number | null =>
  state === "open" && lookup !== null && !lookup.done ? Date.parse(lookup.deadline) : null;

/** CU2: nobody said in time who it is: the customer is anonymous, until somebody does. */
export function giveUpOnLookup(draft: Draft): void {
  draft.record({ type: "customer.looked_up", customer_id: null, timed_out: true }, SYSTEM);
}

/** CU3: what a service knows of who writes, or that it knows nobody, whenever it says so. */
export function identifyCustomer(draft: Draft, { contact, actor }: Of<"identify_customer">): Rejection | null {
  const { identity, forwarded_to } = draft.thread;
  if (identity === null) return { code: "nothing_to_attach_to" };
  if (forwarded_to !== null) return { code: "thread_forwarded", to: forwarded_to };
  if (isSilent(draft.thread)) return null;
  learn(draft, contact, actor);
  if (draft.open && lookupDue(draft.open) !== null) {
    const { customer_id } = draft.thread.contact;
    draft.record({ type: "customer.looked_up", customer_id, timed_out: false }, actor);
  }
  return null;
}
