import { exports } from "cloudflare:workers";
import { vi } from "vitest";
import { call, type Shop } from "./api.ts";

const WAIT = { timeout: 10_000, interval: 5 };

// biome-ignore lint/suspicious/noExplicitAny: what a test reads of a frame is what it checks
type Frame = any;

/** An agent of a shop, with calls by their own bearer. */
export interface Colleague {
  id: string;
  token: string;
  api: Shop["api"];
}

/** Takes on an agent. */
export async function hire(shop: Shop, name: string, more: object = {}): Promise<Colleague> {
  const body = { name, email: `${name}-${crypto.randomUUID()}@shop.test`, ...more };
  const { id } = (await shop.api("POST", "/agents", body)).json;
  const { token } = (await shop.api("POST", `/agents/${id}/tokens`)).json;
  const api: Shop["api"] = (method, path, sent, headers = {}) =>
    call(method, `/api/v1${path}`, { bearer: token, headers, ...(sent !== undefined && { body: sent }) });
  return { id, token, api };
}

/** The upgrade, as a client asks for it. */
export const upgrade = (query: string, headers: Record<string, string> = {}): Promise<Response> =>
  exports.default.fetch(
    new Request(`https://store.test/api/v1/realtime${query}`, { headers: { Upgrade: "websocket", ...headers } }),
  );

/** A client of the native socket: everything that it is told, in order. */
export class Client {
  readonly web: WebSocket;
  readonly frames: Frame[] = [];
  readonly raw: string[] = [];
  closed: { code: number; reason: string } | null = null;
  #refs = 0;

  constructor(web: WebSocket) {
    this.web = web;
    web.addEventListener("message", ({ data }) => {
      const text = String(data);
      this.raw.push(text);
      if (!text.startsWith("{")) return;
      const frame = JSON.parse(text);
      this.frames.push(...(frame.type === "events" ? frame.data : [frame]));
    });
    web.addEventListener("close", ({ code, reason }) => {
      this.closed = { code, reason };
    });
    web.accept();
  }

  /** Comes by a ticket, as a page does. */
  static async of({ api }: Colleague): Promise<Client> {
    const { ticket } = (await api("POST", "/realtime/tickets")).json;
    const { webSocket } = await upgrade(`?ticket=${ticket}`);
    if (!webSocket) throw new Error("no socket");
    const client = new Client(webSocket);
    await client.told("welcome");
    return client;
  }

  say(type: string, data: object, ref?: string | number): void {
    this.web.send(JSON.stringify({ type, data, ...(ref !== undefined && { ref }) }));
  }

  /** Says something, and waits for its answer or its refusal. */
  async ask(type: string, data: object = {}): Promise<Frame> {
    const ref = ++this.#refs;
    this.say(type, data, ref);
    return vi.waitFor(() => {
      const answer = this.frames.find((frame) => frame.ref === ref);
      if (!answer) throw new Error(`no answer to ${type}`);
      return answer;
    }, WAIT);
  }

  /** All frames of a type, as soon as there are so many. */
  told(type: string, count = 1): Promise<Frame[]> {
    return vi.waitFor(() => {
      const found = this.all(type);
      if (found.length < count) throw new Error(`told ${type} ${found.length} times, not ${count}`);
      return found;
    }, WAIT);
  }

  all(type: string): Frame[] {
    return this.frames.filter((frame) => frame.type === type);
  }

  /** Done once it is closed, with the code. */
  ended(): Promise<{ code: number; reason: string }> {
    return vi.waitFor(() => {
      if (this.closed === null) throw new Error("still open");
      return this.closed;
    }, WAIT);
  }

  close(): void {
    this.web.close(1000);
  }
}
