import type { BusinessNumber, Contact, Fields, Message, MessageStatus, WebhookChange } from "./model.ts";

const HELP = "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/";

/** Tells of what a customer did: a message of any type, a reaction, an edit, a revoke. */
export function messageChange(
  number: BusinessNumber,
  contact: Contact,
  message: Message,
  quoted?: Message,
): WebhookChange {
  const context = contextOf(number, contact, message, quoted);
  return change(number, "messages", {
    contacts: [person(contact, true)],
    messages: [
      {
        ...(context && { context }),
        ...(contact.share_phone && { from: contact.wa_id }),
        from_user_id: contact.user_id,
        id: message.id,
        timestamp: unixSeconds(message.timestamp),
        type: message.type,
        ...message.content,
        ...(message.referral && { referral: message.referral }),
        ...(message.type === "unsupported" && { errors: [UNSUPPORTED] }),
      },
    ],
  });
}

function contextOf(
  number: BusinessNumber,
  contact: Contact,
  { reply_to, forwarded, frequently_forwarded }: Message,
  quoted: Message | undefined,
): Fields | null {
  const quotes = reply_to !== null;
  if (!quotes && !forwarded) return null;
  const isOwn = quoted?.direction === "from_customer";
  const author = isOwn ? contact.share_phone && contact.wa_id : digits(number.display_phone_number);
  return {
    ...(forwarded && (frequently_forwarded ? { frequently_forwarded } : { forwarded })),
    ...(quotes && { ...(author && { from: author }), id: reply_to }),
  };
}

const UNSUPPORTED = {
  code: 131_051,
  title: "Message type unknown",
  message: "Message type unknown",
  error_data: { details: "Message type is currently not supported." },
};

/** Tells how a message of the business fares. `played` follows `read` for voice messages. */
export function statusChange(
  number: BusinessNumber,
  contact: Contact | undefined,
  message: Message,
  status: MessageStatus | "played",
  at: string,
): WebhookChange {
  const failed = status === "failed";
  const arrived = status === "delivered" || status === "read" || status === "played";
  const callback = message.biz_opaque_callback_data;
  return change(number, "messages", {
    ...(!failed && contact && { contacts: [person(contact, arrived)] }),
    statuses: [
      {
        id: message.id,
        status,
        timestamp: unixSeconds(at),
        ...recipientOf(contact, message, failed),
        ...(callback !== null && { biz_opaque_callback_data: callback }),
        ...((status === "sent" || status === "delivered") && { pricing: pricingOf(message) }),
        ...(failed && message.error !== null && { errors: [failure(message.error)] }),
      },
    ],
  });
}

function recipientOf(contact: Contact | undefined, { wa_id, group }: Message, failed: boolean): Fields {
  if (group) return { recipient_id: wa_id, recipient_type: "group" };
  const isHidden = contact?.share_phone === false;
  return {
    ...(!isHidden && { recipient_id: wa_id }),
    ...(contact && (!failed || isHidden) && { recipient_user_id: contact.user_id }),
  };
}

/** Tells of what the business said in its app on a phone. */
export function echoChange(number: BusinessNumber, contact: Contact, message: Message): WebhookChange {
  return change(number, "smb_message_echoes", {
    contacts: [person(contact, true)],
    message_echoes: [
      {
        from: digits(number.display_phone_number),
        ...(contact.share_phone && { to: contact.wa_id }),
        to_user_id: contact.user_id,
        id: message.id,
        timestamp: unixSeconds(message.timestamp),
        type: message.type,
        ...message.content,
      },
    ],
  });
}

/** A system message tells that somebody is known by another number or user id now. It has no contacts. */
export function systemChange(
  number: BusinessNumber,
  { id, from, at, system }: { id: string; from: string | null; at: string; system: Fields },
): WebhookChange {
  const message = { ...(from !== null && { from }), id, timestamp: unixSeconds(at), type: "system", system };
  return change(number, "messages", { messages: [message] });
}

/** Tells the same of a user id in a field of its own. */
export function userIdChange(
  number: BusinessNumber,
  { before, now, at }: { before: Contact; now: Contact; at: string },
): WebhookChange {
  return change(number, "user_id_update", {
    user_id_update: [
      {
        ...(now.share_phone && { wa_id: now.wa_id }),
        detail: "User id has been updated.",
        user_id: { previous: before.user_id, current: now.user_id },
        timestamp: unixSeconds(at),
      },
    ],
  });
}

const pricingOf = ({ category }: Message) => {
  const isFree = category === "service";
  return {
    billable: !isFree,
    pricing_model: "PMP",
    type: isFree ? "free_customer_service" : "regular",
    category,
  };
};

const failure = ({ code, title, details }: NonNullable<Message["error"]>) => ({
  code,
  title,
  message: title,
  error_data: { details },
  href: HELP,
});

const person = ({ name, username, wa_id, user_id, share_phone }: Contact, named: boolean) => ({
  profile: { name, ...(named && username !== null && { username }) },
  ...(share_phone && { wa_id }),
  user_id,
});

function change({ display_phone_number, phone_number_id }: BusinessNumber, field: string, items: Fields) {
  const metadata = { display_phone_number: digits(display_phone_number), phone_number_id };
  return { field, value: { messaging_product: "whatsapp", metadata, ...items } };
}

export const digits = (phone: string): string => phone.replace(/\D/g, "");

const unixSeconds = (iso: string): string => String(Math.floor(Date.parse(iso) / 1000));
