import { callWords } from "./call-words.ts";
import { type Fields, fields, list, parseError, text, time, word } from "./fields.ts";
import { templateWords } from "./template.ts";

/** As long as a text message may be: more than a fallback ever needs, and the payload has it all. */
const LONGEST = 4096;

/**
 * The text that stands for a message where only text can be shown: what it says, or words that name it. Total: what is
 * not there is left out, and a type that is not known is named. For what comes in, and for what we send.
 */
export function contentOf(message_type: string, payload: Record<string, unknown>): string {
  const words = WORDS.get(message_type)?.(payload) || `Unsupported message (${message_type})`;
  return message_type === "text" ? words : words.slice(0, LONGEST).toWellFormed();
}

const WORDS = new Map<string, (payload: Fields) => string | null>([
  ["text", ({ body }) => text(body)],
  ["image", ({ caption }) => named("📷 Photo", text(caption))],
  ["video", ({ caption }) => named("🎥 Video", text(caption))],
  ["audio", ({ voice, caption }) => named(voice === true ? "🎤 Voice message" : "🎵 Audio", text(caption))],
  ["document", ({ filename, caption }) => named("📄 Document", join(" – ", text(filename), text(caption)))],
  ["sticker", () => "💟 Sticker"],
  ["location", locationWords],
  ["contacts", ({ contacts }) => contactsWords(list(contacts).map(fields))],
  ["interactive", interactiveWords],
  ["button_reply", ({ id, title }) => text(title) ?? text(id)],
  ["list_reply", ({ id, title, description }) => join("\n", text(title) ?? text(id), text(description))],
  ["flow_reply", flowWords],
  ["button", ({ payload, text: title }) => text(title) ?? text(payload)],
  ["order", orderWords],
  ["template", templateWords],
  ["reaction", ({ emoji }) => (text(emoji) === null ? "Removed a reaction" : `Reacted ${text(emoji)}`)],
  ["system", systemWords],
  ["call", callWords],
  ["unsupported", unsupportedWords],
]);

const named = (name: string, details: string | null): string => (details === null ? name : `${name}: ${details}`);

const join = (between: string, ...parts: (string | null | undefined)[]): string | null =>
  parts.filter((part) => part).join(between) || null;

function locationWords({ name, address, latitude, longitude }: Fields): string {
  const place = join(", ", text(name), text(address));
  return named("📍 Location", place ?? join(", ", word(latitude), word(longitude)));
}

function contactsWords(contacts: Fields[]): string {
  const names = contacts.map(contactWords).filter((name) => name !== null);
  return named(contacts.length > 1 ? "👤 Contacts" : "👤 Contact", join(", ", ...names));
}

function contactWords({ name, org, phones, emails }: Fields): string | null {
  const { formatted_name, first_name, last_name } = fields(name);
  return (
    text(formatted_name) ??
    join(" ", text(first_name), text(last_name)) ??
    text(fields(org).company) ??
    text(fields(list(phones)[0]).phone) ??
    text(fields(list(emails)[0]).email)
  );
}

/** What the business offers to choose from, or a customer's answer to being asked for calls. */
function interactiveWords({ type, header, body, action, call_permission_reply: permission }: Fields): string {
  if (type === "call_permission_reply") return permissionWords(fields(permission));
  const said = join("\n", text(fields(header).text), text(fields(body).text));
  const choices = choicesOf(fields(action)).map((title) => `[${title}]`);
  return join("\n", said, join(" ", ...choices)) ?? "Interactive message";
}

function choicesOf({ button, buttons, sections, cards, name, parameters }: Fields): string[] {
  const { display_text, flow_cta } = fields(parameters);
  const rows = list(sections).flatMap((section) => list(fields(section).rows));
  const titles = [
    ...list(buttons).map((one) => text(fields(fields(one).reply).title) ?? text(fields(fields(one).quick_reply).title)),
    text(button),
    ...rows.map((row) => text(fields(row).title)),
    text(display_text) ?? text(flow_cta) ?? ACTIONS.get(name) ?? null,
    ...list(cards).flatMap((card) => [text(fields(fields(card).body).text), ...choicesOf(fields(fields(card).action))]),
  ];
  return titles.filter((title) => title !== null);
}

/** Buttons whose titles are WhatsApp's own. */
const ACTIONS = new Map<unknown, string>([
  ["send_location", "Send location"],
  ["request_contact_info", "Share contact"],
  ["catalog_message", "View catalog"],
  ["review_and_pay", "Review and pay"],
  ["review_order", "Review order"],
  ["address_message", "Provide address"],
  ["call_permission_request", "Allow calls"],
  ["voice_call", "Call"],
]);

function permissionWords({ response, is_permanent, expiration_timestamp }: Fields): string {
  if (response !== "accept") return "📞 Calls not allowed";
  const until = word(expiration_timestamp) === null ? null : time(expiration_timestamp).slice(0, 16).replace("T", " ");
  if (is_permanent === true || until === null) return "📞 Calls allowed";
  return `📞 Calls allowed until ${until} UTC`;
}

/** The answers, without what only ties them to the form. */
function flowWords({ body, response }: Fields): string {
  const answers = Object.entries(fields(response))
    .filter(([key]) => key !== "flow_token")
    .map(([key, value]) => named(key.replaceAll("_", " "), typeof value === "string" ? value : JSON.stringify(value)));
  const said = text(body) === "Sent" ? null : text(body);
  return named("📋 Form", join("\n", said, text(answers.join(", "))));
}

function orderWords({ product_items, text: note }: Fields): string {
  const items = list(product_items).map(fields);
  const parts = items.map((one) => join(" × ", word(one.quantity), word(one.product_retailer_id)));
  const total = totalOf(items);
  return (
    join("\n", named("🛒 Order", join(" ", join(", ", ...parts), total && `(${total})`)), text(note)) ?? "🛒 Order"
  );
}

/** What all of it costs, where every item names its price in one currency. */
function totalOf(items: Fields[]): string | null {
  const [currency, ...others] = new Set(items.map((one) => text(one.currency)));
  const sum = items.reduce((total, one) => total + numberOf(one.quantity) * numberOf(one.item_price), 0);
  const amount = Number.isInteger(sum) ? String(sum) : sum.toFixed(2);
  return currency && others.length === 0 && Number.isFinite(sum) ? `${amount} ${currency}` : null;
}

const numberOf = (value: unknown): number => Number(word(value) ?? Number.NaN);

const SYSTEM_WORDS = new Map<unknown, string>([
  ["customer_identity_changed", "The customer's security code changed"],
  ["user_changed_number", "The customer changed their number"],
  ["customer_changed_number", "The customer changed their number"],
  ["user_changed_user_id", "The customer's WhatsApp user id changed"],
  ["request_welcome", "The customer opened the chat"],
]);

function systemWords({ body, type }: Fields): string {
  return text(body) ?? SYSTEM_WORDS.get(type) ?? named("System message", text(type)?.replaceAll("_", " ") ?? null);
}

/** What WhatsApp calls the things that it does not pass on. */
const KINDS = new Map<unknown, string>([
  ["poll_creation", "poll"],
  ["poll_update", "vote in a poll"],
  ["group_invite", "invitation to a group"],
  ["keep_in_chat", "kept message"],
  ["pin", "pinned message"],
  ["view_once", "photo or video to be seen once"],
  ["hsm", "template"],
]);

/** Meta, error codes: not there for us (131060), and a type that is not supported (131051), which says no more. */
const ONLY_ON_PHONE = 131060;
const NOT_SUPPORTED = 131051;

/** What an agent can do about what did not come through. */
function unsupportedWords({ type, raw }: Fields): string {
  const message = fields(raw);
  if (type === "media_placeholder") return "📎 Media that is no longer available";
  const errors = list(message.errors).map(parseError);
  if (errors.some(({ code }) => code === ONLY_ON_PHONE))
    return "⚠️ This message can only be read in the WhatsApp Business app: see the phone app";
  const kind = text(fields(message.unsupported).type) ?? text(type) ?? "unknown";
  if (kind === "edit") return "✏️ An earlier message was edited; WhatsApp does not tell how: ask what it says now";
  const reason = errors.find(({ code }) => code !== NOT_SUPPORTED);
  if (reason) return `⚠️ Message not received: ${reason.detail ?? reason.title}`;
  const known = KINDS.get(kind) ?? kind.replaceAll("_", " ");
  const name = kind === "unsupported" || kind === "unknown" ? "" : ` (${known})`;
  const hint = `⚠️ Unsupported message${name}: look in the WhatsApp app, or ask for it in another form`;
  return join("\n", hint, text(fields(message.text).body)) ?? hint;
}
