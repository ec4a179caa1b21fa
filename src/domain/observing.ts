import type { Command } from "./commands.ts";
import type { Actor } from "./conversation.ts";
import type { Draft } from "./draft.ts";
import { belongs, ensureOpen, learn, merge } from "./lifecycle.ts";
import type { Message } from "./message.ts";
import { takeOver } from "./messaging.ts";
import type { Policy } from "./policy.ts";
import type { Rejection } from "./rejections.ts";

type Of<T extends Command["type"]> = Extract<Command, { type: T }>;

/** Who answers where we do not: on the business's own phone, or in another of its apps. */
const ELSEWHERE = { echo: "WhatsApp Business app", standby: "Another app", history: "Business" };

/** MS8: what the business says elsewhere is kept as it was said, and is never answered nor sent again by us. */
export function observeMessage(draft: Draft, command: Of<"observe_message">, policy: Policy): Rejection | null {
  const { place, origin, direction, saying } = command;
  const actor = actorOf(command);
  // Who answers elsewhere has the word there: where this opens a conversation, no bot of ours begins.
  const opening = { ...policy, opening_control: "none", reopen: "new" } as const;
  const rejection = ensureOpen(draft, { ...place, actor }, opening);
  if (rejection) return rejection;
  const { open } = draft;
  // A person has answered from the business's phone; or another app has the word: our bots are silent from here on.
  if (open && origin === "echo" && direction === "out") takeOver(draft, open, null, actor);
  else if (open?.control === "ai" || open?.control === "flow")
    draft.record({ type: "control.released", control: "none" }, actor);
  if (direction === "in" && open?.snoozed_until)
    draft.record({ type: "conversation.unsnoozed", cause: "customer" }, actor);
  const message = said(draft, command, saying.timestamp);
  draft.record({ type: origin === "echo" ? "message.echoed" : "message.observed", message }, actor);
  return null;
}

/** MS9: the history keeps its own past times; it opens nothing, closes nothing, and counts for nothing of today. */
export function importMessage(draft: Draft, command: Of<"import_message">): Rejection | null {
  const { identity, contact } = command.place;
  if (!belongs(draft, identity)) return { code: "thread_mismatch" };
  const actor = actorOf(command);
  const { history, current } = draft.thread;
  const known = history !== null && current === null ? contact : merge(contact, draft.thread.contact);
  // The conversation that is going on shows what is known of its contact: it is told as a change of that.
  if (history !== null || current !== null) learn(draft, known, actor);
  if (history === null) draft.record({ type: "history.begun", identity, contact: known }, actor, 0);
  const message = said(draft, { ...command, origin: "history" }, command.saying.timestamp, command.status);
  draft.record({ type: "message.imported", message }, actor, 0);
  return null;
}

const actorOf = ({ direction, place }: Pick<Of<"import_message">, "direction" | "place">): Actor =>
  direction === "in"
    ? { type: "customer", id: place.contact.phone ?? place.contact.user_id }
    : { type: "agent", id: null };

function said(
  draft: Draft,
  command: Pick<Of<"import_message">, "direction" | "place" | "saying"> & { origin: "echo" | "standby" | "history" },
  at: string,
  known: Message["status"] = null,
): Message {
  const { direction, place, origin, saying } = command;
  const { contact } = draft.thread;
  const customer = contact.name ?? place.contact.name ?? contact.phone ?? "Customer";
  const sender =
    direction === "in"
      ? ({ type: "customer", id: place.contact.phone ?? place.contact.user_id, display_name: customer } as const)
      : ({ type: "agent", id: null, display_name: ELSEWHERE[origin] } as const);
  const message = draft.message(sender, saying, origin, origin === "history" ? 0 : undefined);
  const status = known ?? (direction === "in" ? "received" : "sent");
  return { ...message, status, status_times: { [status]: at } };
}
