import type { Hono } from "hono";
import { type Item, parseWebhook } from "../channels/whatsapp/parse.ts";
import { isGenuine, parseSignature } from "../channels/whatsapp/signature.ts";
import { type Request, threadAt } from "../conversation/port.ts";
import type { Destination } from "../directory/directory-object.ts";
import { resolve } from "../directory/port.ts";
import { parseMessageId } from "../domain/ids.ts";
import { equalInConstantTime } from "../lib/crypto.ts";
import { parseJson, readBytes } from "../lib/json.ts";
import { type Configuration, configurationOf, type Inbox } from "../tenant/configuration.ts";
import { tenantAt } from "../tenant/port.ts";
import { threadOf } from "../tenant/thread.ts";
import type { AppContext, AppEnv } from "./context.ts";
import { problem } from "./problem.ts";

/** Meta's limits of one webhook: 3 MB and 1,000 updates. */
const BODY_LIMIT = 3 * 1024 * 1024;
const MOST_ITEMS = 1_000;

/** A row holds 2 MB at most: what is set aside lies in pieces of so many characters. */
const RAW_LIMIT = 500_000;

/** Where what belongs to no tenant is kept. */
const NOBODY = "unplaced";

/** WhatsApp's webhooks: one URL for each inbox, and one for the app of the whole deployment. */
export function whatsappWebhook(app: Hono<AppEnv>): void {
  app.get("/webhooks/whatsapp/:inbox_id?", async (c) => {
    const expected = (await callee(c))?.verify_token;
    const { "hub.mode": mode, "hub.verify_token": token, "hub.challenge": challenge } = c.req.query();
    const genuine = expected && token !== undefined && (await equalInConstantTime(token, expected));
    return mode === "subscribe" && genuine ? c.text(challenge ?? "") : problem(c, "forbidden");
  });

  app.post("/webhooks/whatsapp/:inbox_id?", async (c) => {
    const signature = parseSignature(c.req.header("x-hub-signature-256"));
    if (signature === null) return problem(c, "invalid_signature");
    const called = await callee(c);
    const body = await readBytes(c.req.raw, BODY_LIMIT);
    if (body === null) return problem(c, "payload_too_large");
    if (!called || !(await isGenuine(called.app_secrets, signature, body))) return problem(c, "invalid_signature");
    const parsed = parseJson(body);
    const items = parsed.ok ? parseWebhook(parsed.value) : [unreadable(body)];
    if (items.length > MOST_ITEMS) return problem(c, "payload_too_large");
    await place(c, called, items);
    return c.body(null, 200);
  });
}

/** Whose webhook is called: an inbox's own, or the deployment's, whose items each name their number. */
interface Callee {
  app_secrets: string[];
  verify_token: string;
  inbox: { configuration: Configuration; inbox: Inbox } | null;
}

async function callee(c: AppContext): Promise<Callee | null> {
  const id = c.req.param("inbox_id");
  if (id === undefined) {
    const { WHATSAPP_APP_SECRET: secrets, WHATSAPP_VERIFY_TOKEN: verify_token } = c.env;
    return secrets && verify_token ? { app_secrets: secrets.split(","), verify_token, inbox: null } : null;
  }
  const inbox = await inboxAt(c, await resolve(c.env, "inbox", id));
  if (inbox?.inbox.channel.type !== "whatsapp") return null;
  return { app_secrets: inbox.inbox.channel.app_secrets, verify_token: inbox.inbox.channel.verify_token, inbox };
}

async function inboxAt(c: AppContext, destination: Destination | null): Promise<Callee["inbox"]> {
  const configuration = destination && (await configurationOf(c.env, destination.tenant_id));
  const inbox = configuration?.inboxes.find(({ id }) => id === destination?.inbox_id);
  return configuration && inbox ? { configuration, inbox } : null;
}

const unreadable = (body: Uint8Array): Item => ({
  kind: "unplaced",
  phone_number_id: null,
  reason: "not_json",
  raw: new TextDecoder().decode(body),
});

/** What one thread gets of a batch, in the batch's order. */
interface Parcel {
  tenant_id: string;
  thread_key: string;
  requests: { request: Request; raw: unknown }[];
  reports: Parameters<ReturnType<typeof threadAt>["reportStatuses"]>[0];
}

/** Stores every item, or throws: WhatsApp then sends the whole batch again, and what was stored is known. */
async function place(c: AppContext, called: Callee, items: Item[]): Promise<void> {
  const parcels = new Map<string, Parcel>();
  const unplaced = new Map<string, { tenant_id: string; reason: string; raw: string[] }>();
  const setAside = (tenant_id: string, reason: string, raw: unknown) => {
    const key = `${tenant_id}:${reason}`;
    const aside = unplaced.get(key) ?? { tenant_id, reason, raw: [] };
    unplaced.set(key, aside);
    const text = JSON.stringify(raw);
    for (let from = 0; from < text.length; from += RAW_LIMIT) aside.raw.push(text.slice(from, from + RAW_LIMIT));
  };
  for (const item of items) {
    const owner = await ownerOf(c, called, item);
    const tenant_id = owner?.configuration.tenant.id ?? called.inbox?.configuration.tenant.id ?? NOBODY;
    const placed = owner && item.kind !== "unplaced" ? await pack(parcels, owner, item) : false;
    if (!placed) setAside(tenant_id, item.kind === "unplaced" ? item.reason : "unknown_number", item.raw);
  }
  await Promise.all([...parcels.values()].map((parcel) => deliver(c, parcel, setAside)));
  const kept = [...unplaced.values()];
  await Promise.all(kept.map(({ tenant_id, reason, raw }) => tenantAt(c.env, tenant_id).quarantine(reason, raw)));
}

/** An inbox's own webhook speaks for its own number only: nobody forges messages to another's. */
async function ownerOf(c: AppContext, { inbox }: Callee, { phone_number_id }: Item): Promise<Callee["inbox"]> {
  if (phone_number_id === null) return null;
  if (inbox === null) return inboxAt(c, await resolve(c.env, "whatsapp", phone_number_id));
  const { channel } = inbox.inbox;
  return channel.type === "whatsapp" && channel.phone_number_id === phone_number_id ? inbox : null;
}

/** Puts an item to its thread's others; false when it names nobody. */
async function pack(
  parcels: Map<string, Parcel>,
  { configuration: { tenant }, inbox }: NonNullable<Callee["inbox"]>,
  item: Exclude<Item, { kind: "unplaced" }>,
): Promise<boolean> {
  const message_id = item.kind === "status" ? item.callback_data : null;
  const contact = item.kind === "status" ? item.recipient : item.contact;
  const identity = await threadOf(tenant, inbox, contact);
  const thread_key = (message_id && parseMessageId(message_id)?.threadKey) || identity?.thread_key;
  if (!thread_key) return false;
  const parcel = parcels.get(thread_key) ?? { tenant_id: tenant.id, thread_key, requests: [], reports: [] };
  parcels.set(thread_key, parcel);
  if (item.kind === "status") parcel.reports.push({ message_id, report: item.report });
  else if (identity) {
    const { saying, passive, raw } = item;
    const command = { type: "receive_message", place: { identity, contact }, saying, passive } as const;
    const request = { keys: [`wa:${saying.whatsapp_message_id}`], fingerprint: null, command };
    parcel.requests.push({ request, raw });
  }
  return true;
}

async function deliver(
  c: AppContext,
  { tenant_id, thread_key, requests, reports }: Parcel,
  setAside: (tenantId: string, reason: string, raw: unknown) => void,
): Promise<void> {
  const thread = threadAt(c.env, tenant_id, thread_key);
  const results = requests.length === 0 ? [] : await thread.executeAll(requests.map(({ request }) => request));
  for (const [index, result] of results.entries()) {
    if (!result.ok) setAside(tenant_id, result.error.code, requests[index]?.raw);
  }
  if (reports.length > 0) await thread.reportStatuses(reports);
}
