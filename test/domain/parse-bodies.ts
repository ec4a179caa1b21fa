import { readFileSync } from "node:fs";

/** Webhook bodies of our own writing: one of each kind of message and field. */
export const FIXTURES = `${import.meta.dirname}/../fixtures/whatsapp`;

// biome-ignore lint/suspicious/noExplicitAny: what a test reads of a body is what it checks
export const fixture = (name: string): any => JSON.parse(readFileSync(`${FIXTURES}/${name}.json`, "utf8"));

/** A webhook with one value of the field `messages`. */
export const envelope = (value: object) => ({
  object: "whatsapp_business_account",
  entry: [{ id: "2", changes: [{ field: "messages", value: { metadata: { phone_number_id: "1" }, ...value } }] }],
});

/** The customer of the fixtures. */
export const MIRA = {
  name: "Mira Holt",
  phone: "+15551230001",
  wa_id: "15551230001",
  user_id: "US.90000000000000001",
  username: "mira.holt",
  customer_id: null,
  customer_details: null,
};
