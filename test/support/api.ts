import { env, exports } from "cloudflare:workers";
import type * as z from "zod";
import { parseConversationId, threadName } from "../../src/domain/ids.ts";
import type { Conversation } from "../../src/protocol/conversation.ts";

export const OPERATOR = "operator-token";

/** A call of the Worker over HTTP, as a client makes it. */
export async function call(method: string, path: string, options: CallOptions = {}): Promise<Answer> {
  const { body, bearer, headers = {} } = options;
  const response = await exports.default.fetch(
    new Request(`https://store.test${path}`, {
      method,
      headers: {
        ...(bearer && { Authorization: `Bearer ${bearer}` }),
        ...(body !== undefined && { "Content-Type": "application/json" }),
        ...headers,
      },
      ...(body !== undefined && { body: isRaw(body) ? body : JSON.stringify(body) }),
    }),
  );
  return answerOf(response);
}

interface CallOptions {
  /** Text and bytes are sent as they are, anything else as JSON. */
  body?: unknown;
  bearer?: string;
  headers?: Record<string, string>;
}

const isRaw = (body: unknown): body is string | Uint8Array<ArrayBuffer> =>
  typeof body === "string" || body instanceof Uint8Array;

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: what a test reads of an answer is what it checks
  json: any;
}

export async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: parse(text) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export type Shop = Awaited<ReturnType<typeof newTenant>>;
export type ConversationJson = z.output<typeof Conversation>;

/** A tenant, and calls in its name. */
export async function newTenant(name = "Shop") {
  const { json } = await call("POST", "/admin/v1/tenants", { bearer: OPERATOR, body: { name } });
  const bearer: string = json.api_key.secret;
  const api = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    call(method, `/api/v1${path}`, { bearer, headers, ...(body !== undefined && { body }) });
  const id: string = json.tenant.id;
  const outlet: string = json.tenant.default_outlet_id;
  /** Finds or opens the conversation with a phone number. */
  const open = async (customer_phone = newPhone(), more: object = {}): Promise<ConversationJson> =>
    (await api("POST", "/conversations/find-or-create", { outlet_id: OUTLET, customer_phone, ...more })).json;
  const say = (conversation_id: string, sender_type: string, content: string, more: object = {}) =>
    api("POST", "/messages", { conversation_id, sender_type, content, ...more });
  return { id, outlet, bearer, key_id: json.api_key.id as string, api, open, say };
}

let phones = 0;

/** A phone number that no other test has. */
export const newPhone = (): string => `+62811${String(++phones).padStart(7, "0")}`;

/** An outlet without an inbox of its own: what is said there is only stored. */
export const OUTLET = "0a8f3c52-52a5-4a3f-9d0e-0e8b6f8c3a11";

/** The object of a conversation's thread, as it is named for a tenant. */
export function threadAt(tenantId: string, conversationId: string) {
  const place = parseConversationId(conversationId);
  return env.CONVERSATION.getByName(threadName(tenantId, place?.threadKey ?? ""));
}
