import { createHmac } from "node:crypto";
import type { WebhookChange } from "./model.ts";

/** Fields of the account's own affairs: their entries say when. Of messages the items do (Meta, "Webhooks"). */
const WITH_TIME = /^(account_|phone_number_|message_template_|template_|business_|security|user_id_update)/;

/** The body of one webhook: all its changes in one entry of the account, those that say when in their own. */
export function bodyOf(wabaId: string, changes: WebhookChange[], now: number): string {
  const ordered = changes.map(({ field, value }) => ({ value, field }));
  const [timed, others] = [true, false].map((is) => ordered.filter(({ field }) => WITH_TIME.test(field) === is));
  const entry = [
    ...(others?.length ? [{ id: wabaId, changes: others }] : []),
    ...(timed?.length ? [{ id: wabaId, time: Math.floor(now / 1000), changes: timed }] : []),
  ];
  return escapeLikeMeta(JSON.stringify({ object: "whatsapp_business_account", entry }));
}

/** Meta escapes slashes and all that is not ASCII, and signs those bytes: whoever serialises anew gets another digest. */
export function escapeLikeMeta(json: string): string {
  return json
    .replaceAll("/", "\\/")
    .replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** The value of `X-Hub-Signature-256`. */
export const sign = (appSecret: string, body: string): string =>
  `sha256=${createHmac("sha256", appSecret).update(body).digest("hex")}`;
