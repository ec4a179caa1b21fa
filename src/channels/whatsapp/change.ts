import type { Change } from "../../domain/commands.ts";
import type { Contact } from "../../domain/conversation.ts";
import { type Fields, fields, identifier, text, time } from "./fields.ts";
import { type Told, unplaced } from "./items.ts";
import { saidOf } from "./said.ts";

/** What a message does to another one: a reaction, an edit or a revocation; null where it says something itself. */
export function changeOf(message: Fields, key: string, contact: Contact, by: "customer" | "agent"): Told | null {
  const change = READERS.get(message.type)?.(message, by);
  if (!change) return null;
  const { message_id, original_message_id } = fields(message[text(message.type) ?? ""]);
  const target_channel_message_id = identifier(original_message_id) ?? identifier(message_id);
  if (target_channel_message_id === null) return unplaced("nothing_to_attach_to");
  return { kind: "change", contact, by, key, target_channel_message_id, change };
}

const READERS = new Map<unknown, (message: Fields, by: "customer" | "agent") => Change | null>([
  ["reaction", readReaction],
  ["edit", readEdit],
  ["revoke", ({ timestamp }) => ({ type: "revoke", at: time(timestamp) })],
]);

/** Without an emoji it is taken back. */
function readReaction({ reaction, timestamp }: Fields, by: "customer" | "agent"): Change {
  const emoji = text(fields(reaction).emoji);
  return { type: "reaction", reaction: { sender_type: by, sender_id: null, emoji, at: time(timestamp) } };
}

/** The files of an edited message stay as they are: only what is written can be edited. */
function readEdit({ edit, timestamp }: Fields): Change | null {
  const { message_type, content, payload } = saidOf(fields(fields(edit).message));
  // An edit that we cannot read must not take away what the message said before.
  if (message_type === "unsupported") return null;
  return { type: "edit", edit: { message_type, content, payload }, at: time(timestamp) };
}
