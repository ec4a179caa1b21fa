import { createHmac } from "node:crypto";
import type { BusinessNumber, Contact, Message, MessageStatus } from "./model.ts";

/** The WhatsApp Business Account that all simulated numbers belong to. */
const ACCOUNT_ID = "102290129340398";

const HELP = "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/";

/** The webhook body that tells of a customer's message. */
export function messageWebhook(number: BusinessNumber, contact: Contact, message: Message, quoted?: Message): string {
  return envelope(number, {
    contacts: [person(contact)],
    messages: [
      {
        ...(message.reply_to !== null && {
          context: {
            from: quoted?.direction === "from_customer" ? contact.wa_id : digits(number.display_phone_number),
            id: message.reply_to,
          },
        }),
        from: contact.wa_id,
        from_user_id: contact.user_id,
        id: message.id,
        timestamp: unixSeconds(message.timestamp),
        type: "text",
        text: { body: message.text },
      },
    ],
  });
}

/** The webhook body that tells how a message of the business fares. */
export function statusWebhook(
  number: BusinessNumber,
  contact: Contact,
  message: Message,
  status: MessageStatus,
  at: string,
): string {
  const failed = status === "failed";
  return envelope(number, {
    ...(!failed && { contacts: [person(contact)] }),
    statuses: [
      {
        id: message.id,
        status,
        timestamp: unixSeconds(at),
        recipient_id: contact.wa_id,
        ...(!failed && { recipient_user_id: contact.user_id }),
        ...(message.biz_opaque_callback_data !== null && {
          biz_opaque_callback_data: message.biz_opaque_callback_data,
        }),
        ...((status === "sent" || status === "delivered") && { pricing: pricingOf(message) }),
        ...(failed && message.error !== null && { errors: [failure(message.error)] }),
      },
    ],
  });
}

const pricingOf = ({ type }: Message) =>
  type === "template"
    ? { billable: true, pricing_model: "PMP", type: "regular", category: "utility" }
    : { billable: false, pricing_model: "PMP", type: "free_customer_service", category: "service" };

const failure = ({ code, title, details }: NonNullable<Message["error"]>) => ({
  code,
  title,
  message: title,
  error_data: { details },
  href: HELP,
});

const person = ({ name, wa_id, user_id }: Contact) => ({ profile: { name }, wa_id, user_id });

function envelope(number: BusinessNumber, items: object): string {
  const { display_phone_number, phone_number_id } = number;
  const metadata = { display_phone_number: digits(display_phone_number), phone_number_id };
  const value = { messaging_product: "whatsapp", metadata, ...items };
  const body = {
    object: "whatsapp_business_account",
    entry: [{ id: ACCOUNT_ID, changes: [{ value, field: "messages" }] }],
  };
  return escapeLikeMeta(JSON.stringify(body));
}

export const digits = (phone: string): string => phone.replace(/\D/g, "");

const unixSeconds = (iso: string): string => String(Math.floor(Date.parse(iso) / 1000));

/** Meta escapes slashes and all that is not ASCII, and signs those bytes: whoever serialises anew gets another digest. */
export function escapeLikeMeta(json: string): string {
  return json
    .replaceAll("/", "\\/")
    .replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** The value of `X-Hub-Signature-256`. */
export const sign = (appSecret: string, body: string): string =>
  `sha256=${createHmac("sha256", appSecret).update(body).digest("hex")}`;
