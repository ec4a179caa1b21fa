import { inject, vi } from "vitest";

// biome-ignore lint/suspicious/noExplicitAny: what a test reads of an answer is what it checks
type Json = any;

async function call(url: string, method: string, body: unknown, bearer?: string): Promise<Json> {
  const headers = { "content-type": "application/json", ...(bearer && { authorization: `Bearer ${bearer}` }) };
  const response = await fetch(url, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url} answered ${response.status} ${text.slice(0, 500)}`);
  return text === "" ? null : JSON.parse(text);
}

/** A call of the API by the shop's key. */
export const api = (path: string, method = "GET", body?: unknown): Promise<Json> =>
  call(`${inject("stage").api}/api/v1${path}`, method, body, inject("stage").key);

const simulator = (path: string, method = "GET", body?: unknown): Promise<Json> =>
  call(`${inject("stage").phone}/simulator${path}`, method, body);

export interface Customer {
  wa_id: string;
  name: string;
  says(text: string): Promise<void>;
  /** Says it, and hears what the AI agent says to that: should it come while an agent writes, it would hold their reply. */
  asks(text: string): Promise<void>;
  /** Something else than words, as the simulator's phones send it. */
  sends(message: object): Promise<void>;
  /** Has the next message to anybody fail on its way. */
  refuses(): Promise<void>;
  /** What the business said to them, oldest first. */
  heard(): Promise<string[]>;
  /** Their conversation as the API tells it, the latest one, once it is listed: what they wrote is heard a moment before. */
  conversation(): Promise<Json>;
}

let made = 0;

/** Somebody with a phone who never wrote before. */
export async function newCustomer(name: string): Promise<Customer> {
  made += 1;
  const wa_id = `1555${String(Date.now() % 1_000_000).padStart(6, "0")}${made % 10}`;
  await simulator("/contacts", "POST", { name, wa_id });
  const says = async (text: string) => {
    await simulator(`/contacts/${wa_id}/messages`, "POST", { text });
  };
  const heard = async () =>
    (await simulator(`/contacts/${wa_id}/messages`)).messages
      .filter(({ direction }: Json) => direction === "to_customer")
      .map(({ text, content }: Json) => text ?? content ?? "");
  return {
    wa_id,
    name,
    says,
    asks: async (text) => {
      const before = (await heard()).length;
      await says(text);
      const answered = async () => {
        if ((await heard()).length === before) throw new Error(`nobody answers ${name}`);
      };
      await vi.waitFor(answered, 20_000);
    },
    sends: async (message) => {
      await simulator(`/contacts/${wa_id}/messages`, "POST", message);
    },
    refuses: async () => {
      await simulator("/settings", "POST", { fail_statuses_next: { code: 131026, count: 1 } });
    },
    heard,
    conversation: () =>
      vi.waitFor(async () => {
        const [latest] = (await api(`/conversations?q=${wa_id}`)).conversations;
        if (latest === undefined) throw new Error(`nothing is listed of ${name}`);
        return latest;
      }, 10_000),
  };
}

/** Has nobody else be there, and these have room, whatever tests before left: who waits for a person is offered to them. */
export async function onlyThere(...names: string[]): Promise<void> {
  const { agents } = await api("/agents");
  for (const { id, name } of agents)
    if (names.some((one) => name.startsWith(one))) await api(`/agents/${id}`, "PATCH", { capacity: 100 });
    else await api(`/agents/${id}/presence`, "PUT", { status: "offline" });
}

/** Puts a file onto the phones. @returns its media id, as a message names it */
export async function uploaded(bytes: Uint8Array<ArrayBuffer>, mimeType: string, filename: string): Promise<string> {
  const url = `${inject("stage").phone}/simulator/media?filename=${filename}`;
  const response = await fetch(url, { method: "POST", headers: { "content-type": mimeType }, body: bytes });
  if (!response.ok) throw new Error(`the phone takes no ${filename}: ${await response.text()}`);
  return ((await response.json()) as Json).media_id;
}

/** Somebody who can sign in. */
export interface Account {
  email: string;
  password: string;
}

/** A tenant that has nothing yet but its admin. */
export async function newShop(name: string): Promise<Account> {
  const { api: base, operator, password } = inject("stage");
  const { api_key } = await call(`${base}/admin/v1/tenants`, "POST", { name }, operator);
  const own = (path: string, body: unknown) => call(`${base}/api/v1${path}`, "POST", body, api_key.secret);
  const email = `admin@${name.toLowerCase().replaceAll(/\W+/g, "-")}.example`;
  const { id } = await own("/agents", { name: "Noor Haddad", email, role: "admin" });
  const { url } = await own(`/agents/${id}/invitations`, {});
  await call(`${base}/api/v1/invitations/accept`, "POST", { token: url.split("/").at(-1), password });
  return { email, password };
}
