import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ApiProblem } from "../../src/console/api/problem.ts";
import { keepIn } from "../../src/console/inbox/outbox/keep.ts";
import type { Kept, OutgoingDraft, Taken } from "../../src/console/inbox/outbox/outgoing.ts";
import { bodyOf, keyOfMessage } from "../../src/console/inbox/outbox/queue.ts";
import { Sending } from "../../src/console/inbox/outbox/sending.ts";
import { CLIENT_FRAMES } from "../../src/protocol/realtime.ts";

const ANN = { id: "ann", name: "Ann" };
const draft = (content: string): OutgoingDraft => ({ message_type: "text", content, is_note: false });

/** As a browser's, for all windows of one agent. */
function memory(): Storage {
  const held = new Map<string, string>();
  return {
    get length() {
      return held.size;
    },
    key: (index) => [...held.keys()][index] ?? null,
    getItem: (key) => held.get(key) ?? null,
    setItem: (key, value) => void held.set(key, value),
    removeItem: (key) => void held.delete(key),
    clear: () => held.clear(),
  };
}

/** Takes each key once, and refuses what came after something its sender had not seen. */
class Server {
  readonly log: { conversation: string; key: string; content: string; seq: number }[] = [];

  take(one: Kept): Taken {
    const key = keyOfMessage(one);
    const known = this.log.find((entry) => entry.key === key);
    if (known) return { message_id: key, seq: known.seq };
    const last = this.log.findLast(({ conversation }) => conversation === one.conversation_id)?.seq ?? 0;
    const seen = one.seen_seq;
    if (seen !== null && last > seen)
      throw new ApiProblem("stale_reply", 409, { messages: this.log.filter(({ seq }) => seq > seen) } as never);
    const seq = this.log.length + 1;
    this.log.push({ conversation: one.conversation_id, key, content: one.draft.content, seq });
    return { message_id: key, seq };
  }

  said(conversation: string): string[] {
    return this.log.filter((entry) => entry.conversation === conversation).map(({ content }) => content);
  }
}

const now = () => Date.parse("2026-01-05T09:00:00Z");

function windowOf(storage: Storage, deliver: (one: Kept) => Promise<Taken>, ids: () => string): Sending {
  return new Sending({
    keep: keepIn(storage, "ann"),
    agent: ANN,
    deliver,
    alone: (_, work) => work(),
    now,
    newId: ids,
    later: () => () => undefined,
  });
}

const counter = () => {
  let last = 0;
  return () => `id-${++last}`;
};
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

describe("outbox", () => {
  test("says everything once and in order, whatever is lost and however often the page is loaded anew", async () => {
    const step = fc.oneof(
      {
        weight: 5,
        arbitrary: fc.record({ do: fc.constant("say" as const), window: fc.nat(1), conversation: fc.nat(1) }),
      },
      {
        weight: 2,
        arbitrary: fc.record({ do: fc.constant("reload" as const), window: fc.nat(1), conversation: fc.nat(1) }),
      },
      {
        weight: 1,
        arbitrary: fc.record({ do: fc.constant("back" as const), window: fc.nat(1), conversation: fc.nat(1) }),
      },
    );
    const fates = fc.array(fc.constantFrom("lost", "unanswered", "taken"), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.array(step, { maxLength: 25 }), fates, async (scheduler, steps, faults) => {
        const world = new World(scheduler, faults);
        for (const one of steps) {
          if (one.do === "say") world.say(one.window, `conversation-${one.conversation}`);
          if (one.do === "reload") world.reload(one.window);
          if (one.do === "back") world.windows[one.window]?.sending.wake();
          if (scheduler.count() > 0) await scheduler.waitOne();
        }
        await world.rest();
        for (const [conversation, said] of world.wished) expect(world.server.said(conversation)).toEqual(said);
        expect(keepIn(world.storage, "ann").all()).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test("what was held because somebody answered holds what comes after it, and is sent anyway on wish", async () => {
    const server = new Server();
    const storage = memory();
    const sending = windowOf(storage, async (one) => server.take(one), counter());
    server.log.push({ conversation: "c", key: "other", content: "from Bob", seq: 1 });
    sending.send("c", draft("first"), 0);
    sending.send("c", draft("second"), 0);
    await settled();
    expect(server.said("c")).toEqual(["from Bob"]);
    const [first, second] = sending.of("c");
    expect([first?.state, first?.problem?.code, second?.state]).toEqual(["failed", "stale_reply", "waiting"]);
    sending.retry(`${first?.client_id}`);
    await settled();
    expect(server.said("c")).toEqual(["from Bob", "first", "second"]);
  });

  test("CN5 what is said in the place of what was held is not held for the same again", async () => {
    const server = new Server();
    const sending = windowOf(memory(), async (one) => server.take(one), counter());
    server.log.push({ conversation: "c", key: "other", content: "from Bob", seq: 1 });
    const held = sending.send("c", draft("first"), 0);
    await settled();
    expect(sending.discard(held)?.content).toBe("first");
    sending.send("c", draft("otherwise"), 0);
    await settled();
    expect(server.said("c")).toEqual(["from Bob", "otherwise"]);
  });

  test("what is refused for itself lets the others pass, and can be taken back", async () => {
    const server = new Server();
    const deliver = async (one: Kept) => {
      if (one.draft.content === "bad") throw new ApiProblem("content_too_long", 422);
      return server.take(one);
    };
    const sending = windowOf(memory(), deliver, counter());
    sending.send("c", draft("bad"), null);
    sending.send("c", draft("good"), null);
    await settled();
    expect(server.said("c")).toEqual(["good"]);
    const failed = sending.of("c").find(({ state }) => state === "failed");
    expect(sending.discard(`${failed?.client_id}`)?.content).toBe("bad");
  });

  test("is shown until the server has told of it", async () => {
    const sending = windowOf(memory(), async () => ({ message_id: "m1", seq: 7 }), counter());
    sending.send("c", draft("hello"), null);
    await settled();
    expect(sending.of("c")).toMatchObject([{ message_id: "m1", seq: 7, problem: null }]);
    sending.told("c", { id: "m1", seq: 7 });
    expect(sending.of("c")).toEqual([]);
  });

  test("what may have arrived is never said in another form and cannot be taken back", async () => {
    const bodies: string[] = [];
    const timers: (() => void)[] = [];
    const storage = memory();
    const sending = new Sending({
      keep: keepIn(storage, "ann"),
      agent: ANN,
      deliver: async (one) => {
        bodies.push(JSON.stringify(bodyOf(one)));
        if (bodies.length < 3) throw new ApiProblem("offline", 0);
        return { message_id: "m", seq: 9 };
      },
      alone: (_, work) => work(),
      now,
      newId: counter(),
      later: (work) => {
        timers.push(work);
        return () => undefined;
      },
    });
    const id = sending.send("c", draft("hello"), 3);
    await settled();
    expect(sending.discard(id)).toBeNull();
    while (bodies.length < 3) {
      timers.shift()?.();
      await settled();
    }
    expect(new Set(bodies).size).toBe(1);
  });

  test("the socket makes the very body that the call has, so that one key is one message", () => {
    const one: Kept = {
      client_id: "id-1",
      conversation_id: "0b3f9c52-6f0a-8c2e-9a0a-1f2e3d4c5b6a",
      message_id: null,
      seq: null,
      draft: {
        message_type: "image",
        content: "",
        payload: { media_id: "m", caption: "Hi" },
        is_note: false,
        reply_to: "r",
      },
      state: "sending",
      problem: null,
      at: "2026-01-05T09:00:00.000Z",
      agent: ANN,
      order: 1,
      seen_seq: 4,
      is_fixed: true,
    };
    const body = bodyOf(one);
    const frame = JSON.parse(JSON.stringify({ ...body, client_id: one.client_id }));
    // As `src/realtime/handling.ts` does.
    const { client_id, ...wish } = CLIENT_FRAMES["message:send"].parse(frame);
    expect(JSON.stringify({ ...wish, sender_type: "agent", sender_id: ANN.id })).toBe(JSON.stringify(body));
    expect(keyOfMessage(one)).toBe(`client:ann:${client_id}`);
  });
});

/** Two windows of one agent, a server, and a line that loses things. */
class World {
  readonly storage = memory();
  readonly server = new Server();
  readonly wished = new Map<string, string[]>();
  readonly windows: { sending: Sending; close: () => void }[];
  readonly #scheduler: fc.Scheduler;
  readonly #faults: string[];
  readonly #locks = new Map<string, Promise<unknown>>();
  readonly #ids = counter();
  #clock = now();

  constructor(scheduler: fc.Scheduler, faults: string[]) {
    this.#scheduler = scheduler;
    this.#faults = [...faults];
    this.windows = [this.#open(), this.#open()];
  }

  say(window: number, conversation: string): void {
    const said = this.wished.get(conversation) ?? [];
    const content = `${conversation} ${said.length}`;
    this.wished.set(conversation, [...said, content]);
    this.windows[window]?.sending.send(conversation, draft(content), null);
  }

  reload(window: number): void {
    this.windows[window]?.close();
    this.windows[window] = this.#open();
    this.windows[window]?.sending.wake();
  }

  async rest(): Promise<void> {
    this.#faults.length = 0;
    for (const { sending } of this.windows) sending.wake();
    await this.#scheduler.waitIdle();
  }

  #open(): { sending: Sending; close: () => void } {
    let gone = () => undefined as unknown;
    const closed = new Promise((resolve) => {
      gone = () => resolve(undefined);
    });
    const sending = new Sending({
      keep: keepIn(this.storage, "ann"),
      agent: ANN,
      deliver: (one) => this.#deliver(one),
      alone: (name, work) => {
        const before = this.#locks.get(name) ?? Promise.resolve();
        // A window that goes away lets go of its locks, whatever it was at.
        const turn = before.then(() => Promise.race([work(), closed])) as Promise<void>;
        this.#locks.set(name, turn);
        return turn;
      },
      now: () => this.#clock++,
      newId: this.#ids,
      later: (work, ms) => {
        let isOff = ms > 15_000;
        if (!isOff) void this.#scheduler.schedule(Promise.resolve(), "timer").then(() => isOff || work());
        return () => {
          isOff = true;
        };
      },
    });
    return {
      sending,
      close: () => {
        sending.close();
        gone();
      },
    };
  }

  async #deliver(one: Kept): Promise<Taken> {
    const fate = this.#faults.shift() ?? "taken";
    await this.#scheduler.schedule(Promise.resolve(), "request");
    if (fate === "lost") throw new ApiProblem("offline", 0);
    const taken = this.server.take(one);
    await this.#scheduler.schedule(Promise.resolve(), "answer");
    if (fate === "unanswered") throw new ApiProblem("offline", 0);
    return taken;
  }
}
