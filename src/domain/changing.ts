import type { Change, Command } from "./commands.ts";
import type { Actor } from "./conversation.ts";
import type { Draft } from "./draft.ts";
import { belongs, learn } from "./lifecycle.ts";
import type { Message } from "./message.ts";
import type { Rejection } from "./rejections.ts";

type Of<T extends Command["type"]> = Extract<Command, { type: T }>;

/** MS7: an edit, a revocation or a reaction is a fact of its own, also when the message that it means comes later. */
export function changeMessage(draft: Draft, command: Of<"change_message">): Rejection | null {
  const { place, by, target, change } = command;
  const { current, history } = draft.thread;
  if (!belongs(draft, place.identity)) return { code: "thread_mismatch" };
  // CV4: it says nothing of its own, so it begins nothing.
  if (current === null && history === null) return { code: "nothing_to_attach_to" };
  const actor: Actor = { type: by, id: by === "customer" ? (place.contact.phone ?? place.contact.user_id) : null };
  if (by === "customer" && current !== null) learn(draft, place.contact, actor);
  draft.record({ type: "message.changed", target, change }, actor, draft.thread.current?.number ?? 0);
  return null;
}

/** What a message that was taken back says from then on. */
const DELETED = "This message was deleted";

/** MS7: folds a change onto its message. The latest of each kind holds, in whatever order they come. */
export function applyChange(message: Message, change: Change): Message {
  switch (change.type) {
    case "reaction": {
      const { sender_type, sender_id, at } = change.reaction;
      const isOwn = (one: { sender_type: string; sender_id: string | null }) =>
        one.sender_type === sender_type && one.sender_id === sender_id;
      const before = message.reactions.find(isOwn);
      if (before && before.at > at) return message;
      return { ...message, reactions: [...message.reactions.filter((one) => !isOwn(one)), change.reaction] };
    }
    case "edit": {
      if (message.deleted_at !== null || (message.edited_at ?? "") > change.at) return message;
      const { attachments, ...edit } = change.edit;
      const files = attachments?.map((one) => ({ ...one, id: one.id ?? message.id, error: null }));
      return { ...message, ...edit, attachments: files ?? message.attachments, edited_at: change.at };
    }
    case "revoke":
      return {
        ...message,
        content: DELETED,
        payload: {},
        attachments: [],
        referral: null,
        deleted_at: message.deleted_at ?? change.at,
      };
  }
}
