import type { Saying } from "../../domain/commands.ts";
import type { Contact } from "../../domain/conversation.ts";
import { changeOf } from "./change.ts";
import { type Fields, identifier, text } from "./fields.ts";
import { identityOf } from "./identity.ts";
import { type Parse, type Scope, type Told, unplaced } from "./items.ts";
import { typeOf } from "./said.ts";
import { sayingOf } from "./saying.ts";

/** What becomes of a message that somebody said, by where it came in. */
type Tell = (saying: Saying, contact: Contact, message: Fields) => Told;

/** A message that a customer sent to the business, or a copy of one that another app answers. */
export const parseMessage: Parse = (message, contact, scope) =>
  identityOf(message, contact) ??
  parseSaid(message, contact, scope, "customer", (saying) => ({
    kind: "message",
    contact,
    saying,
    passive: isPassive(message),
  }));

export const parseStandbyMessage: Parse = (message, contact, scope) =>
  identityOf(message, contact) ??
  parseSaid(message, contact, scope, "customer", (saying) => ({
    kind: "observed",
    contact,
    origin: "standby",
    direction: "in",
    saying,
  }));

/** What anybody says or does to what was said. */
export function parseSaid(message: Fields, contact: Contact, scope: Scope, by: "customer" | "agent", tell: Tell): Told {
  const id = identifier(message.id);
  if (id === null) return unplaced("no_message_id");
  if (contact.phone === null && contact.user_id === null) return unplaced("no_sender");
  if (text(message.group_id) !== null) return unplaced("group_message");
  return changeOf(message, id, contact, by) ?? tell(sayingOf(message, scope.conversation_context), contact, message);
}

/** Types that say nothing of their own: they never open a conversation nor keep one open. */
const isPassive = (message: Fields): boolean => ["system", "request_welcome"].includes(typeOf(message));
