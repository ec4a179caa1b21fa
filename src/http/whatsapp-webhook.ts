import type { Hono } from "hono";
import type { Item } from "../channels/whatsapp/items.ts";
import { parseWebhook } from "../channels/whatsapp/parse.ts";
import { isGenuine, parseSignature } from "../channels/whatsapp/signature.ts";
import { resolve } from "../directory/port.ts";
import { type Called, place } from "../intake/placing.ts";
import { readBytes } from "../lib/body.ts";
import { equalInConstantTime } from "../lib/crypto.ts";
import { parseJson } from "../lib/json.ts";
import { configurationOf } from "../tenant/configuration.ts";
import type { RefusalReason, WebhookNote } from "../tenant/port.ts";
import type { AppContext, AppEnv } from "./context.ts";
import { problem } from "./problem.ts";
import { noteWebhook } from "./webhook-notes.ts";

/** Meta's limit of one webhook. */
const BODY_LIMIT = 3 * 1024 * 1024;

/** WhatsApp's webhooks: one URL for each inbox, and one for the app of the whole deployment. */
export function whatsappWebhook(app: Hono<AppEnv>): void {
  app.get("/webhooks/whatsapp/:inbox_id?", async (c) => {
    const called = await callee(c);
    const expected = called?.verify_token;
    const { "hub.mode": mode, "hub.verify_token": token, "hub.challenge": challenge } = c.req.query();
    const genuine = expected && token !== undefined && (await equalInConstantTime(token, expected));
    const isVerified = mode === "subscribe" && Boolean(genuine);
    if (mode === "subscribe") note(c, called, isVerified ? { type: "verified" } : refusal("verify_token_wrong"));
    return isVerified ? c.text(challenge ?? "") : problem(c, "forbidden");
  });

  app.post("/webhooks/whatsapp/:inbox_id?", async (c) => {
    const signature = parseSignature(c.req.header("x-hub-signature-256"));
    const called = await callee(c);
    if (signature === null) {
      note(c, called, refusal("signature_missing"));
      return problem(c, "invalid_signature");
    }
    const body = await readBytes(c.req.raw, BODY_LIMIT);
    if (body === null) return problem(c, "payload_too_large");
    if (!called || !(await isGenuine(called.app_secrets, signature, body))) {
      note(c, called, refusal("signature_wrong"));
      return problem(c, "invalid_signature");
    }
    const parsed = parseJson(body);
    const items = parsed.ok ? parseWebhook(parsed.value) : [unreadable(body)];
    await place(c.env, called.owner, items);
    note(c, called, { type: "taken" }, items);
    return c.body(null, 200);
  });
}

const refusal = (reason: RefusalReason): WebhookNote => ({ type: "refused", reason });

/** The deployment's own webhook is no inbox's: what it brings is of the inboxes whose numbers it names. */
function note(c: AppContext, called: Callee | null, what: WebhookNote, items: Item[] = []): void {
  const owner = called?.owner;
  if (owner) {
    noteWebhook(c, { tenant_id: owner.configuration.tenant.id, inbox_id: owner.inbox.id }, what);
    return;
  }
  for (const id of new Set(items.map(({ phone_number_id }) => phone_number_id)))
    if (id !== null) noteWebhook(c, { phone_number_id: id }, what);
}

/** Whose webhook is called, and by whose secret it is known. */
interface Callee {
  app_secrets: string[];
  verify_token: string;
  owner: Called;
}

async function callee(c: AppContext): Promise<Callee | null> {
  const id = c.req.param("inbox_id");
  if (id === undefined) {
    const { WHATSAPP_APP_SECRET: secrets, WHATSAPP_VERIFY_TOKEN: verify_token } = c.env;
    return secrets && verify_token ? { app_secrets: secrets.split(","), verify_token, owner: null } : null;
  }
  const destination = await resolve(c.env, "inbox", id);
  const configuration = destination && (await configurationOf(c.env, destination.tenant_id));
  const inbox = configuration?.inboxes.find((one) => one.id === id);
  if (!configuration || inbox?.channel.type !== "whatsapp") return null;
  const { app_secrets, verify_token } = inbox.channel;
  return { app_secrets, verify_token, owner: { configuration, inbox } };
}

/** A body that was signed but is no JSON is kept whole, as it came. */
const unreadable = (body: Uint8Array): Item => ({
  kind: "unplaced",
  phone_number_id: null,
  display_phone_number: null,
  waba_id: null,
  reason: "not_json",
  raw: { field: "unreadable", value: new TextDecoder().decode(body) },
});
