import { type ConversationPort, type Logged, threadAt } from "../conversation/port.ts";
import type { ConversationView } from "../domain/conversation.ts";
import type { Event } from "../domain/events.ts";
import { parseConversationId } from "../domain/ids.ts";
import { errorText, log } from "../lib/log.ts";
import { err, ok, type Result } from "../lib/result.ts";
import type { Refusal, Room } from "./socket.ts";
import { maySee, roomOf, type Socket, type Sockets } from "./sockets.ts";
import { roomEvents } from "./told-events.ts";

/** So many events are read at once for a room that is behind. */
const PAGE = 250;
const NOTHING: Logged = { events: [], has_more: false };
/** A thread that cannot be reached is asked so often; then the socket is closed, and comes back. */
const TRIES = 3;
/** A socket looks at so many conversations: what is known of it must fit beside it. */
const MOST_ROOMS = 50;

/**
 * Conversations that sockets look at. Each room knows how much of its thread's log it was sent; what is live is sent on
 * where it goes on from there, and otherwise the log is read again: each event once, in order, without a gap.
 */
export class Rooms {
  readonly #env: Cloudflare.Env;
  readonly #sockets: Sockets;
  /** How far the logs of threads go, as far as anybody said while a room was behind. */
  readonly #heads = new Map<string, number>();
  readonly #changed: (conversationId: string) => void;

  /** @param changed is told when another agent looks at a conversation, or one does no more */
  constructor(env: Cloudflare.Env, sockets: Sockets, changed: (conversationId: string) => void) {
    this.#env = env;
    this.#sockets = sockets;
    this.#changed = changed;
  }

  /**
   * Opens a conversation on a socket. What it missed comes after the answer, then what is live.
   * @param after the last seq that it has; null for what comes from now on
   * @returns the conversation, and the room once it is to be filled
   */
  async join(
    socket: Socket,
    conversationId: string,
    after: number | null,
    events: boolean,
  ): Promise<Result<{ conversation: ConversationView; room: Room }, Refusal>> {
    const { session } = socket;
    const place = parseConversationId(conversationId);
    const conversation = place && (await this.#thread(socket, place.threadKey).conversation(place.number));
    // Another outlet's is as if it were not there.
    if (!conversation || !maySee(session, conversation.outlet_id)) return err({ code: "conversation_not_found" });
    if (roomOf(socket, conversation.id) === null && session.rooms.length >= MOST_ROOMS)
      return err({ code: "forbidden", detail: `At most ${MOST_ROOMS} conversations at a time: leave one.` });
    const seq = Math.min(after ?? conversation.last_seq, conversation.last_seq);
    const room = { conversation_id: conversation.id, seq, events, behind: true, read: 0 };
    this.#sockets.enter(socket, room);
    this.#changed(conversation.id);
    return ok({ conversation, room });
  }

  leave(socket: Socket, conversationId: string): void {
    if (this.#sockets.leave(socket, conversationId)) this.#changed(conversationId);
  }

  /** What just happened in a thread, as far as it goes on from what a room has. */
  heard(threadKey: string, events: readonly Event[]): void {
    const [first, last] = [events[0]?.seq, events.at(-1)?.seq];
    if (first === undefined || last === undefined) return;
    const sockets = this.#sockets.ofThread(threadKey);
    if (sockets.length === 0) return;
    this.#heads.set(threadKey, Math.max(last, this.#heads.get(threadKey) ?? 0));
    const upToDate = new Map<string, Socket[]>();
    const isOf = membershipOf(threadKey);
    for (const socket of sockets)
      for (const room of roomsOf(socket, threadKey, isOf)) {
        if (room.behind || room.seq >= last) continue;
        if (first > room.seq + 1) void this.catchUp(socket, room);
        else group(upToDate, `${room.conversation_id} ${room.events} ${room.seq}`, socket);
      }
    // Who has the same is sent the same.
    for (const [key, together] of upToDate) this.#deliver(threadKey, key, together, events);
    if (this.#sockets.ofThread(threadKey).length === 0) this.#heads.delete(threadKey);
  }

  #deliver(threadKey: string, key: string, sockets: Socket[], events: readonly Event[]): void {
    const [conversationId = "", wantsAll, seq] = key.split(" ");
    const fresh = events.filter((event) => event.seq > Number(seq));
    this.#send(threadKey, conversationId, wantsAll === "true", sockets, fresh);
  }

  #send(
    threadKey: string,
    conversationId: string,
    wantsAll: boolean,
    sockets: Socket[],
    events: readonly Event[],
  ): void {
    const last = events.at(-1)?.seq;
    if (last === undefined) return;
    const number = parseConversationId(conversationId)?.number ?? -1;
    this.#sockets.tell(sockets, roomEvents(threadKey, events, { number, events: wantsAll }));
    for (const socket of sockets) {
      const room = roomOf(socket, conversationId);
      if (room) room.seq = last;
      this.#sockets.keepSoon(socket);
    }
  }

  /** Sends a room what it missed, until it has all that there is. */
  async catchUp(socket: Socket, room: Room): Promise<void> {
    const place = parseConversationId(room.conversation_id);
    if (place === null) return;
    room.behind = true;
    this.#sockets.keep(socket);
    try {
      // From now on the thread tells of all that happens, also of what changes no list.
      await this.#thread(socket, place.threadKey).watch();
      while (this.#isIn(socket, room)) {
        const { events, has_more } = await this.#read(socket, place, room.seq);
        if (!this.#isIn(socket, room)) return;
        this.#send(place.threadKey, room.conversation_id, room.events, [socket], events);
        const head = this.#heads.get(place.threadKey) ?? 0;
        if (!has_more && (events.length === 0 || room.seq >= head)) break;
      }
      room.behind = false;
      this.#sockets.keep(socket);
    } catch (error) {
      log("warn", "realtime.catch_up_failed", { error: errorText(error) });
      this.#sockets.close(socket, "try_again");
    }
  }

  /** Whether anybody looks at a conversation of a thread. */
  watches(threadKey: string): boolean {
    return this.#sockets.ofThread(threadKey).length > 0;
  }

  async #read(socket: Socket, place: { threadKey: string; number: number }, after: number): Promise<Logged> {
    for (let tries = 1; ; tries++) {
      try {
        return (await this.#thread(socket, place.threadKey).events(place.number, after, PAGE)) ?? NOTHING;
      } catch (error) {
        if (tries >= TRIES) throw error;
      }
    }
  }

  #thread({ session }: Socket, threadKey: string): ConversationPort {
    return threadAt(this.#env, session.tenant_id, threadKey);
  }

  /** Whether a room is still the one that its socket is in: it may have left, or joined anew. */
  #isIn(socket: Socket, room: Room): boolean {
    return this.#sockets.of(socket.web) === socket && roomOf(socket, room.conversation_id) === room;
  }
}

/** The rooms of a socket that are conversations of a thread. */
export const roomsOf = ({ session }: Socket, threadKey: string, isOf = membershipOf(threadKey)): Room[] =>
  session.rooms.filter(({ conversation_id }) => isOf(conversation_id));

/** Whether a conversation is a thread's; many sockets look at the same. */
function membershipOf(threadKey: string): (conversationId: string) => boolean {
  const known = new Map<string, boolean>();
  return (id) => {
    const isOf = known.get(id) ?? parseConversationId(id)?.threadKey === threadKey;
    known.set(id, isOf);
    return isOf;
  };
}

function group<T>(groups: Map<string, T[]>, key: string, one: T): void {
  const known = groups.get(key);
  if (known) known.push(one);
  else groups.set(key, [one]);
}
