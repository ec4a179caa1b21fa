import type { Presence } from "../domain/assignment.ts";
import type { ConversationView } from "../domain/conversation.ts";
import type { Event } from "../domain/events.ts";
import { errorText, log } from "../lib/log.ts";
import { configurationOf, forgetConfiguration, outletsSeenBy } from "../tenant/configuration.ts";
import { tenantAt } from "../tenant/port.ts";
import { agentCallsOf } from "./calls.ts";
import { CLOSE_CODES, type CloseReason } from "./close-codes.ts";
import { codecOf } from "./codecs.ts";
import { holdsSockets } from "./ending.ts";
import { entranceOf, fitsSocket, newSession } from "./entering.ts";
import { type Handlers, handle, viewersOf } from "./handling.ts";
import { askAll, nextAsked, silentMs } from "./heartbeat.ts";
import { type List, ListRoom } from "./list-room.ts";
import { Rooms, roomsOf } from "./rooms.ts";
import { type PresenceKeeper, Roster } from "./roster.ts";
import type { Asked } from "./socket.ts";
import { maySee, type Socket, Sockets } from "./sockets.ts";
import { TypingSigns } from "./typing.ts";

/** An agent has so many sockets: the oldest goes when one more comes. */
const MOST_SOCKETS = 20;
/** So many frames of a socket may be none. */
const MOST_FAULTS = 20;
/** So many frames of a socket may wait to be done. */
const MOST_WAITING = 200;
/** Clients ping every 30 seconds; who was silent for so long is gone without a word. */
const SILENT_MS = 120_000;
/** By then no isolate lets anybody in by what it knew of them before: what let this one in is looked at once more. */
const SETTLED_MS = 10_000;

/** What the sockets need of the desk. */
export interface Desk {
  list: List;
  presence: PresenceKeeper;
  /** Its work in one transaction. */
  commit: (work: () => void) => void;
  roster: () => object[];
  setPresence: (agentId: string, status: Presence) => Promise<object>;
  /** Who is there has changed: tickets may be given to others. */
  presenceChanged: () => Promise<void>;
  noteRead: (agentId: string, conversationId: string, seq: number) => void;
  arm: (time: number | null) => void;
}

/** The sockets of a tenant's agents: who is there, what each looks at, and what they are told. No timers. */
export class Live {
  readonly #context: DurableObjectState;
  readonly #env: Cloudflare.Env;
  readonly #desk: Desk;
  readonly #sockets: Sockets;
  readonly #rooms: Rooms;
  readonly #list: ListRoom;
  readonly #roster: Roster;
  readonly #handlers: Handlers;
  /** The last frame of each socket that is being done: the next waits for it. */
  readonly #queues = new Map<Socket, { tail: Promise<void>; waiting: number }>();

  constructor(context: DurableObjectState, env: Cloudflare.Env, desk: Desk) {
    this.#context = context;
    this.#env = env;
    this.#desk = desk;
    const sockets = new Sockets(context);
    this.#sockets = sockets;
    this.#rooms = new Rooms(env, sockets, (id) => this.#tellViewers(id));
    this.#list = new ListRoom(sockets, desk.list);
    this.#roster = new Roster(context.storage, sockets, desk.presence, desk.commit);
    this.#handlers = {
      env,
      sockets,
      rooms: this.#rooms,
      list: this.#list,
      typing: new TypingSigns(env, sockets),
      calls: agentCallsOf(context),
      behind: (work) => this.#behind(work),
      setPresence: desk.setPresence,
      presence: desk.roster,
      noteRead: desk.noteRead,
    };
    // Answered by the runtime, so that a ping wakes nobody.
    context.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
    for (const socket of sockets.all())
      for (const room of socket.session.rooms) if (room.behind) this.#behind(this.#rooms.catchUp(socket, room));
    // The alarm that is set is known by then, so that none that must come earlier is put off.
    void context.blockConcurrencyWhile(async () => {
      await context.storage.getAlarm();
      this.#desk.arm(this.#roster.missed(Date.now()));
    });
  }

  /** Opens a socket for whom this Worker has let in. */
  connect(request: Request): Response {
    const entrance = entranceOf(request);
    if (entrance === null) return new Response(null, { status: 426 });
    const now = Date.now();
    const { 0: client, 1: server } = new WebSocketPair();
    const before = this.#sockets.ofAgent(entrance.agent_id);
    const [oldest] = before;
    if (oldest && before.length >= MOST_SOCKETS) this.#close(oldest, "superseded");
    const { session } = this.#sockets.accept(server, newSession(entrance, now));
    const { id: session_id, tenant_id, agent_id } = session;
    const socket = this.#sockets.of(server);
    if (socket) this.#sockets.tell([socket], [{ type: "welcome", data: { session_id, tenant_id, agent_id } }]);
    holdsSockets(tenant_id);
    if (this.#roster.came(agent_id, now)) this.#behind(this.#desk.presenceChanged());
    this.#desk.arm(Math.min(now + SETTLED_MS, nextAsked(this.#sockets)));
    return new Response(null, { status: 101, webSocket: client });
  }

  /** A frame of a client: those of one socket are done one after the other. Done once it is answered. */
  message(web: WebSocket, raw: string | ArrayBuffer): Promise<void> {
    const socket = this.#sockets.of(web);
    if (socket === null) return Promise.resolve();
    socket.session.heard_at = Date.now();
    const codec = codecOf(socket.session.kind);
    const asked = codec.decode(raw, socket.session, (text) => web.send(text));
    // After it: the codec may have noted something.
    this.#sockets.keep(socket);
    if (asked === "nothing") return Promise.resolve();
    if (asked === null) {
      this.#sockets.refuse(socket, null, { code: "malformed_json", detail: codec.expects });
      this.#fault(socket);
      return Promise.resolve();
    }
    return this.#queue(socket, asked);
  }

  #queue(socket: Socket, asked: Asked): Promise<void> {
    const queue = this.#queues.get(socket) ?? { tail: Promise.resolve(), waiting: 0 };
    this.#queues.set(socket, queue);
    if (queue.waiting >= MOST_WAITING) {
      this.#close(socket, "too_fast");
      return Promise.resolve();
    }
    queue.waiting++;
    queue.tail = queue.tail
      .then(() => this.#do(socket, asked))
      .finally(() => {
        queue.waiting--;
        if (queue.waiting === 0) this.#queues.delete(socket);
      });
    return queue.tail;
  }

  async #do(socket: Socket, asked: Asked): Promise<void> {
    // It was closed while this frame waited.
    if (this.#sockets.of(socket.web) !== socket) return;
    try {
      if (!(await handle(this.#handlers, socket, asked))) this.#fault(socket);
    } catch (error) {
      log("error", "realtime.frame_failed", { type: asked.type, error: errorText(error) });
      this.#sockets.refuse(socket, asked.ref, { code: "unavailable" });
    }
  }

  #fault(socket: Socket): void {
    socket.session.faults++;
    this.#sockets.keep(socket);
    if (socket.session.faults >= MOST_FAULTS) this.#close(socket, "bad_frames");
  }

  /** The other side has closed, or is gone. */
  closed(web: WebSocket, code: number): void {
    const socket = this.#sockets.of(web);
    if (socket) this.#gone(socket);
    try {
      // The runtime leaves the answer to us; 1005 and 1006 are no codes that may be sent.
      if (code !== 1006) web.close(code === 1005 ? CLOSE_CODES.goodbye : code);
    } catch {
      // It is closed already.
    }
  }

  /** What happened in a thread, and how its conversations stand. */
  heard(threadKey: string, events: readonly Event[], views: readonly ConversationView[]): void {
    if (this.#sockets.size === 0) return;
    for (const { id, outlet_id } of views)
      for (const socket of this.#sockets.inRoom(id))
        if (!maySee(socket.session, outlet_id)) this.#expel(socket, id, "forbidden");
    this.#rooms.heard(threadKey, events);
    this.#list.heard(threadKey, events, views);
  }

  get connected(): { agents: number; sockets: number } {
    const open = this.#sockets.all();
    return { agents: new Set(open.map(({ session }) => session.agent_id)).size, sockets: open.length };
  }

  /** Whether anybody looks at a conversation of a thread. */
  watches(threadKey: string): boolean {
    return this.#rooms.watches(threadKey);
  }

  /** Rows of the list have changed. */
  listChanged(): void {
    if (this.#sockets.size > 0) this.#list.changed();
  }

  /** Who is there may have changed, or their time may be over. */
  presenceChanged(): void {
    this.#roster.tell(Date.now());
  }

  /** ER1: a thread was erased: nobody looks at it any more. */
  forget(threadKey: string): void {
    for (const socket of this.#sockets.ofThread(threadKey))
      for (const { conversation_id } of roomsOf(socket, threadKey)) this.#expel(socket, conversation_id, "erased");
  }

  /** The machine is being stopped (MA5). */
  end(): void {
    for (const socket of this.#sockets.all()) this.#close(socket, "ending");
  }

  /** SI6: who may not work any more, or whose session or token has ended, is let go of; nobody sees what they may not. */
  async recheck(): Promise<void> {
    const tenantId = this.#sockets.all()[0]?.session.tenant_id;
    if (tenantId === undefined) return;
    forgetConfiguration(tenantId);
    const credentials = [...new Set(this.#sockets.all().map(({ session }) => session.credential))];
    const [configuration, ended] = await Promise.all([
      configurationOf(this.#env, tenantId),
      tenantAt(this.#env, tenantId).endedOf(credentials),
    ]);
    for (const socket of this.#sockets.all()) {
      const agent = configuration?.agents.find(({ id }) => id === socket.session.agent_id);
      const outlets = agent && configuration ? outletsSeenBy(agent, configuration.teams) : [];
      const isLet = agent !== undefined && agent.enabled !== false && !ended.includes(socket.session.credential);
      if (isLet && fitsSocket(outlets)) this.#bound(socket, outlets);
      else this.#close(socket, "revoked");
    }
  }

  #bound(socket: Socket, outlet_ids: string[] | null): void {
    const { session } = socket;
    if (JSON.stringify(session.outlet_ids) === JSON.stringify(outlet_ids)) return;
    session.outlet_ids = outlet_ids;
    this.#sockets.keep(socket);
    for (const { conversation_id } of [...session.rooms]) {
      const view = this.#desk.list.find(conversation_id);
      if (!view || !maySee(session, view.outlet_id)) this.#expel(socket, conversation_id, "forbidden");
    }
  }

  /** Closes sockets that are gone without a word. @returns when to look again, in epoch milliseconds; null for never */
  sweep(now: number): number | null {
    for (const socket of this.#sockets.all())
      if (this.#sockets.heardAt(socket) + silentMs(socket, SILENT_MS) <= now) this.#close(socket, "silent");
    askAll(this.#sockets, now);
    this.#roster.tell(now);
    return this.#sockets.size === 0 ? null : Math.min(now + SILENT_MS, nextAsked(this.#sockets));
  }

  #expel(socket: Socket, conversation_id: string, reason: "forbidden" | "erased"): void {
    this.#rooms.leave(socket, conversation_id);
    this.#sockets.tell([socket], [{ type: "conversation:left", data: { conversation_id, reason } }]);
  }

  #close(socket: Socket, reason: CloseReason): void {
    this.#sockets.close(socket, reason);
    this.#gone(socket);
  }

  #gone(socket: Socket): void {
    this.#sockets.drop(socket);
    const { agent_id, rooms } = socket.session;
    for (const { conversation_id } of rooms) this.#tellViewers(conversation_id);
    this.#desk.arm(this.#roster.left(agent_id, Date.now()));
  }

  #tellViewers(conversation_id: string): void {
    const agent_ids = viewersOf(this.#sockets, conversation_id);
    this.#sockets.tell(this.#sockets.inRoom(conversation_id), [
      { type: "viewers", data: { conversation_id, agent_ids } },
    ]);
  }

  #behind(work: Promise<void>): void {
    this.#context.waitUntil(work.catch((error) => log("warn", "realtime.failed", { error: errorText(error) })));
  }
}
