import type { Hono } from "hono";
import { simulatorApp } from "../../src/simulator/app.ts";
import type { Clock } from "../../src/simulator/clock.ts";
import { mediaFiles } from "../../src/simulator/media-files.ts";
import type { Message } from "../../src/simulator/model.ts";
import { Simulator } from "../../src/simulator/simulator.ts";
import { State } from "../../src/simulator/state.ts";
import { directoryFor } from "../support/directory.ts";

const START = Date.parse("2026-11-02T09:00:00.000Z");

/** Time that passes only when told to. */
class FakeClock implements Clock {
  #now = START;
  #timers: { at: number; run: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  after(delayMs: number, run: () => void): () => void {
    const timer = { at: this.#now + delayMs, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** Lets time pass, timer by timer, with whatever they set off. */
  async pass(ms: number): Promise<void> {
    const until = this.#now + ms;
    await settled();
    for (let due = this.#due(until); due; due = this.#due(until)) {
      this.#timers = this.#timers.filter((timer) => timer !== due);
      this.#now = Math.max(this.#now, due.at);
      due.run();
      await settled();
    }
    this.#now = until;
  }

  #due(until: number) {
    return this.#timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
  }
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

interface Webhook {
  at: number;
  url: string;
  body: string;
  signature: string;
  authorization: string | null;
}

/** The business's server: keeps what it is sent and answers as it is told. */
class FakeBusiness {
  readonly webhooks: Webhook[] = [];
  /** Answers each attempt: a status, or null for none at all. */
  answer: (body: string) => number | null = () => 200;
  challenge: (challenge: string) => Response = (challenge) => new Response(challenge);
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  readonly fetch: typeof fetch = async (input, init) => {
    const url = new URL(String(input));
    if (init?.method !== "POST") return this.challenge(url.searchParams.get("hub.challenge") ?? "");
    const body = String(init.body);
    const headers = new Headers(init.headers);
    const signature = headers.get("x-hub-signature-256") ?? "";
    const authorization = headers.get("authorization");
    this.webhooks.push({ at: this.#clock.now() - START, url: url.href, body, signature, authorization });
    const status = this.answer(body);
    if (status === null) throw new TypeError("connection refused");
    return new Response(null, { status });
  };

  /** The changes that were told, in order. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into webhooks of every shape
  get changes(): { field: string; value: any }[] {
    return this.webhooks.flatMap(({ body }) =>
      JSON.parse(body).entry.flatMap(({ changes }: { changes: object[] }) => changes),
    );
  }

  /** What was told of messages, in order: a status, the text of a message, or its type. */
  get told(): string[] {
    return this.changes.map(({ field, value: { statuses, messages } }) => {
      if (statuses) return statuses[0].status;
      return messages ? (messages[0].text?.body ?? messages[0].type) : field;
    });
  }

  // biome-ignore lint/suspicious/noExplicitAny: tests look into messages of every shape
  get lastMessage(): any {
    return this.changes.findLast(({ value }) => value.messages)?.value.messages[0];
  }
}

export const NUMBER = "15550001111";
export const BUDI = "6281234567890";

export const ORIGIN = "http://simulator.test";

export const CREDENTIALS = {
  display_phone_number: "+1 555-000-1111",
  access_token: "token-1",
  app_secret: "app-secret",
  verify_token: "verify-me",
  webhook_url: "http://business.test/webhooks/whatsapp/1",
  name: "Demo shop",
};

/** A simulator with a business that is registered, unless told otherwise. */
export async function simulation({ state = new State(), register = true, random = (): number => 0 } = {}) {
  const clock = new FakeClock();
  const business = new FakeBusiness(clock);
  const files = mediaFiles(directoryFor("simulator"));
  const simulator = new Simulator(state, { clock, fetch: business.fetch, random, files, run: "run1" });
  simulator.origin = ORIGIN;
  simulator.start();
  const stop = new AbortController();
  const app = simulatorApp(simulator, stop.signal);
  const calls = callsTo(app);
  if (register) await calls.put(`/simulator/numbers/${NUMBER}`, CREDENTIALS);
  return { clock, business, simulator, state, app, stop, ...calls };
}

function callsTo(app: Hono) {
  const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const isRaw = typeof body === "string" || body instanceof FormData || body instanceof Uint8Array;
    const type = body instanceof FormData ? {} : { "content-type": "application/json" };
    const init: RequestInit = { method, headers: { "user-agent": "test", ...type, ...headers } };
    if (body !== undefined) init.body = isRaw ? (body as BodyInit) : JSON.stringify(body);
    const response = await app.request(new URL(path, ORIGIN).href, init);
    const text = await response.text();
    // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
    const json: any = text.startsWith("{") ? JSON.parse(text) : null;
    return { status: response.status, headers: response.headers, text, json };
  };
  const bearer = (token = CREDENTIALS.access_token) => ({ authorization: `Bearer ${token}` });
  const graph = (body: unknown, token = CREDENTIALS.access_token, number = NUMBER) =>
    call("POST", `/v25.0/${number}/messages`, body, bearer(token));
  const upload = async (type: string, bytes: Uint8Array<ArrayBuffer>, name = "file") => {
    const form = new FormData();
    form.set("messaging_product", "whatsapp");
    form.set("type", type);
    form.set("file", new File([bytes], name, { type }));
    return call("POST", `/v25.0/${NUMBER}/media`, form, bearer());
  };
  return {
    get: (path: string) => call("GET", path),
    post: (path: string, body: unknown, headers?: Record<string, string>) => call("POST", path, body, headers),
    put: (path: string, body: unknown) => call("PUT", path, body),
    patch: (path: string, body: unknown) => call("PATCH", path, body),
    graph,
    upload,
    /** A call of the Graph API beside sending, by the path behind the version. */
    node: (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
      call(method, path.startsWith("http") ? path : `/v25.0${path}`, body, { ...bearer(), ...headers }),
    /** Puts a file on the customers' phones. */
    file: async (type: string, bytes: Uint8Array, name = "file"): Promise<string> =>
      (await call("POST", `/simulator/media?filename=${name}`, bytes, { "content-type": type })).json.media_id,
    send: (text: string, more: object = {}) => graph({ ...textTo(BUDI, text), ...more }),
    say: async (text: string, more: object = {}): Promise<Message> =>
      (await call("POST", `/simulator/contacts/${BUDI}/messages`, { text, ...more })).json,
    /** Budi does something on his phone. */
    does: (what: string, body: object) => call("POST", `/simulator/contacts/${BUDI}/${what}`, body),
    chat: async (waId = BUDI): Promise<Message[]> =>
      (await call("GET", `/simulator/contacts/${waId}/messages`)).json.messages,
  };
}

export const textTo = (to: string, body: string) => ({
  messaging_product: "whatsapp",
  to: `+${to}`,
  type: "text",
  text: { body },
});
