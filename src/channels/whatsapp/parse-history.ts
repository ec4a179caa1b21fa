import type { MessageStatus } from "../../domain/message.ts";
import { type Embed, type Reader, readElement, type Source } from "./elements.ts";
import { type Fields, fields, isEmpty, list, text, without } from "./fields.ts";
import { type Item, type Parse, type Scope, updateOf } from "./items.ts";
import { parseSaid } from "./parse-message.ts";
import { type Address, addressOf, counterpart, isSameNumber, usernameOf } from "./people.ts";

/** What WhatsApp's history calls the state of a message. */
const STATUSES = new Map<unknown, MessageStatus>([
  ["PENDING", "accepted"],
  ["SENT", "sent"],
  ["DELIVERED", "delivered"],
  ["READ", "read"],
  ["PLAYED", "played"],
  ["ERROR", "failed"],
]);

/** A chunk of the history: threads of messages, and how far the history has come. */
export const readHistory: Reader = (scope, chunks, embed) => {
  if (!Array.isArray(chunks)) return null;
  return chunks.flatMap((chunk) => {
    const { threads = [] } = fields(chunk);
    const isThread = (thread: unknown) => Array.isArray(fields(thread).messages);
    const items = list(threads)
      .filter(isThread)
      .flatMap((thread) => readThread(scope, fields(thread), embed));
    const others = Array.isArray(threads) ? threads.filter((thread) => !isThread(thread)) : [threads];
    const rest = { ...without(fields(chunk), "threads"), ...(others.length > 0 && { threads: others }) };
    if (items.length > 0 && isEmpty(rest)) return items;
    return [...items, updateOf(scope, embed({ history: [isEmpty(rest) ? chunk : rest] }))];
  });
};

function readThread(scope: Scope, thread: Fields, embed: Embed): Item[] {
  const messages = list(thread.messages);
  const alone = (message: unknown) => ({ threads: [{ ...thread, messages: [message] }] });
  return messages.map((message) =>
    readElement(scope, message, messages.length === 1, sourceOf(thread), (part) =>
      embed({ ...part, history: [alone(message)] }),
    ),
  );
}

const sourceOf = (thread: Fields, known?: "in" | "out"): Source => ({
  address: (message, scope) => participantOf(message, scope, thread, known),
  parse: parseHistoryMessage(thread, known),
});

/** The customer of a thread of the history: as the thread names them, or else its message. */
function participantOf(message: Fields, scope: Scope, thread: Fields, direction?: "in" | "out"): Address {
  const { wa_id, user_id } = fields(thread.context);
  const known = addressOf(text(wa_id) ?? thread.id, user_id);
  const from = addressOf(message.from, message.from_user_id);
  const to = addressOf(message.to, message.to_user_id);
  const isIn = (direction ?? directionOf(message, scope, thread)) === "in";
  const told = counterpart(isIn ? from : to, isIn ? to : from, scope.display_phone_number);
  return { wa_id: known.wa_id ?? told.wa_id, user_id: known.user_id ?? told.user_id };
}

/** A message of the time before the business came here. */
const parseHistoryMessage =
  (thread: Fields, known?: "in" | "out"): Parse =>
  (message, contact, scope) => {
    const direction = known ?? directionOf(message, scope, thread);
    const username = contact.username ?? usernameOf(fields(thread.context).username);
    const state = STATUSES.get(text(fields(message.history_context).status)?.toUpperCase());
    const status = direction === "out" ? (state ?? null) : null;
    const by = direction === "in" ? "customer" : "agent";
    return parseSaid(message, { ...contact, username }, scope, by, (saying, person) => ({
      kind: "imported",
      contact: person,
      direction,
      status,
      saying,
    }));
  };

/** Who said it: the business is known by its number, the customer by theirs. */
function directionOf(message: Fields, { display_phone_number }: Scope, thread: Fields): "in" | "out" {
  const { from, to, from_user_id, to_user_id } = message;
  const { from_me } = fields(message.history_context);
  if (typeof from_me === "boolean") return from_me ? "out" : "in";
  if (isSameNumber(from, display_phone_number)) return "out";
  if (isSameNumber(to, display_phone_number) || text(from_user_id) !== null) return "in";
  if (text(to_user_id) !== null || isSameNumber(to, thread.id)) return "out";
  const isTheirs = text(from) === null || text(thread.id) === null || isSameNumber(from, thread.id);
  return isTheirs && text(to) === null ? "in" : "out";
}

/** A message of the history that comes by itself. */
export const OF_HISTORY = sourceOf({});

/** The files of the history come later, each with its message's id. */
export const FILES_OF_HISTORY = { messages: OF_HISTORY, message_echoes: sourceOf({}, "out") };
