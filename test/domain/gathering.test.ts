import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Gathering } from "../../src/desk/gathering.ts";
import type { ConversationView } from "../../src/domain/conversation.ts";
import type { Event } from "../../src/domain/events.ts";

const view = (id: string, last_seq: number) => ({ id, last_seq }) as ConversationView;
/** The customer says something in a conversation. */
const inbound = (conversation_id: string, seq: number) =>
  ({ type: "message.received", seq, message: { conversation_id, direction: "in" } }) as Event;
const heard = (may_wait: boolean) => ({ thread_key: "thread", events: [], may_wait });

let commits: [string, number][][] = [];
let customerSeqs: (number | null)[] = [];
let fails = false;
let gathering: Gathering;

const ready = () => Promise.resolve();

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  vi.stubGlobal("scheduler", { wait: (ms: number) => new Promise((done) => setTimeout(done, ms)) });
  commits = [];
  customerSeqs = [];
  fails = false;
  gathering = new Gathering(ready, (some) => {
    if (fails) throw new Error("the disk is full");
    commits.push(some.map(({ view: { id, last_seq } }) => [id, last_seq]));
    customerSeqs.push(...some.map(({ customerSeq }) => customerSeq));
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Whether it is stored by now. */
async function isStored(promise: Promise<void>): Promise<boolean> {
  let stored = false;
  void promise.then(() => {
    stored = true;
  });
  await vi.advanceTimersByTimeAsync(0);
  return stored;
}

test("what comes within a moment is stored in one commit, each conversation as it stood last", async () => {
  const all = [
    gathering.add([view("one", 1)]),
    gathering.add([view("two", 5), view("one", 3)]),
    gathering.add([view("one", 2)]),
  ];
  await vi.advanceTimersByTimeAsync(10);
  await Promise.all(all);
  expect(commits).toEqual([
    [
      ["one", 3],
      ["two", 5],
    ],
  ]);
});

test("what was told before, and comes later because it was told again, takes nothing back", async () => {
  const said = (seq: number) => ({ ...heard(false), events: [inbound("one", seq)] });
  void gathering.add([view("one", 7)], said(7));
  void gathering.add([view("one", 4)], said(4));
  await vi.advanceTimersByTimeAsync(10);
  expect(commits).toEqual([[["one", 7]]]);
  expect(customerSeqs).toEqual([7]);
});

test("what may wait is stored at once where little comes, and four times a second where much does", async () => {
  void gathering.add([view("one", 1)], heard(true));
  await vi.advanceTimersByTimeAsync(10);
  expect(commits).toHaveLength(1);
  for (let seq = 2; seq <= 100; seq++) {
    void gathering.add([view("one", seq)], heard(true));
    await vi.advanceTimersByTimeAsync(10);
  }
  expect(commits).toHaveLength(4);
});

test("what may not wait takes what waits along", async () => {
  void gathering.add([view("one", 1)]);
  await vi.advanceTimersByTimeAsync(10);
  const waiting = gathering.add([view("one", 2)], heard(true));
  await vi.advanceTimersByTimeAsync(20);
  expect(await isStored(waiting)).toBe(false);
  void gathering.add([view("two", 1)], heard(false));
  await vi.advanceTimersByTimeAsync(10);
  expect(await isStored(waiting)).toBe(true);
  expect(commits.at(-1)).toEqual([
    ["one", 2],
    ["two", 1],
  ]);
});

test("a clock that is set back keeps nobody waiting for longer than what is usual", async () => {
  void gathering.add([view("one", 1)]);
  await vi.advanceTimersByTimeAsync(10);
  vi.setSystemTime(500_000);
  const stored = gathering.add([view("one", 2)], heard(true));
  await vi.advanceTimersByTimeAsync(250);
  expect(await isStored(stored)).toBe(true);
});

test("what cannot be stored is told so, kept, and stored with the next", async () => {
  fails = true;
  const refused = expect(gathering.add([view("one", 1)])).rejects.toThrow("the disk is full");
  await vi.advanceTimersByTimeAsync(10);
  await refused;
  fails = false;
  void gathering.add([view("two", 1)]);
  await vi.advanceTimersByTimeAsync(10);
  expect(commits).toEqual([
    [
      ["one", 1],
      ["two", 1],
    ],
  ]);
});

test("much is stored in parts, so that others' turn comes in between; each is told once its own is stored", async () => {
  const stored: number[] = [];
  const all = Array.from({ length: 40 }, (_, at) =>
    gathering.add([view(`${at}`, 1)], heard(true)).then(() => stored.push(at)),
  );
  await vi.advanceTimersByTimeAsync(10);
  expect(commits.map((some) => some.length)).toEqual([16]);
  expect(stored).toHaveLength(16);
  // What comes meanwhile waits for what came before it, and for itself.
  const again = gathering.add([view("0", 2)]);
  await vi.advanceTimersByTimeAsync(1);
  expect(stored).toHaveLength(32);
  await vi.advanceTimersByTimeAsync(1);
  await Promise.all([...all, again]);
  expect(commits.map((some) => some.length)).toEqual([16, 16, 9]);
  expect(commits[2]?.at(-1)).toEqual(["0", 2]);
});

test("what brings no conversation waits for those that came before", async () => {
  await gathering.add([], heard(false));
  void gathering.add([view("one", 1)], heard(true));
  const nothing = gathering.add([], heard(false));
  expect(await isStored(nothing)).toBe(false);
  await vi.advanceTimersByTimeAsync(10);
  expect(await isStored(nothing)).toBe(true);
});

test("who asks finds all of it stored", async () => {
  const all = Array.from({ length: 20 }, (_, at) => gathering.add([view(`${at}`, 1)]));
  await gathering.flush();
  expect(commits.map((some) => some.length)).toEqual([20]);
  await Promise.all(all);
  await vi.advanceTimersByTimeAsync(10);
  expect(commits).toHaveLength(1);
});

test("what is forgotten is not stored, and keeps nobody waiting", async () => {
  const gone = gathering.add([view("one", 1)]);
  const kept = gathering.add([view("two", 1)]);
  gathering.forget("one", "one");
  await vi.advanceTimersByTimeAsync(10);
  await Promise.all([gone, kept]);
  expect(commits).toEqual([[["two", 1]]]);
  const last = gathering.add([view("two", 2)]);
  gathering.forget("two", "two");
  await vi.advanceTimersByTimeAsync(10);
  await last;
  expect(commits).toHaveLength(1);
});
