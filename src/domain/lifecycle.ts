import type { Command } from "./commands.ts";
import { releaseHandoff, requestHandoff } from "./control.ts";
import type { Actor, CloseReason, Contact, Conversation, Identity } from "./conversation.ts";
import { statusOf } from "./conversation.ts";
import { takeLeave } from "./courtesies.ts";
import type { Draft } from "./draft.ts";
import { closed, latest, openOnly } from "./find.ts";
import type { Policy } from "./policy.ts";
import { because } from "./reason.ts";
import type { Rejection } from "./rejections.ts";
import { endTickets } from "./ticket.ts";
import { USUAL_REASONS } from "./usual-reasons.ts";

type Of<T extends Command["type"]> = Extract<Command, { type: T }>;

/** CV1 to CV3: makes sure that a conversation is open: the one that is, the last one again, or the next. */
export function ensureOpen(
  draft: Draft,
  command: Pick<Of<"open_conversation">, "identity" | "contact" | "actor">,
  policy: Pick<Policy, "reopen" | "opening_control">,
): Rejection | null {
  const { current, contact, forwarded_to, erased } = draft.thread;
  if (forwarded_to !== null) return { code: "thread_forwarded", to: forwarded_to };
  if (!belongs(draft, command.identity)) return { code: "thread_mismatch" };
  const known = merge(contact, command.contact);
  if (!draft.open) {
    if (current && mayReopen(current) && policy.reopen === "same" && known.customer_id !== null) {
      draft.record({ type: "conversation.reopened", control: policy.opening_control }, command.actor);
    } else {
      const number = (current?.number ?? erased?.last_number ?? 0) + 1;
      const control = policy.opening_control;
      const opened = {
        type: "conversation.opened",
        number,
        identity: command.identity,
        contact: known,
        control,
      } as const;
      draft.record(opened, command.actor, number);
      return null;
    }
  }
  learn(draft, command.contact, command.actor);
  return null;
}

/** CV12: what is in no list any more must not take what somebody says. */
const mayReopen = ({ deleted_at }: Conversation): boolean => deleted_at === null;

/** Whether this is the thread that was meant: an object refuses what was sent to it by mistake. */
export const belongs = ({ thread: { identity } }: Draft, { thread_key, tenant_id }: Identity): boolean =>
  identity === null || (identity.thread_key === thread_key && identity.tenant_id === tenant_id);

/** CV5: adds what is newly known of the contact; nothing new is no event. */
export function learn(draft: Draft, news: Contact, actor: Actor): void {
  const known = merge(draft.thread.contact, news);
  if (JSON.stringify(known) === JSON.stringify(draft.thread.contact)) return;
  draft.record({ type: "contact.changed", contact: known }, actor);
}

/** What is newly known of a contact beside what was; nothing known is forgotten. */
export function merge<T extends object>(before: T, after: T): T {
  const news = Object.entries(after).filter(([, value]) => value !== null);
  return { ...before, ...Object.fromEntries(news) };
}

/** CV1, VS1: opens a conversation, or finds the one that is open, unless it was transferred to where the asker sees none. */
export function openConversation(draft: Draft, command: Of<"open_conversation">, policy: Policy): Rejection | null {
  const refused = ensureOpen(draft, command, policy);
  const outlet = draft.thread.current?.outlet_id ?? command.identity.outlet_id;
  const isSeen = command.outlet_ids?.includes(outlet) ?? true;
  return refused ?? (isSeen ? null : { code: "outlet_not_seen" });
}

/** CV8: the seeds' words as wishes. The same status again is no event. */
export function setStatus(draft: Draft, command: Of<"set_status">, policy: Policy): Rejection | null {
  const { number, status, actor } = command;
  const found = latest(draft, number);
  if ("code" in found) return found;
  if (statusOf(found) === status) return null;
  if (found.state === "closed") {
    if (status !== "active" || !mayReopen(found)) return closed(draft, number);
    draft.record({ type: "conversation.reopened", control: policy.opening_control }, actor);
    return null;
  }
  switch (status) {
    case "active":
      return releaseHandoff(draft, { type: "release_handoff", number, actor }, policy);
    case "handed_off": {
      const reason = USUAL_REASONS.status();
      return requestHandoff(draft, { type: "request_handoff", number, trigger: "api", reason, agent_id: null, actor });
    }
    default:
      return close(
        draft,
        status === "expired" ? "inactivity" : actor.type === "agent" ? "agent" : "api",
        actor,
        policy,
      );
  }
}

/** @param policy where the customer is to be taken leave of */
export function close(draft: Draft, reason: CloseReason, actor: Actor, policy?: Policy): null {
  if (policy) takeLeave(draft, reason, policy);
  endTickets(draft, actor);
  draft.record({ type: "conversation.closed", reason }, actor);
  return null;
}

export function snooze(draft: Draft, command: Of<"snooze">, at: number): Rejection | null {
  const found = openOnly(draft, command.number);
  if ("code" in found) return found;
  if (!(Date.parse(command.until) > at)) return { code: "invalid_snooze" };
  const until = new Date(command.until).toISOString();
  if (found.snoozed_until !== until)
    draft.record({ type: "conversation.snoozed", until, ...because(command.reason) }, command.actor);
  return null;
}

export function unsnooze(draft: Draft, command: Of<"unsnooze">): Rejection | null {
  const found = openOnly(draft, command.number);
  if ("code" in found) return found;
  if (found.snoozed_until !== null) {
    const cause = command.actor.type === "agent" ? "agent" : "api";
    draft.record({ type: "conversation.unsnoozed", cause, ...because(command.reason) }, command.actor);
  }
  return null;
}
