import { parseConversationId } from "../domain/ids.ts";
import { CLOSE_CODES, type CloseReason, COMES_BACK } from "./close-codes.ts";
import { codecOf } from "./codecs.ts";
import { printProblem } from "./problems.ts";
import type { Kind, Refusal, Room, Session, SocketEvent } from "./socket.ts";

/** How long what is known of many sockets may wait until it is kept with them. */
const KEPT_AFTER_MS = 50;

/** A socket and what is known of it. */
export interface Socket {
  readonly web: WebSocket;
  readonly session: Session;
}

/**
 * The open sockets of a desk. What is known of each is kept with it, so that all are there again after the object's
 * sleep; here it is only looked up faster.
 */
export class Sockets {
  readonly #context: DurableObjectState;
  readonly #all = new Map<WebSocket, Socket>();
  /** Who has a conversation of a thread open. */
  readonly #byThread = new Map<string, Set<Socket>>();
  /** What is known of these is to be kept. */
  readonly #changed = new Set<Socket>();

  constructor(context: DurableObjectState) {
    this.#context = context;
    for (const web of context.getWebSockets()) {
      const session = web.deserializeAttachment() as Session | null;
      if (session !== null && isOpen(web)) this.#add({ web, session });
    }
  }

  accept(web: WebSocket, session: Session): Socket {
    this.#context.acceptWebSocket(web, [`agent:${session.agent_id}`]);
    const socket = { web, session };
    this.#add(socket);
    this.keep(socket);
    return socket;
  }

  get size(): number {
    return this.#all.size;
  }

  all(): Socket[] {
    return [...this.#all.values()];
  }

  of(web: WebSocket): Socket | null {
    return this.#all.get(web) ?? null;
  }

  ofAgent(agentId: string): Socket[] {
    return this.all().filter(({ session }) => session.agent_id === agentId);
  }

  ofThread(threadKey: string): Socket[] {
    return [...(this.#byThread.get(threadKey) ?? [])];
  }

  /** Who has this conversation open. */
  inRoom(conversationId: string): Socket[] {
    const threadKey = parseConversationId(conversationId)?.threadKey ?? "";
    return this.ofThread(threadKey).filter((socket) => roomOf(socket, conversationId) !== null);
  }

  /** Keeps what is known of a socket with it, for the time after the object's sleep. */
  keep({ web, session }: Socket): void {
    if (isOpen(web)) web.serializeAttachment(session);
  }

  /** The same, once all have been told: many change at a time, and the object does not fall asleep so soon. */
  keepSoon(socket: Socket): void {
    this.#changed.add(socket);
    if (this.#changed.size > 1) return;
    const kept = scheduler.wait(KEPT_AFTER_MS).then(() => {
      const changed = [...this.#changed];
      this.#changed.clear();
      for (const one of changed) this.keep(one);
    });
    this.#context.waitUntil(kept);
  }

  enter(socket: Socket, room: Room): void {
    const { rooms } = socket.session;
    const index = rooms.findIndex(({ conversation_id }) => conversation_id === room.conversation_id);
    rooms.splice(index < 0 ? rooms.length : index, index < 0 ? 0 : 1, room);
    this.#index(socket, room);
    this.keep(socket);
  }

  /** @returns whether it was there */
  leave(socket: Socket, conversationId: string): boolean {
    const { rooms } = socket.session;
    const index = rooms.findIndex(({ conversation_id }) => conversation_id === conversationId);
    if (index < 0) return false;
    rooms.splice(index, 1);
    this.#unindex(socket, conversationId);
    this.keep(socket);
    return true;
  }

  /** Tells sockets the same; each text is made once. */
  tell(sockets: readonly Socket[], events: readonly SocketEvent[]): void {
    if (events.length === 0) return;
    const texts = new Map<Kind, string[]>();
    for (const { web, session } of sockets) {
      const codec = codecOf(session.kind);
      const made = texts.get(session.kind) ?? codec.events(events, session);
      if (codec.isShared) texts.set(session.kind, made);
      for (const text of made) send(web, text);
    }
  }

  /** A text of its language's own. */
  say({ web }: Socket, text: string): void {
    send(web, text);
  }

  answer({ web, session }: Socket, ref: string | number | null, data: object): void {
    if (ref !== null) send(web, codecOf(session.kind).answer(ref, data));
  }

  refuse({ web, session }: Socket, ref: string | number | null, refusal: Refusal | { status: number }): void {
    const text = codecOf(session.kind).problem(ref, "status" in refusal ? refusal : printProblem(refusal));
    if (text !== null) send(web, text);
  }

  close(socket: Socket, reason: CloseReason): void {
    this.drop(socket);
    const { goodbye } = codecOf(socket.session.kind);
    if (goodbye !== undefined && !COMES_BACK.includes(reason)) send(socket.web, goodbye);
    try {
      socket.web.close(CLOSE_CODES[reason], reason);
    } catch {
      // It is closed already.
    }
  }

  /** It is gone, or about to be. */
  drop(socket: Socket): void {
    if (!this.#all.delete(socket.web)) return;
    for (const { conversation_id } of socket.session.rooms) this.#unindex(socket, conversation_id);
  }

  /** When anything was heard of it last, the pings that were answered in the object's sleep included; epoch ms. */
  heardAt({ web, session }: Socket): number {
    const pinged = this.#context.getWebSocketAutoResponseTimestamp(web)?.getTime() ?? 0;
    return Math.max(pinged, session.heard_at);
  }

  #add(socket: Socket): void {
    this.#all.set(socket.web, socket);
    for (const room of socket.session.rooms) this.#index(socket, room);
  }

  #index(socket: Socket, { conversation_id }: Room): void {
    const threadKey = parseConversationId(conversation_id)?.threadKey ?? "";
    const members = this.#byThread.get(threadKey);
    if (members) members.add(socket);
    else this.#byThread.set(threadKey, new Set([socket]));
  }

  #unindex(socket: Socket, conversationId: string): void {
    const threadKey = parseConversationId(conversationId)?.threadKey ?? "";
    const isStillIn = socket.session.rooms.some(
      ({ conversation_id }) =>
        conversation_id !== conversationId && parseConversationId(conversation_id)?.threadKey === threadKey,
    );
    const members = this.#byThread.get(threadKey);
    if (isStillIn || !members) return;
    members.delete(socket);
    if (members.size === 0) this.#byThread.delete(threadKey);
  }
}

export const roomOf = ({ session }: Socket, conversationId: string): Room | null =>
  session.rooms.find(({ conversation_id }) => conversation_id === conversationId) ?? null;

/** Whether an agent may see what belongs to an outlet. */
export const maySee = ({ outlet_ids }: Pick<Session, "outlet_ids">, outletId: string): boolean =>
  outlet_ids === null || outlet_ids.includes(outletId);

const OPEN = 1;
const isOpen = (web: WebSocket): boolean => web.readyState === OPEN;

function send(web: WebSocket, text: string): void {
  try {
    web.send(text);
  } catch {
    // It was closed a moment ago: it comes back, and names what it has.
  }
}
