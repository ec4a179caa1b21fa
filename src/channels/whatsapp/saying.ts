import type { Saying } from "../../domain/commands.ts";
import { type Fields, fields, identifier, isEmpty, list, time, without } from "./fields.ts";
import { isTooLarge } from "./items.ts";
import { type Said, saidOf, typeOf } from "./said.ts";

/** More of what is not known is not kept beside a message: it is no part of what was said. */
const LONGEST_REST = 2_000;

/** Keys of a message that are read, or say what its contact says better. */
const KNOWN = [
  ...["id", "type", "timestamp", "context", "referral", "errors", "group_id", "history_context"],
  ...["to", "to_user_id", "to_parent_user_id", "from_user_id", "from_parent_user_id", "from"],
  ...["messaging_product", "recipient", "recipient_type", "preview_url"],
];

/** A message as it was said, with what it answers and what came with it. */
export function sayingOf(message: Fields, conversationContext: unknown = undefined): Saying {
  const context = fields(message.context);
  const quoted = identifier(context.id) ?? identifier(context.message_id);
  const said = saidOf(message);
  return {
    ...said,
    reply_to: quoted === null ? null : { message_id: null, channel_message_id: quoted },
    referral: objectOf(message.referral),
    forwarded: context.frequently_forwarded === true ? "often" : context.forwarded === true ? "once" : null,
    whatsapp_message_id: identifier(message.id),
    timestamp: time(message.timestamp),
    metadata: metadataOf(message, said, conversationContext),
  };
}

/** What came with a message beside what it says. */
function metadataOf(message: Fields, said: Said, conversationContext: unknown): Fields | null {
  const isWhole = said.message_type === "unsupported";
  const rest = isWhole ? {} : without(message, ...KNOWN, typeOf(message));
  const known = {
    errors: isWhole || list(message.errors).length === 0 ? null : list(message.errors),
    referred_product: objectOf(fields(message.context).referred_product),
    conversation_context: objectOf(conversationContext),
    raw: isTooLarge(rest, LONGEST_REST) ? null : objectOf(rest),
  };
  return objectOf(Object.fromEntries(Object.entries(known).filter(([, value]) => value !== null)));
}

const objectOf = (value: unknown): Fields | null => (isEmpty(fields(value)) ? null : fields(value));

/** A text of the channel's about a conversation, which nobody said. `id` is made so that it comes out the same again. */
export const notice = (id: string, at: string, system: Fields, metadata: Fields | null): Saying => ({
  ...saidOf({ type: "system", system }),
  reply_to: null,
  referral: null,
  forwarded: null,
  whatsapp_message_id: id,
  timestamp: at,
  metadata,
});
