import { choiceOf, flowAnswer } from "./choosing.ts";
import { shownAs } from "./fallback.ts";
import { base64Digest } from "./media.ts";
import { fits, isMediaType, type MediaType } from "./media-kinds.ts";
import type { BusinessNumber, Contact, Fields, Message } from "./model.ts";
import type { Problem } from "./problem.ts";
import { react } from "./reacting.ts";
import type { Simulator } from "./simulator.ts";
import type { MessageRequest } from "./tool/message-bodies.ts";

export type Said<T> = { ok: true; value: T } | { ok: false; problem: Problem };

const MINUTE_MS = 60 * 1_000;

/** So long a message can be edited or taken back (Meta, "Edit and revoke webhooks"). */
const EDITABLE_MS = 15 * MINUTE_MS;
const REVOCABLE_MS = 2 * 24 * 60 * MINUTE_MS;

const refusal = (code: string, title: string, detail: string): { ok: false; problem: Problem } => ({
  ok: false,
  problem: { status: 409, code, title, detail },
});

/** A customer writes to the business. With the phone offline it waits there. */
export function say(
  simulator: Simulator,
  contact: Contact,
  number: BusinessNumber,
  request: MessageRequest,
): Said<Message> {
  const said = contentOf(simulator, number, request);
  if (!said.ok) return said;
  const { type, content, reply_to } = said.value;
  const message = simulator.add(chatOf(contact, number), {
    direction: "from_customer",
    type,
    text: shownAs(type, content[type]),
    content,
    reply_to: reply_to ?? request.reply_to ?? null,
    forwarded: request.forwarded === true || request.frequently_forwarded === true,
    frequently_forwarded: request.frequently_forwarded === true,
    referral: request.referral ?? null,
  });
  return { ok: true, value: message };
}

const chatOf = ({ wa_id }: Contact, { phone_number_id }: BusinessNumber) => ({ phone_number_id, wa_id });

interface Content {
  type: string;
  content: Fields;
  reply_to?: string;
}

function contentOf(simulator: Simulator, number: BusinessNumber, request: MessageRequest): Said<Content> {
  const whole = (type: string, content: unknown): Said<Content> => ({
    ok: true,
    value: { type, content: { [type]: content } },
  });
  switch (request.type) {
    case "text":
      return whole("text", { body: request.text });
    case "location":
      return whole("location", request.location);
    case "contacts":
      return whole("contacts", cardsOf(simulator, request));
    case "order":
      return whole("order", request.order);
    case "unsupported":
      return whole("unsupported", { type: request.kind ?? "unknown" });
    case "choice":
    case "flow_reply":
      return answerOf(simulator, request);
    default:
      return mediaContent(simulator, number, request);
  }
}

/** A card that was asked for says so. */
function cardsOf({ state }: Simulator, { contacts, reply_to }: Extract<MessageRequest, { type: "contacts" }>) {
  const asked = state.get("message", reply_to ?? "")?.content?.interactive as Fields | undefined;
  const isRequest = asked?.type === "contact_request" || asked?.type === "request_contact_info";
  return contacts.map((card) => ({ origin: isRequest ? "contact_request" : "other", ...card }));
}

function answerOf(
  { state }: Simulator,
  request: Extract<MessageRequest, { type: "choice" | "flow_reply" }>,
): Said<Content> {
  const asked = state.get("message", request.message_id);
  if (asked?.direction !== "to_customer") return UNKNOWN_MESSAGE;
  const answer =
    request.type === "choice" ? choiceOf(asked, request.id, state.templates) : flowAnswer(asked, request.response);
  if (!answer) return refusal("no_choice", "No such choice", "The message offers no button or row with this id.");
  return { ok: true, value: { ...answer, reply_to: asked.id } };
}

const UNKNOWN_MESSAGE = refusal("no_message", "No such message", "The business sent no message with this id.");

function mediaContent(
  { state, media }: Simulator,
  number: BusinessNumber,
  request: Extract<MessageRequest, { media_id: string }>,
): Said<Content> {
  const file = state.get("media", request.media_id);
  if (!file) return refusal("no_media", "No such file", "There is no such file. POST /simulator/media takes one.");
  const { type } = request;
  if (!isMediaType(type) || !fits(type, file.mime_type))
    return refusal("wrong_media", "Wrong type", `A file of type ${file.mime_type} is no ${type}.`);
  const sent = media.sendOn(file, number);
  const described = { mime_type: sent.mime_type, sha256: base64Digest(sent), id: sent.id };
  return { ok: true, value: { type, content: { [type]: { ...described, ...more(type, request, sent.filename) } } } };
}

/** What a type says of its file beside the file. */
function more(type: MediaType, request: Extract<MessageRequest, { media_id: string }>, filename: string | null) {
  const { caption, voice, animated } = request;
  switch (type) {
    case "audio":
      return { voice: voice === true };
    case "sticker":
      return { animated: animated === true };
    case "document":
      return { filename: request.filename ?? filename ?? "file", ...(caption && { caption }) };
    default:
      return caption ? { caption } : {};
  }
}

/** A customer reacts to a message of either side; an empty emoji takes the reaction back. */
export function reactTo(
  simulator: Simulator,
  contact: Contact,
  number: BusinessNumber,
  reaction: { message_id: string; emoji: string },
): Said<Message> {
  const target = simulator.state.get("message", reaction.message_id);
  if (target?.wa_id !== contact.wa_id || target.phone_number_id !== number.phone_number_id)
    return refusal("no_message", "No such message", "This chat has no message with this id.");
  const { message_id, emoji } = reaction;
  // Taken back, the webhook has no emoji at all.
  const content = { reaction: emoji === "" ? { message_id } : { message_id, emoji } };
  const text = shownAs("reaction", reaction);
  const message = simulator.add(chatOf(contact, number), {
    direction: "from_customer",
    type: "reaction",
    text,
    content,
  });
  react(simulator.state, "customer", reaction);
  return { ok: true, value: message };
}

/** A customer changes what they wrote. */
export function edit(simulator: Simulator, original: Message, words: string): Said<Message> {
  const late = tooLate(simulator, original, EDITABLE_MS);
  if (late) return late;
  const { id, phone_number_id, wa_id, type } = original;
  const before = original.content?.[type] as Fields;
  const content = { [type]: type === "text" ? { body: words } : { ...before, caption: words } };
  const addressed = simulator.media.withAddress(type, content, simulator.origin);
  const text = shownAs(type, content[type]);
  simulator.add(
    { phone_number_id, wa_id },
    {
      direction: "from_customer",
      type: "edit",
      text,
      content: { edit: { original_message_id: id, message: { context: { id: "M0" }, type, ...addressed } } },
    },
  );
  simulator.state.merge("message", id, { content, text, edited: true });
  return { ok: true, value: simulator.state.get("message", id) ?? original };
}

/** A customer deletes what they wrote, for everyone. */
export function revoke(simulator: Simulator, original: Message): Said<Message> {
  const late = tooLate(simulator, original, REVOCABLE_MS);
  if (late) return late;
  const { id, phone_number_id, wa_id } = original;
  const content = { revoke: { original_message_id: id } };
  simulator.add({ phone_number_id, wa_id }, { direction: "from_customer", type: "revoke", text: "Deleted", content });
  simulator.state.merge("message", id, { revoked: true });
  return { ok: true, value: simulator.state.get("message", id) ?? original };
}

const EDITED_TYPES = ["text", "image", "video", "document"];

function tooLate({ clock }: Simulator, message: Message, span: number): { ok: false; problem: Problem } | null {
  if (message.direction !== "from_customer")
    return refusal("not_theirs", "Not the customer's", "Only what the customer wrote can be changed from their phone.");
  if (message.revoked) return refusal("revoked", "Deleted", "The message was deleted.");
  if (span === EDITABLE_MS && !EDITED_TYPES.includes(message.type))
    return refusal("not_editable", "Not editable", `A message of type ${message.type} has no words to edit.`);
  if (clock.now() - Date.parse(message.timestamp) <= span) return null;
  return refusal("too_late", "Too late", `WhatsApp allows this for ${span / MINUTE_MS} minutes after the message.`);
}

/** The business answers in its app on a phone: it is told of it by an echo. */
export function echo(simulator: Simulator, contact: Contact, number: BusinessNumber, body: string): Message {
  const content = { text: { body } };
  return simulator.add(chatOf(contact, number), {
    direction: "to_customer",
    type: "text",
    text: body,
    content,
    via: "business_app",
  });
}
