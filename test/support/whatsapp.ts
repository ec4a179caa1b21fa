import { listDurableObjectIds, runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { vi } from "vitest";
import { tenantAt } from "../../src/tenant/port.ts";
import { type Answer, type ConversationJson, call, newTenant, type Shop } from "./api.ts";

export const APP_SECRET = "app-secret";
export const VERIFY_TOKEN = "verify-token";

export interface Line {
  shop: Shop;
  inbox: string;
  /** WhatsApp's id of the number. */
  number: string;
}

let numbers = 0;

/** A tenant with a WhatsApp number. */
export async function newLine(shop?: Shop, more: object = {}): Promise<Line> {
  const owner = shop ?? (await newTenant());
  const number = String(100_000_000_000 + ++numbers);
  const { json } = await owner.api("POST", "/inboxes", {
    name: "WhatsApp",
    channel: {
      type: "whatsapp",
      phone_number_id: number,
      display_phone_number: "15550001111",
      access_token: "graph-token",
      app_secret: APP_SECRET,
      verify_token: VERIFY_TOKEN,
      ...more,
    },
  });
  return { shop: owner, inbox: json.id, number };
}

let waIds = 0;

/** A number as WhatsApp writes it, which no other test has. */
export const newWaId = (): string => `62812${String(++waIds).padStart(7, "0")}`;

let wamids = 0;
export const newWamid = (): string => `wamid.${String(++wamids).padStart(8, "0")}`;

export const now = (): string => String(Math.floor(Date.now() / 1000));

/** A text message as it lies in a webhook. */
export const text = (from: string, body: string, more: object = {}) => ({
  from,
  id: newWamid(),
  timestamp: now(),
  type: "text",
  text: { body },
  ...more,
});

/** What a webhook says of one number. */
export const change = (number: string, value: object) => ({
  field: "messages",
  value: {
    messaging_product: "whatsapp",
    metadata: { display_phone_number: "15550001111", phone_number_id: number },
    ...value,
  },
});

export const envelope = (...changes: object[]) => ({
  object: "whatsapp_business_account",
  entry: [{ id: "waba", changes }],
});

const encoder = new TextEncoder();

/** `X-Hub-Signature-256` of a body. */
export async function sign(body: string | Uint8Array<ArrayBuffer>, secret = APP_SECRET): Promise<string> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", encoder.encode(secret), algorithm, false, ["sign"]);
  const bytes = typeof body === "string" ? encoder.encode(body) : body;
  const digest = new Uint8Array(await crypto.subtle.sign("HMAC", key, bytes));
  return `sha256=${[...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

/** A signed webhook: to an inbox, or to the deployment's own URL. */
export async function webhook(inbox: string | null, body: unknown, secret = APP_SECRET): Promise<Answer> {
  const raw = typeof body === "string" || body instanceof Uint8Array ? (body as string) : JSON.stringify(body);
  const path = inbox === null ? "/webhooks/whatsapp" : `/webhooks/whatsapp/${inbox}`;
  return call("POST", path, { body: raw, headers: { "X-Hub-Signature-256": await sign(raw, secret) } });
}

export const receive = ({ inbox, number }: Line, ...messages: object[]): Promise<Answer> =>
  webhook(inbox, envelope(change(number, { messages })));

export const report = ({ inbox, number }: Line, ...statuses: object[]): Promise<Answer> =>
  webhook(inbox, envelope(change(number, { statuses })));

/** The conversation with somebody who wrote to the line; opens one where none is. */
export const conversationWith = ({ shop }: Line, waId: string): Promise<ConversationJson> =>
  shop.open(`+${waId}`, { outlet_id: shop.outlet });

/** The tenant's list, once every thread has told of itself: a webhook is answered before. */
export async function listed({ shop }: Line): Promise<ConversationJson[]> {
  for (const id of await listDurableObjectIds(env.CONVERSATION)) await runDurableObjectAlarm(env.CONVERSATION.get(id));
  return (await shop.api("GET", "/conversations?limit=200")).json.conversations;
}

/** A conversation in which the customer has just written. */
export async function chat(line: Line): Promise<{ waId: string; id: string; conversation: ConversationJson }> {
  const waId = newWaId();
  await receive(line, text(waId, "hello"));
  const conversation = await conversationWith(line, waId);
  return { waId, id: conversation.id, conversation };
}

/** What was set aside for a tenant, oldest first. */
export async function quarantined(tenantId: string): Promise<{ reason: string; raw: string }[]> {
  const tenant = tenantAt(env, tenantId);
  const { items } = await tenant.quarantined({ reason: null, order: "oldest", after: null, limit: 1_000 });
  const raw = async (id: string) => (await tenant.quarantinedItem(id))?.raw ?? "";
  return Promise.all(items.map(async ({ id, reason }) => ({ reason, raw: await raw(id) })));
}

export interface GraphCall {
  url: string;
  authorization: string | null;
  // biome-ignore lint/suspicious/noExplicitAny: what a test reads of a body is what it checks
  body: any;
}

type Responder = (call: GraphCall, index: number) => Response | Promise<Response>;

/** An answer of the Graph API that takes the message. */
export const accepted = (wamid = newWamid(), wa_id?: string): Response =>
  Response.json({ messaging_product: "whatsapp", contacts: [{ input: "", wa_id }], messages: [{ id: wamid }] });

/** A refusal of the Graph API. */
export const refused = (code: number, title: string, details = "", status = 400): Response =>
  Response.json(
    { error: { message: `(#${code}) ${title}`, type: "OAuthException", code, error_data: { details } } },
    { status },
  );

/** Stands in for the Graph API; each number of a test has its own answers. */
export class Graph {
  readonly #responders = new Map<string, { calls: GraphCall[]; responder: Responder }>();
  /** What was marked as read. */
  readonly receipts: GraphCall["body"][] = [];

  constructor() {
    vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
      const request = new Request(input as string, init as RequestInit);
      const url = new URL(request.url);
      const number = /^\/v25\.0\/(\d+)\/messages$/.exec(url.pathname)?.[1] ?? "";
      const known = this.#responders.get(number);
      if (url.host !== "graph.test" || !known) return new Response("nobody listens here", { status: 404 });
      const made: GraphCall = {
        url: request.url,
        authorization: request.headers.get("authorization"),
        body: await request.json(),
      };
      if (made.body.status === "read") {
        this.receipts.push(made.body);
        return Response.json({ success: true });
      }
      return known.responder(made, known.calls.push(made) - 1);
    });
  }

  /** Answers the sends of a line, and keeps them. */
  answer({ number }: Line, responder: Responder = () => accepted()): GraphCall[] {
    const calls: GraphCall[] = [];
    this.#responders.set(number, { calls, responder });
    return calls;
  }
}
