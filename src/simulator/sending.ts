import { isoTime } from "./clock.ts";
import type { MarkRead, Send } from "./graph/call.ts";
import { asMessageError, type Fault } from "./graph/errors.ts";
import { checkRecipient, type Recipient } from "./graph/recipient.ts";
import type { Known } from "./graph/source.ts";
import { fits, isMediaType } from "./media-kinds.ts";
import { type BusinessNumber, type Contact, chatKey, type Fields, type Message } from "./model.ts";
import { react } from "./reacting.ts";
import type { Simulator } from "./simulator.ts";
import { templateText } from "./template-text.ts";
import { digits } from "./webhook.ts";

const DAY_MS = 24 * 60 * 60 * 1_000;
const WINDOW_MS = DAY_MS;
/** Meta keeps messages for so long: older ones cannot be reacted to, or be marked as read. */
const MESSAGE_LIFE_MS = 30 * DAY_MS;
const TYPING_MS = 25_000;

/** How a send went: accepted, refused, or accepted with its answer lost on the way. */
export type Sent =
  | { outcome: "accepted" | "lost"; contact: Contact | null; id: string }
  | { outcome: "refused"; fault: Fault }
  | { outcome: "server_error" };

/** What the checks of this number's calls have to know. */
export function knownTo({ state, media, clock }: Simulator, number: BusinessNumber): Known {
  return {
    templates: state.templates,
    hasMedia: (id) => media.find(id, [number.waba_id]) !== null,
    hasMessage(id) {
      const message = state.get("message", id);
      const isYoung = message && Date.parse(message.timestamp) > clock.now() - MESSAGE_LIFE_MS;
      return isYoung === true && message?.phone_number_id === number.phone_number_id && message.type !== "reaction";
    },
  };
}

/** The business sends: checked against what is known of the recipient, then on its way. */
export function accept(simulator: Simulator, number: BusinessNumber, call: Send): Sent {
  const { state } = simulator;
  if (simulator.takeFault("server_errors_next")) return { outcome: "server_error" };
  const ordered = simulator.takeCode("fail_next");
  if (ordered !== null) return refused(ordered, "As the simulator was told.");
  const known = recipientOf(simulator, call);
  const fault = unsendable(simulator, number, call, known);
  if (fault && (state.settings.failures === "at_once" || !known)) return { outcome: "refused", fault };
  const waId = known?.wa_id ?? (call.by === "group" ? call.input : digits(call.input));
  const wait = simulator.pace.take(number.phone_number_id, waId, state.settings);
  if (wait) return { outcome: "refused", fault: wait };
  const contact = call.by === "group" ? null : (known ?? simulator.putContact({ wa_id: waId, name: `+${waId}` }));
  const message = add(simulator, number, { ...call, waId, fault: fault ?? lateFault(simulator, call) });
  return { outcome: simulator.takeFault("lose_next_answers") ? "lost" : "accepted", contact, id: message.id };
}

const refused = (code: number, details: string): Sent => ({ outcome: "refused", fault: { code, details } });

function add(
  simulator: Simulator,
  { phone_number_id }: BusinessNumber,
  { waId, fault, ...call }: Send & { waId: string; fault: Fault | null },
): Message {
  const { type, content, reply_to, biz_opaque_callback_data } = call;
  const template = type === "template" ? templateOf(simulator, content as Fields) : undefined;
  const message = simulator.add(
    { phone_number_id, wa_id: waId },
    {
      direction: "to_customer",
      type,
      text: template ? templateText(template, content as Fields) : call.text,
      content: { [type]: content },
      reply_to,
      biz_opaque_callback_data,
      error: fault && asMessageError(fault),
      group: call.by === "group",
      ...(template && { category: template.category.toLowerCase() }),
    },
  );
  if (type === "reaction" && !fault) react(simulator.state, "business", content as Fields);
  simulator.showTyping(message, null);
  return message;
}

const templateOf = ({ state }: Simulator, { name, language }: Fields) =>
  state.templates.find((one) => one.name === name && one.language === (language as Fields | undefined)?.code);

/** What goes wrong only after the message was accepted: it is ordered, or the file is not what it is sent as. */
function lateFault(simulator: Simulator, { type, content }: Send): Fault | null {
  const code = simulator.takeCode("fail_statuses_next");
  if (code !== null) return { code, details: "As the simulator was told." };
  const media = simulator.state.get("media", String((content as Fields | null)?.id));
  if (!isMediaType(type) || !media || fits(type, media.mime_type)) return null;
  return { code: 131_053, details: `Media of type ${media.mime_type} cannot be sent as ${type}.` };
}

function recipientOf({ state }: Simulator, { by, input }: Send): Contact | undefined {
  if (by === "group") return undefined;
  if (by === "phone") return state.get("contact", digits(input));
  return state.all("contact").find(({ user_id }) => user_id === input);
}

/** Codes for logging in go to phone numbers only (Meta, "Business-scoped user IDs"). */
const PHONE_ONLY = "AUTHENTICATION";

function unsendable(simulator: Simulator, number: BusinessNumber, call: Send, contact?: Contact): Fault | null {
  const { enforce_window } = simulator.state.settings;
  const template = call.type === "template" ? templateOf(simulator, call.content as Fields) : undefined;
  if (call.by === "user_id" && template?.category === PHONE_ONLY)
    return { code: 131_062, details: "Authentication templates can be sent to phone numbers only." };
  if (call.by === "group") return null;
  if (call.by === "user_id" && !contact) return { code: 131_026, details: "Message Undeliverable." };
  return checkRecipient(call.type, factsOf(simulator, number, call, contact), enforce_window);
}

/** What a customer does that lets the business answer freely for another day. */
const opensWindow = ({ direction, type }: Message): boolean =>
  direction === "from_customer" && type !== "edit" && type !== "revoke";

/** Whether somebody wrote to the number in the last 24 hours, as far as WhatsApp knows. */
export function windowOpen(simulator: Simulator, { phone_number_id }: BusinessNumber, { wa_id }: Contact): boolean {
  const chat = simulator.state.messagesOf(chatKey({ phone_number_id, wa_id }));
  const last = chat.findLast((message) => opensWindow(message) && !simulator.isHeld(message));
  return last !== undefined && Date.parse(last.timestamp) > simulator.clock.now() - WINDOW_MS;
}

const factsOf = (simulator: Simulator, number: BusinessNumber, { by, input }: Send, contact?: Contact): Recipient => ({
  known: contact !== undefined,
  on_whatsapp: contact?.on_whatsapp ?? false,
  is_sender: by === "phone" && digits(input) === digits(number.display_phone_number),
  blocked: contact !== undefined && number.blocked.includes(contact.wa_id),
  window_open: contact !== undefined && windowOpen(simulator, number, contact),
});

/** The business read a message and all before it. */
export function markRead(simulator: Simulator, number: BusinessNumber, { message_id, typing }: MarkRead): Fault | null {
  const { state, clock, progress } = simulator;
  const message = state.get("message", message_id);
  const isReceived = message?.direction === "from_customer" && message.phone_number_id === number.phone_number_id;
  if (!isReceived || Date.parse(message.timestamp) <= clock.now() - MESSAGE_LIFE_MS) {
    return { code: 131_009, details: "Param message_id is not the ID of a message that this number received." };
  }
  for (const earlier of state.messagesOf(chatKey(message))) {
    if (earlier.direction === "from_customer" && earlier.statuses.sent) progress.reach(earlier.id, "read");
    if (earlier.id === message_id) break;
  }
  progress.reach(message_id, "read");
  if (typing) simulator.showTyping(message, isoTime(clock.now() + TYPING_MS));
  return null;
}
