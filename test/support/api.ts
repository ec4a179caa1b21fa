import { env, exports } from "cloudflare:workers";

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
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    }),
  );
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: parse(text) };
}

interface CallOptions {
  body?: unknown;
  bearer?: string;
  headers?: Record<string, string>;
}

interface Answer {
  status: number;
  headers: Headers;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: what a test reads of an answer is what it checks
  json: any;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** A tenant with a WhatsApp inbox, and calls in its name. */
export async function newTenant(name = "Shop") {
  const { json } = await call("POST", "/admin/v1/tenants", { bearer: OPERATOR, body: { name } });
  const bearer: string = json.api_key.secret;
  const api = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    call(method, `/api/v1${path}`, { bearer, headers, ...(body !== undefined && { body }) });
  return { id: json.tenant.id as string, outlet: json.tenant.default_outlet_id as string, bearer, api };
}

export const OUTLET = "0a8f3c52-52a5-4a3f-9d0e-0e8b6f8c3a11";
export { env };
