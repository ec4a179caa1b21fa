import { type Embed, elementsOf, envelopeOf, type Reader, readElement, readLists, type Source } from "./elements.ts";
import { type Fields, fields, identifier, isEmpty, text } from "./fields.ts";
import { parseUserIdUpdate, senderOf, updatedUser } from "./identity.ts";
import { type Item, notUnderstood, type Scope, updateOf } from "./items.ts";
import { callerOf, parseCall } from "./parse-call.ts";
import { addresseeOf, parseEcho, parseStandbyEcho, standbyAddresseeOf } from "./parse-echo.ts";
import { FILES_OF_HISTORY, OF_HISTORY, readHistory } from "./parse-history.ts";
import { parseMessage, parseStandbyMessage } from "./parse-message.ts";
import { handedOver, parseHandover, parsePreference, preferringUser } from "./parse-notice.ts";
import { parseStatus, recipientOf } from "./parse-status.ts";
import { peopleOf } from "./people.ts";

export { parseError } from "./fields.ts";
export type { Item } from "./items.ts";

/** Every item of a webhook's body, in its order. Never throws, whatever JSON comes; nothing is left out. */
export function parseWebhook(body: unknown): Item[] {
  const { entry } = fields(body);
  return Array.isArray(entry) ? entry.flatMap(parseEntry) : [notUnderstood(body)];
}

function parseEntry(entry: unknown): Item[] {
  const { changes, field } = fields(entry);
  if (Array.isArray(changes)) return changes.flatMap((change) => parseChange(change, fields(entry)));
  // Some samples of Meta's have a change in the place of its entry.
  return text(field) === null ? [notUnderstood(entry)] : parseChange(entry, fields(entry));
}

function parseChange(change: unknown, entry: Fields): Item[] {
  const { field: name, value = null } = fields(change);
  const field = text(name);
  // What was set aside as no change at all has no field.
  if (field === null) return [notUnderstood(name === "" ? value : change)];
  const scope = scopeOf(field, fields(value), entry, fields(change));
  const embed: Embed = (part) => ({ ...envelopeOf(fields(value)), ...part });
  const lists = value === fields(value) ? FIELDS.get(field) : undefined;
  if (field === HANDOVERS && value === fields(value)) return [readElement(scope, value, true, HANDOVER, () => value)];
  return lists ? readLists(scope, fields(value), lists, embed) : [updateOf(scope, value)];
}

/** A change that was set aside alone has its entry's id and time beside it. */
function scopeOf(field: string, value: Fields, entry: Fields, change: Fields): Scope {
  const { phone_number_id, display_phone_number } = { ...fields(value.recipient), ...fields(value.metadata) };
  const entry_id = identifier(change.entry_id) ?? identifier(entry.id);
  const entry_time = change.entry_time ?? entry.time;
  // The entry of a partner's event is the partner's: its id is not the account's.
  const isPartners = field === "partner_solutions" || (text(value.event)?.startsWith("PARTNER_") ?? false);
  return {
    field,
    phone_number_id: identifier(phone_number_id),
    display_phone_number: identifier(display_phone_number) ?? identifier(value.display_phone_number),
    waba_id: identifier(fields(value.waba_info).waba_id) ?? (isPartners ? null : entry_id),
    entry_id,
    entry_time: typeof entry_time === "number" || typeof entry_time === "string" ? entry_time : null,
    people: peopleOf(value.contacts),
    conversation_context: undefined,
  };
}

const STATUS: Source = { address: recipientOf, parse: parseStatus };
/** Of this field the value itself is the one thing that it tells. */
const HANDOVERS = "messaging_handovers";
const HANDOVER: Source = { address: handedOver, parse: parseHandover };

const isOfHistory = (message: Fields): boolean => !isEmpty(fields(message.history_context));

/** A message of the history may also come where those of today do. */
const MESSAGE: Source = {
  address: (message, scope) => (isOfHistory(message) ? OF_HISTORY.address(message, scope) : senderOf(message)),
  parse: (message, ...rest) => (isOfHistory(message) ? OF_HISTORY : { parse: parseMessage }).parse(message, ...rest),
};

const readers = (sources: Record<string, Source>): [string, Reader][] =>
  Object.entries(sources).map(([key, source]) => [key, elementsOf(key, source)]);

/** Any of these lists may stand in a value, whatever its field. */
const LISTS = new Map(
  readers({
    messages: MESSAGE,
    message_echoes: { address: addresseeOf, parse: parseEcho },
    statuses: STATUS,
    calls: { address: callerOf, parse: parseCall },
    user_preferences: { address: preferringUser, parse: parsePreference },
    user_id_update: { address: updatedUser, parse: parseUserIdUpdate },
  }),
);

const STANDBY_LISTS = new Map(
  readers({
    messages: { address: senderOf, parse: parseStandbyMessage },
    message_echoes: { address: standbyAddresseeOf, parse: parseStandbyEcho },
    statuses: STATUS,
  }),
);

const readStandby: Reader = (scope, value, embed) =>
  value === fields(value) ? readLists(scope, fields(value), STANDBY_LISTS, (part) => embed({ standby: part })) : null;

/** The fields that tell of people, and what lies in their values. All others tell of the number or the account. */
const FIELDS = new Map<string, Map<string, Reader>>([
  ["messages", LISTS],
  ["message_echoes", LISTS],
  ["smb_message_echoes", LISTS],
  ["calls", LISTS],
  ["user_preferences", LISTS],
  ["user_id_update", LISTS],
  ["standby", new Map([...LISTS, ["standby", readStandby]])],
  [
    "history",
    new Map<string, Reader>([...readers({ ...FILES_OF_HISTORY, statuses: STATUS }), ["history", readHistory]]),
  ],
]);
