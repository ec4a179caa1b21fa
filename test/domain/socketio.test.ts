import { Encoder, type Packet, PacketType } from "socket.io-parser";
import { describe, expect, test } from "vitest";
import type { Session } from "../../src/realtime/socket.ts";
import { SOCKETIO } from "../../src/socketio/codec.ts";
import { joinPackets, openPacket, readPacket, splitPackets } from "../../src/socketio/engine.ts";
import { type PollAnswer, PollingSession } from "../../src/socketio/polling-session.ts";
import { knock, take } from "../../src/socketio/session.ts";
import { newSessionId } from "../../src/socketio/session-id.ts";
import type { Member, SignIn } from "../../src/socketio/who.ts";

const said = (packet: Packet): string => `4${new Encoder().encode(packet)[0]}`;
const emitted = (id: number | undefined, ...data: unknown[]) =>
  said({ type: PacketType.EVENT, nsp: "/", data, ...(id !== undefined && { id }) });

describe("the carrier", () => {
  test("packets of one body are read as they were written", () => {
    const packets = ["40", '42["a",{"b":"\u2028"}]', "3"];
    expect(splitPackets(joinPackets(packets))).toEqual(packets);
    expect(splitPackets(Array(501).fill("3").join("\x1e"))).toBeNull();
  });

  test.each([
    ["4", { type: "message", text: "" }],
    ["42", { type: "message", text: "2" }],
    ["2probe", { type: "probe" }],
    ["3", { type: "pong" }],
    ["5", { type: "upgrade" }],
    ["1", { type: "close" }],
    ["2", null],
    ["6", null],
    ["bAAAA", null],
    ["", null],
    ["hello", null],
  ])("the packet %j is %j", (packet, read) => {
    expect(readPacket(packet)).toEqual(read);
  });

  test("a session's id names one of few objects and cannot be guessed", () => {
    const ids = Array.from({ length: 300 }, newSessionId);
    expect(new Set(ids).size).toBe(300);
    expect(ids.every((id) => /^[0-9a-v][0-9a-f]{32}$/.test(id))).toBe(true);
    expect(new Set(ids.map((id) => id[0])).size).toBeGreaterThan(20);
  });
});

describe("at the door", () => {
  test.each([
    [said({ type: PacketType.CONNECT, nsp: "/" }), { type: "sign_in", auth: {} }],
    [said({ type: PacketType.CONNECT, nsp: "/", data: { token: "t" } }), { type: "sign_in", auth: { token: "t" } }],
    [
      said({ type: PacketType.CONNECT, nsp: "/admin" }),
      { type: "say", frames: ['44/admin,{"message":"Invalid namespace"}'] },
    ],
    ["3", { type: "heard" }],
    ["1", { type: "leave" }],
    [emitted(undefined, "tenant:join", {}), { type: "fault" }],
    ["40[", { type: "fault" }],
    ['40["token"]', { type: "fault" }],
    ["2probe", { type: "fault" }],
  ])("%j asks for %j", (frame, asked) => {
    expect(knock(frame)).toEqual(asked);
  });

  test("who is not known yet is not answered at length", () => {
    const nsp = `/${"x".repeat(90)}`;
    expect(knock(said({ type: PacketType.CONNECT, nsp })).type).toBe("say");
    expect(knock(said({ type: PacketType.CONNECT, nsp: nsp.repeat(2) }))).toEqual({ type: "fault" });
    const token = "t".repeat(20_000);
    expect(knock(said({ type: PacketType.CONNECT, nsp: "/", data: { token } }))).toEqual({ type: "fault" });
  });
});

describe("on the socket", () => {
  test("who changes from polling takes part when it says so, not before", () => {
    expect(take("probing", "s1", "2probe")).toEqual({ type: "say", frames: ["3probe"] });
    expect(take("probing", "s1", emitted(1, "tenant:join", {}))).toEqual({ type: "fault" });
    expect(take("probing", "s1", "5")).toEqual({ type: "connect", frames: ['40{"sid":"s1"}'] });
    expect(take("connected", "s1", "5")).toEqual({ type: "fault" });
  });

  test.each([
    [emitted(7, "conversation:join", { a: 1 }), { type: "event", event: "conversation:join", data: { a: 1 }, ack: 7 }],
    [emitted(undefined, "x"), { type: "event", event: "x", data: undefined, ack: null }],
    ["41", { type: "leave" }],
    ["3", { type: "heard" }],
    ["40", { type: "heard" }],
    ["40/admin,", { type: "say", frames: ['44/admin,{"message":"Invalid namespace"}'] }],
    ['42/admin,["x"]', { type: "fault" }],
    ['42["connect"]', { type: "fault" }],
    ['451-["x",{"_placeholder":true,"num":0}]', { type: "fault" }],
    ["42{}", { type: "fault" }],
    ["47", { type: "fault" }],
    [`42["x",${"[".repeat(99)}${"]".repeat(99)}]`, { type: "fault" }],
  ])("%j is %j", (frame, step) => {
    expect(take("connected", "s1", frame)).toEqual(step);
  });
});

describe("as the language of the rooms", () => {
  const session = (phase: "probing" | "connected") =>
    ({ id: "s1", kind: "socketio", codec: { phase, pinged_at: 0 } }) as Session;

  test("an event is emitted by its name, with its numbers beside it; answers and problems go to the ack", () => {
    const events = [
      { type: "conversation:message", seq: 4, data: { content: "hi" } },
      { type: "typing", data: { typing: true } },
    ];
    expect(SOCKETIO.events(events, session("connected"))).toEqual([
      '42["conversation:message",{"content":"hi"},{"seq":4}]',
      '42["typing",{"typing":true}]',
    ]);
    expect(SOCKETIO.answer(3, { joined: true })).toBe('433[{"joined":true}]');
    expect(SOCKETIO.problem(3, { code: "not_found" })).toBe('433[{"error":{"code":"not_found"}}]');
    expect(SOCKETIO.problem(null, { code: "not_found" })).toBe('42["error",{"code":"not_found"}]');
  });

  test("who takes part is greeted once: at its opening, or when it has changed over", () => {
    const welcome = { type: "welcome", data: {} };
    expect(SOCKETIO.events([welcome], session("connected"))).toEqual(['40{"sid":"s1"}']);
    const changing = session("probing");
    expect(SOCKETIO.events([welcome], changing)).toEqual([]);
    const replies: string[] = [];
    const reply = (text: string) => replies.push(text);
    expect(SOCKETIO.decode("2probe", changing, reply)).toBe("nothing");
    expect(SOCKETIO.decode("5", changing, reply)).toBe("nothing");
    expect(replies).toEqual(["3probe", '40{"sid":"s1"}']);
    const asked = { type: "tenant:join", ref: 0, data: {} };
    expect(SOCKETIO.decode('420["tenant:join"]', changing, reply)).toEqual(asked);
    expect(SOCKETIO.decode(new ArrayBuffer(1), changing, reply)).toBeNull();
  });
});

describe("a client that polls", () => {
  const ana: Member = { tenant_id: "t", agent_id: "ana", credential: "c", outlet_ids: null };

  /** A clock that is put forward, and a leg that is written down. */
  function stage(whom: SignIn = { ok: true, value: ana }) {
    let now = 0;
    const alarms: { at: number; ring: () => void }[] = [];
    const sent: string[] = [];
    let tell: (packet: string) => void = () => {};
    const leg = {
      send: (packet: string) => void sent.push(packet),
      close: () => void sent.push("closed"),
    };
    const world = {
      now: () => now,
      wait: (ms: number) => new Promise<void>((ring) => alarms.push({ at: now + ms, ring })),
      signIn: async () => whom,
      openLeg: async (_: Member, heard: (packet: string) => void) => {
        tell = heard;
        return leg;
      },
    };
    const pass = async (ms: number) => {
      now += ms;
      for (const { at, ring } of alarms) if (at <= now) ring();
      for (let turn = 0; turn < 20; turn++) await null;
    };
    const session = new PollingSession(world, openPacket("sid", true));
    return { session, sent, heard: (packet: string) => tell(packet), pass };
  }

  const bodyOf = (answer: PollAnswer) => (answer.ok ? answer.body : answer.fault);

  test("it is told of the way to change, and changes before anything is said to it", async () => {
    const { session, pass } = stage();
    expect(bodyOf(await session.poll())).toMatch(/^0\{"sid":"sid","upgrades":\["websocket"\]/);
    const upgrade = session.upgrade();
    const poll = session.poll();
    expect(session.post('40{"token":"t"}')).toEqual({ ok: true, body: "ok" });
    expect(await upgrade).toEqual(ana);
    expect(bodyOf(await poll)).toBe("6");
    const next = session.poll();
    await pass(100);
    expect(bodyOf(await next)).toBe("6");
  });

  test("it takes part by polling when it does not change, both ways and in order", async () => {
    const { session, sent, heard, pass } = stage();
    await session.poll();
    session.post("40");
    const poll = session.poll();
    await pass(0);
    await pass(2_000);
    heard('40{"sid":"s"}');
    expect(bodyOf(await poll)).toBe('40{"sid":"s"}');
    expect(await session.upgrade()).toBeNull();
    heard("2");
    heard('42["a"]');
    expect(bodyOf(await session.poll())).toBe('2\x1e42["a"]');
    session.post('3\x1e42["b"]');
    expect(sent).toEqual(["3", '42["b"]']);
    expect(session.post("5")).toEqual({ ok: false, fault: "bad_request" });
    expect(sent.at(-1)).toBe("closed");
  });

  test("it takes part by polling when the change fails on the way", async () => {
    const { session, heard, pass } = stage();
    await session.poll();
    session.post("40");
    await pass(0);
    expect(await session.upgrade()).toEqual(ana);
    await pass(5_001);
    const poll = session.poll();
    await pass(0);
    heard("2");
    expect(bodyOf(await poll)).toBe("2");
  });

  test("who is not let in is told why, may try again a few times, and is sent away in the end", async () => {
    const { session, pass } = stage({ ok: false, error: "unauthorized" });
    await session.poll();
    session.post("40");
    expect(bodyOf(await session.poll())).toBe('44{"message":"unauthorized","data":{"code":"unauthorized"}}');
    for (let again = 0; again < 4; again++) expect(session.post("40").ok).toBe(true);
    await pass(0);
    await pass(40_001);
    session.sweep();
    expect(
      bodyOf(await session.poll())
        .split("\x1e")
        .at(-1),
    ).toBe("1");
    expect(bodyOf(await session.poll())).toBe("unknown_session");
  });

  test("whoever asks for what there is not is sent away as soon as who is not let in", async () => {
    const { session } = stage();
    for (let knock = 0; knock < 5; knock++) expect(session.post("40/admin,").ok).toBe(true);
    expect(bodyOf(session.post("40/admin,"))).toBe("bad_request");
    expect(session.isGone).toBe(true);
  });

  test("a second poll at once, more than it may say, or silence ends the session", async () => {
    const twice = stage().session;
    await twice.poll();
    void twice.poll();
    expect(bodyOf(await twice.poll())).toBe("bad_request");
    const loud = stage().session;
    expect(loud.post(Array(501).fill("3").join("\x1e"))).toEqual({ ok: false, fault: "bad_request" });
    const { session, pass } = stage();
    await pass(45_001);
    session.sweep();
    expect(session.isGone).toBe(true);
  });
});
