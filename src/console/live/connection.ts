import ReconnectingWebSocket from "partysocket/ws";
import { call } from "../api/client.ts";
import { ApiProblem, isProblem } from "../api/problem.ts";
import type { ClientFrameData, ClientFrameType, FrameAnswers, ServerFrame } from "./frames.ts";
import { Rooms } from "./rooms.ts";

/** `superseded`: the agent has opened so many windows that this one was closed. */
export type ConnectionStatus = "connecting" | "open" | "lost" | "superseded" | "signed_out";

const PING_MS = 30_000;
/** After so long without a word the line is dead, whatever the browser thinks of it. */
const SILENT_MS = 45_000;
const ANSWER_MS = 20_000;
/** The server's words for why it closed (`src/realtime/close-codes.ts`). */
const REVOKED = 4001;
const SUPERSEDED = 4409;

interface Waiting {
  resolve: (answer: never) => void;
  reject: (problem: ApiProblem) => void;
  timer: ReturnType<typeof setTimeout>;
}

/**
 * The agent's one socket. It comes back by itself, joins what was joined with the last number that it has of each, and
 * so is told exactly what it missed.
 */
export class Connection {
  readonly #socket: ReconnectingWebSocket;
  readonly #rooms = new Rooms();
  readonly #frameListeners = new Set<(frame: ServerFrame) => void>();
  readonly #statusListeners = new Set<() => void>();
  readonly #waiting = new Map<number, Waiting>();
  readonly #pinging: ReturnType<typeof setInterval>;
  #status: ConnectionStatus = "connecting";
  #ref = 0;
  #heardAt = Date.now();

  constructor() {
    this.#socket = new ReconnectingWebSocket(() => this.#url(), [], {
      minReconnectionDelay: 500,
      maxReconnectionDelay: 10_000,
      connectionTimeout: 10_000,
      maxEnqueuedMessages: 0,
    });
    this.#socket.addEventListener("open", () => this.#opened());
    this.#socket.addEventListener("message", ({ data }) => this.#heard(`${data}`));
    this.#socket.addEventListener("close", ({ code }) => this.#closed(code));
    this.#pinging = setInterval(() => this.#ping(), PING_MS);
    // The browser knows before we do, and there is no use in waiting out a delay.
    window.addEventListener("online", this.#reconnect);
  }

  /** Where the line stands. */
  get status(): ConnectionStatus {
    return this.#status;
  }

  /** @returns how to stop listening */
  onStatus = (listener: () => void): (() => void) => {
    this.#statusListeners.add(listener);
    return () => this.#statusListeners.delete(listener);
  };

  /** Has `listener` told all that the socket tells, one thing at a time, in order. @returns how to stop listening */
  onFrame(listener: (frame: ServerFrame) => void): () => void {
    this.#frameListeners.add(listener);
    return () => this.#frameListeners.delete(listener);
  }

  /**
   * Asks something and waits for what became of it.
   * @throws ApiProblem as the API would have answered, or `offline` when no answer came
   */
  ask<Type extends ClientFrameType>(type: Type, data: ClientFrameData<Type>): Promise<FrameAnswers[Type]> {
    if (this.#status !== "open") return Promise.reject(new ApiProblem("offline", 0));
    const ref = ++this.#ref;
    return new Promise<FrameAnswers[Type]>((resolve, reject) => {
      const timer = setTimeout(() => this.#settle(ref, (one) => one.reject(new ApiProblem("offline", 0))), ANSWER_MS);
      this.#waiting.set(ref, { resolve, reject, timer });
      this.#socket.send(JSON.stringify({ type, ref, data }));
    });
  }

  /** Says something of which nobody needs to know what became; nothing while the line is lost. */
  say<Type extends ClientFrameType>(type: Type, data: ClientFrameData<Type>): void {
    if (this.#status === "open") this.#socket.send(JSON.stringify({ type, data }));
  }

  /** Is told of a conversation from now on, as often as it is asked for. @returns how to leave it */
  join(conversationId: string): () => void {
    if (this.#rooms.enter(conversationId)) void this.#joinRoom(conversationId);
    return () => {
      if (this.#rooms.leave(conversationId)) this.say("conversation:leave", { conversation_id: conversationId });
    };
  }

  close(): void {
    clearInterval(this.#pinging);
    window.removeEventListener("online", this.#reconnect);
    this.#socket.close();
    this.#giveUp();
  }

  #reconnect = (): void => {
    if (this.#status === "lost" || this.#status === "connecting") this.#socket.reconnect();
  };

  async #url(): Promise<string> {
    const { ticket } = await call("createSocketTicket").catch((problem: unknown) => {
      if (isProblem(problem, "unauthorized")) this.#end("signed_out");
      throw problem;
    });
    const url = new URL(`/api/v1/realtime?ticket=${encodeURIComponent(ticket)}`, location.href);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    return url.href;
  }

  #opened(): void {
    this.#heardAt = Date.now();
    this.#become("open");
    void this.#joinList();
    for (const conversationId of this.#rooms.ids()) void this.#joinRoom(conversationId);
  }

  async #joinList(): Promise<void> {
    const after = this.#rooms.listSeq;
    const joined = await this.ask("tenant:join", after === null ? {} : { after_desk_seq: after }).catch(() => null);
    if (joined === null) return;
    if (after === null) this.#rooms.listSeq = joined.desk_seq;
    for (const { agent_id, status } of joined.presence)
      this.#tell({ type: "presence:changed", data: { agent_id, status } });
  }

  async #joinRoom(conversationId: string): Promise<void> {
    if (this.#status !== "open") return;
    const after = this.#rooms.seqOf(conversationId);
    const wish = { conversation_id: conversationId, events: true, ...(after === null ? {} : { after_seq: after }) };
    const joined = await this.ask("conversation:join", wish).catch(() => null);
    if (joined === null) return;
    if (after === null) this.#rooms.heard(conversationId, joined.after_seq);
    this.#tell({ type: "conversation:updated", data: joined.conversation });
    this.#tell({ type: "viewers", data: { conversation_id: conversationId, agent_ids: joined.agent_ids } });
  }

  #heard(text: string): void {
    this.#heardAt = Date.now();
    if (text === "pong") return;
    const frame = JSON.parse(text);
    if (frame.type === "events") for (const one of frame.data) this.#take(one);
    else this.#take(frame);
  }

  #take(frame: { type: string; ref?: number; seq?: number; desk_seq?: number; data: never }): void {
    const { ref } = frame;
    if (ref === undefined) {
      if (frame.type !== "error") this.#told(frame as ServerFrame);
    } else if (frame.type === "error") {
      const { code, status } = frame.data as { code: ApiProblem["code"]; status: number };
      this.#settle(ref, (one) => one.reject(new ApiProblem(code, status, frame.data)));
    } else this.#settle(ref, (one) => one.resolve(frame.data));
  }

  #told(frame: ServerFrame): void {
    this.#rooms.note(frame);
    this.#tell(frame);
  }

  #tell(frame: ServerFrame): void {
    for (const listener of this.#frameListeners) listener(frame);
  }

  #ping(): void {
    if (this.#status !== "open") return;
    if (Date.now() - this.#heardAt > SILENT_MS) this.#socket.reconnect();
    else this.#socket.send("ping");
  }

  #closed(code: number): void {
    this.#giveUp();
    if (code === REVOKED) this.#end("signed_out");
    else if (code === SUPERSEDED) this.#end("superseded");
    else if (this.#status === "open" || this.#status === "connecting") this.#become("lost");
  }

  /** What was asked may or may not have been done: whoever asked decides whether to ask again. */
  #giveUp(): void {
    for (const ref of [...this.#waiting.keys()]) this.#settle(ref, (one) => one.reject(new ApiProblem("offline", 0)));
  }

  #end(status: "signed_out" | "superseded"): void {
    this.#socket.close();
    this.#become(status);
  }

  #settle(ref: number, how: (one: Waiting) => void): void {
    const one = this.#waiting.get(ref);
    if (one === undefined) return;
    this.#waiting.delete(ref);
    clearTimeout(one.timer);
    how(one);
  }

  #become(status: ConnectionStatus): void {
    if (status === this.#status) return;
    this.#status = status;
    for (const listener of this.#statusListeners) listener();
  }
}
