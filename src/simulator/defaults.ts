import { createHash } from "node:crypto";
import type { BusinessNumber, Contact, Delivery, Message, NumberProfile, Template, WebhookChange } from "./model.ts";

/** An id of digits that is always the same for the same words. */
export function idFrom(words: string): string {
  const digest = createHash("sha256").update(words).digest();
  return String(10n ** 14n + (digest.readBigUInt64BE() % (9n * 10n ** 14n)));
}

/** A number that everything is well with. */
export const WELL: NumberProfile = {
  status: "CONNECTED",
  quality_rating: "GREEN",
  name_status: "APPROVED",
  account_mode: "LIVE",
  messaging_limit_tier: "TIER_1K",
  ailment: null,
};

/** The account of a number that was registered without one. */
export const defaultWabaId = (phoneNumberId: string): string => idFrom(`waba:${phoneNumberId}`);

type Kept<Record> = Partial<Record> & { [key: string]: unknown };

/** What an older journal holds, with the fields that have been added since. */
export const completed: { [kind: string]: (kept: never) => object } = {
  number: (kept: Kept<BusinessNumber>) => ({
    waba_id: defaultWabaId(kept.phone_number_id ?? ""),
    override_url: null,
    blocked: [],
    profile: WELL,
    ...kept,
  }),
  contact: (kept: Kept<Contact>) => ({ username: null, share_phone: true, ...kept }),
  message: (kept: Kept<Message>) => ({
    ...PLAIN,
    category: kept.type === "template" ? "utility" : "service",
    content: contentOf(kept),
    ...kept,
  }),
  delivery: ({ body, ...kept }: Kept<Delivery>) => ({ loose: false, change: changeIn(body), ...kept }),
};

/** A message without anything special. */
export const PLAIN = {
  reactions: [],
  edited: false,
  revoked: false,
  forwarded: false,
  frequently_forwarded: false,
  referral: null,
  via: "graph",
  group: false,
  category: "service",
} as const;

/** Of older messages only text was kept in full. */
const contentOf = ({ type, text }: Kept<Message>) => (type === "text" ? { text: { body: text } } : null);

/** Older deliveries were kept as the body that carried their one change. */
function changeIn(body: unknown): WebhookChange | undefined {
  return typeof body === "string" ? JSON.parse(body).entry[0].changes[0] : undefined;
}

const template = (name: string, language: string, category: string, components: Template["components"]): Template => ({
  id: idFrom(`template:${name}:${language}`),
  name,
  language,
  status: "APPROVED",
  category,
  parameter_format: JSON.stringify(components).includes("{{1}}") ? "POSITIONAL" : "NAMED",
  components,
});

const body = (text: string) => ({ type: "BODY", text });
const buttons = (...list: object[]) => ({ type: "BUTTONS", buttons: list });

/** The templates that an account begins with: one of every kind that there is to be tried. */
export const DEFAULT_TEMPLATES: Template[] = [
  template("hello_world", "en_US", "UTILITY", [
    { type: "HEADER", format: "TEXT", text: "Hello World" },
    body("Welcome and congratulations! This message demonstrates that you can send templates."),
    { type: "FOOTER", text: "The WhatsApp simulator" },
  ]),
  template("order_update", "en_US", "UTILITY", [
    { type: "HEADER", format: "IMAGE" },
    body("Hi {{1}}, your order {{2}} is on its way."),
    buttons(
      { type: "URL", text: "Track it", url: "https://shop.example/orders/{{1}}" },
      { type: "QUICK_REPLY", text: "Change the address" },
    ),
  ]),
  template("order_update", "es", "UTILITY", [body("Hola {{1}}, tu pedido {{2}} está en camino.")]),
  template("appointment_reminder", "en_US", "UTILITY", [
    { type: "HEADER", format: "TEXT", text: "See you {{day}}" },
    body("{{first_name}}, your appointment is {{day}} at {{time}}."),
    { type: "FOOTER", text: "Reply if you cannot come" },
    buttons({ type: "QUICK_REPLY", text: "Confirm" }, { type: "QUICK_REPLY", text: "Cancel" }),
  ]),
  template("spring_offer", "en_US", "MARKETING", [
    body("Spring is here: {{1}} off everything until Sunday."),
    buttons({ type: "COPY_CODE", example: "SPRING25" }, { type: "QUICK_REPLY", text: "Stop promotions" }),
  ]),
  template("feedback", "en_US", "UTILITY", [
    body("How did we do?"),
    buttons({ type: "FLOW", text: "Tell us", flow_id: "1234567890", flow_action: "navigate" }),
  ]),
  template("login_code", "en_US", "AUTHENTICATION", [
    { ...body("*{{1}}* is your verification code."), add_security_recommendation: true },
    buttons({ type: "URL", text: "Copy code", url: "https://www.whatsapp.com/otp/code/?code={{1}}" }),
  ]),
  { ...template("winter_offer", "en_US", "MARKETING", [body("Winter is over.")]), status: "PAUSED" },
];
