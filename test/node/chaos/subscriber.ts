import { createServer, type Server } from "node:http";
import { freePort } from "../../support/product.ts";

/** What a subscriber does with a callback. */
export type Mood = "takes" | "fails" | "hangs" | "refuses";

/** A callback that was answered with success. */
export interface Taken {
  id: string;
  seq: number;
  type: string;
}

/** A service that is told of everything, while it is there. */
export class Subscriber {
  /** By conversation, in the order of arrival, repeated ones included. */
  readonly taken = new Map<string, Taken[]>();
  /** Callbacks that came while it did not take any. */
  missed = 0;
  url = "";
  #mood: Mood = "takes";
  #port = 0;
  #server: Server | null = null;

  async start(): Promise<void> {
    this.#port = await freePort();
    this.url = `http://127.0.0.1:${this.#port}/callbacks`;
    await this.#listen();
  }

  async be(mood: Mood): Promise<void> {
    if (mood === "refuses") this.stop();
    else if (this.#mood === "refuses") await this.#listen();
    if (mood !== "hangs") this.#server?.closeIdleConnections();
    this.#mood = mood;
  }

  stop(): void {
    this.#server?.close();
    this.#server?.closeAllConnections();
    this.#server = null;
  }

  async #listen(): Promise<void> {
    const server = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk) => (body += chunk));
      request.on("end", () => {
        const { id, seq, type, subject } = JSON.parse(body);
        if (this.#mood === "takes") {
          this.#keep(subject, { id, seq, type });
          response.writeHead(204).end();
          return;
        }
        this.missed++;
        if (this.#mood === "fails") response.writeHead(500).end("not now");
      });
    });
    await new Promise<void>((done) => server.listen(this.#port, "127.0.0.1", done));
    this.#server = server;
  }

  #keep(subject: string, one: Taken): void {
    const known = this.taken.get(subject);
    if (known) known.push(one);
    else this.taken.set(subject, [one]);
  }
}
