import { describe, expect, test, vi } from "vitest";
import type { Logged } from "../../src/conversation/port.ts";
import type { Event } from "../../src/domain/events.ts";
import { conversationId } from "../../src/domain/ids.ts";
import { NATIVE } from "../../src/realtime/native-codec.ts";
import { Rooms } from "../../src/realtime/rooms.ts";
import type { Session } from "../../src/realtime/socket.ts";
import { type Socket, Sockets } from "../../src/realtime/sockets.ts";
import { toldOf } from "../../src/realtime/told-events.ts";

const KEY = "0123456789abcde1fedcba9";
const ID = conversationId(KEY, 1);
const AT = "2026-05-04T10:00:00.000Z";
const OUTLET = "0a8f3c52-52a5-4a3f-9d0e-0e8b6f8c3a11";

/** An event of a log; each closes the conversation, so that it is told. */
const eventAt = (seq: number, number = 1): Event => ({
  type: "conversation.closed",
  reason: "api",
  seq,
  at: AT,
  number,
  actor: { type: "system", id: null },
});

/** A thread whose answers come when the test says so. */
class FakeThread {
  readonly log: Event[] = [];
  readonly waiting: (() => void)[] = [];
  isDown = false;

  /** Fewer than were asked for, as where they are large. */
  async events(_: number, after: number, limit: number): Promise<Logged> {
    await new Promise<void>((go) => this.waiting.push(go));
    if (this.isDown) throw new Error("down");
    const events = this.log.filter(({ seq }) => seq > after).slice(0, Math.min(limit, 40));
    return { events, has_more: events.length > 0 && (events.at(-1)?.seq ?? 0) < this.log.length };
  }

  conversation = async () => ({ id: ID, outlet_id: OUTLET, last_seq: this.log.length });
  watch = async () => undefined;
}

function stage() {
  const thread = new FakeThread();
  const env = { CONVERSATION: { getByName: () => thread } } as unknown as Cloudflare.Env;
  const kept = new Map<unknown, Session>();
  /** What the desk does before it may fall asleep. */
  const behind: Promise<void>[] = [];
  const context = {
    getWebSockets: () => [],
    acceptWebSocket: () => undefined,
    waitUntil: (work: Promise<void>) => void behind.push(work),
  };
  const sockets = new Sockets(context as unknown as DurableObjectState);
  const viewers = vi.fn();
  const rooms = new Rooms(env, sockets, viewers);
  const open = (outlet_ids: string[] | null = null) => {
    const said: string[] = [];
    const web = {
      readyState: 1,
      send: (text: string) => said.push(text),
      close: vi.fn(),
      serializeAttachment: (session: Session) => kept.set(web, structuredClone(session)),
    };
    const session: Session = {
      id: "s",
      kind: "native",
      tenant_id: "t",
      agent_id: "a",
      credential: "c",
      outlet_ids,
      rooms: [],
      list: null,
      faults: 0,
      heard_at: 0,
    };
    const socket = sockets.accept(web as unknown as WebSocket, session);
    const seqs = () =>
      said
        .flatMap((text) => {
          const frame = JSON.parse(text);
          return frame.type === "events" ? frame.data : [frame];
        })
        .filter(({ type }) => type === "event")
        .map(({ seq }) => seq as number);
    return { socket, seqs, web, keptSeq: () => kept.get(web)?.rooms[0]?.seq };
  };
  return { thread, sockets, rooms, open, behind };
}

const join = async (rooms: Rooms, socket: Socket, after: number | null) => {
  const joined = await rooms.join(socket, ID, after, true);
  if (!joined.ok) throw new Error("not joined");
  return rooms.catchUp(socket, joined.value.room);
};

const turn = () => scheduler.wait(0);

/** Numbers in [0, 1) that are the same each time (mulberry32). */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

test.each(Array.from({ length: 60 }, (_, seed) => seed))(
  "whatever comes live meanwhile, late, twice or not at all, each seq is sent once and in order (seed %i)",
  async (seed) => {
    const random = chance(seed);
    const { thread, rooms, open, behind } = stage();
    const upTo = (most: number) => Math.floor(random() * most);
    for (let seq = 1; seq <= upTo(600); seq++) thread.log.push(eventAt(seq));
    const clients = Array.from({ length: 3 }, () => ({ ...open(), after: upTo(thread.log.length) }));
    const joining = clients.map(({ socket, after }) => join(rooms, socket, after));
    let told = thread.log.length;
    for (let step = 0; step < 80; step++) {
      await turn();
      const move = random();
      if (move < 0.5) for (let more = upTo(4); more >= 0; more--) thread.log.push(eventAt(thread.log.length + 1));
      else if (move < 0.75) thread.waiting.splice(upTo(thread.waiting.length), 1)[0]?.();
      else if (move < 0.9) {
        // What is told overlaps with what was told before, as after a crash.
        rooms.heard(KEY, thread.log.slice(Math.max(0, told - upTo(5))));
        told = thread.log.length;
      } else if (move < 0.95) told = Math.min(told + 1, thread.log.length); // A delivery that is lost.
    }
    rooms.heard(KEY, thread.log.slice(told - 1));
    for (let step = 0; step < 40; step++) {
      for (const go of thread.waiting.splice(0)) go();
      await turn();
    }
    await Promise.all(joining);
    thread.log.push(eventAt(thread.log.length + 1));
    rooms.heard(KEY, thread.log.slice(-1));
    for (let step = 0; step < 20; step++) {
      for (const go of thread.waiting.splice(0)) go();
      await turn();
    }
    await Promise.all(behind);
    for (const { seqs, after, keptSeq } of clients) {
      const missed = thread.log.slice(after).map(({ seq }) => seq);
      expect(seqs()).toEqual(missed);
      expect(keptSeq()).toBe(thread.log.length);
    }
  },
);

describe("a room", () => {
  test("of another outlet is as if it were not there", async () => {
    const { rooms, open } = stage();
    const { socket } = open(["11111111-1111-4111-8111-111111111111"]);
    expect(await rooms.join(socket, ID, 0, false)).toEqual({ ok: false, error: { code: "conversation_not_found" } });
    expect(rooms.watches(KEY)).toBe(false);
  });

  test("that cannot be caught up is left to the client: its socket is closed with the code to come back", async () => {
    const { rooms, open, thread } = stage();
    thread.isDown = true;
    const { socket, web } = open();
    const joining = join(rooms, socket, 0);
    for (let step = 0; step < 10; step++) {
      for (const go of thread.waiting.splice(0)) go();
      await turn();
    }
    await joining;
    expect(web.close).toHaveBeenCalledWith(1013, "try_again");
  });

  test("is told nothing of the other conversations of its thread", async () => {
    const { rooms, open, thread } = stage();
    const { socket, seqs } = open();
    const joining = join(rooms, socket, null);
    await turn();
    for (const go of thread.waiting.splice(0)) go();
    await joining;
    rooms.heard(KEY, [eventAt(1, 1), eventAt(2, 2), eventAt(3, 1)]);
    expect(seqs()).toEqual([1, 3]);
  });

  test("that was left is told nothing more", async () => {
    const { rooms, open, thread } = stage();
    const { socket, seqs } = open();
    const joining = join(rooms, socket, null);
    await turn();
    rooms.leave(socket, ID);
    for (const go of thread.waiting.splice(0)) go();
    await joining;
    rooms.heard(KEY, [eventAt(1)]);
    expect(seqs()).toEqual([]);
    expect(rooms.watches(KEY)).toBe(false);
  });
});

describe("what a socket is told of the log", () => {
  const actor = { type: "agent", id: "ann" } as const;
  const base = { seq: 7, at: AT, number: 1, actor };

  test("by the seeds' names", () => {
    const names = (event: Event) => toldOf(KEY, event).map(({ type }) => type);
    expect(names({ ...base, type: "handoff.requested", trigger: "api", reason: "asked" })).toEqual([
      "conversation:handoff",
      "conversation:status",
    ]);
    expect(names({ ...base, type: "agent.assigned", agent_id: "ann" })).toEqual(["agent:assigned"]);
    expect(names({ ...base, type: "ticket.opened", ticket_id: "t" })).toEqual(["ticket:changed"]);
    expect(names({ ...base, type: "ai.timed_out", turn: 1 })).toEqual([]);
    expect(names({ ...base, type: "note.added", ticket_id: null, content: "Has called." })).toEqual(["note:added"]);
  });

  test("a closing by silence is expired, any other resolved", () => {
    const closed = (reason: "inactivity" | "api") => toldOf(KEY, { ...base, type: "conversation.closed", reason })[0];
    expect(closed("inactivity")?.data).toMatchObject({ conversation_id: ID, status: "expired", state: "closed" });
    expect(closed("api")?.data).toMatchObject({ status: "resolved", reason: "api" });
  });

  test("that the customer has read a message, apart from its status", () => {
    const status = { message_id: ID, message_seq: 3, status_at: AT, channel_message_id: null, error: null };
    const told = toldOf(KEY, { ...base, type: "message.status", ...status, status: "read" });
    expect(told.map(({ type }) => type)).toEqual(["message:status", "customer:read"]);
    expect(toldOf(KEY, { ...base, type: "message.status", ...status, status: "sent" })).toHaveLength(1);
  });
});

describe("the native language", () => {
  const session = {} as Session;
  const decode = (raw: string | ArrayBuffer) => NATIVE.decode(raw, session, () => undefined);

  test("takes { type, ref?, data? } as JSON text and nothing else", () => {
    expect(decode('{"type":"ping","ref":1}')).toEqual({ type: "ping", ref: 1, data: {} });
    expect(decode('{"type":"ping"}')).toEqual({ type: "ping", ref: null, data: {} });
    for (const raw of ["", "hello", "[]", "null", '{"type":1}', '{"type":""}', '{"type":"a","ref":{}}'])
      expect(decode(raw)).toBeNull();
    expect(decode(new ArrayBuffer(4))).toBeNull();
    expect(decode(`${'{"a":'.repeat(1_000)}1${"}".repeat(1_000)}`)).toBeNull();
  });

  test("puts many events into few frames", () => {
    const events = Array.from({ length: 250 }, (_, index) => ({ type: "event", seq: index + 1, data: {} }));
    const frames = NATIVE.events(events, session).map((text) => JSON.parse(text));
    expect(frames.map(({ type, data }) => [type, data.length])).toEqual([
      ["events", 100],
      ["events", 100],
      ["events", 50],
    ]);
    expect(JSON.parse(NATIVE.events(events.slice(0, 1), session)[0] ?? "")).toEqual(events[0]);
  });
});
