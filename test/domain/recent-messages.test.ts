import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MOST_KEPT, RecentMessages, type Stored } from "../../src/conversation/recent-messages.ts";
import type { Message } from "../../src/domain/message.ts";

const message = (seq: number): Message => ({ seq }) as Message;
const stored = (seq: number, number: number, body: string): Stored => {
  return { seq, conversation_id: `thread:${number}`, is_said: seq % 5 !== 0, body };
};
const isOf = (number: number) => (one: Stored) => one.conversation_id === `thread:${number}`;
const lastOf = (all: readonly Stored[], from: number, through: number, count: number, number: number) =>
  all
    .filter((one) => one.seq >= from && one.seq <= through && isOf(number)(one))
    .map(({ body }) => body)
    .slice(-count);

const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ kind: fc.constant("add"), skip: fc.nat(3), number: fc.nat(2), size: fc.nat(40) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant("add"), skip: fc.nat(3), number: fc.nat(2), size: fc.nat(90_000) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("change"), back: fc.nat(80), size: fc.nat(70_000) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("forget") }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("fill") }) },
);
const asking = fc.record({
  back: fc.nat(120),
  end: fc.nat(20),
  count: fc.integer({ min: 1, max: 70 }),
  number: fc.nat(2),
});

describe("the end of a thread's messages in memory", () => {
  test("answers as the store would, or says that it does not know", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(step, asking), { maxLength: 120, minLength: 1 }), (steps) => {
        const all: Stored[] = [];
        const recent = new RecentMessages();
        let seq = 0;
        for (const [one, { back, end, count, number }] of steps) {
          if (one.kind === "add" && "number" in one) {
            seq += 1 + one.skip;
            const added = stored(seq, one.number, `${seq}:`.padEnd(one.size, "x"));
            all.push(added);
            recent.add(added, message(seq));
          } else if (one.kind === "change" && "back" in one) {
            const index = all.length - 1 - one.back;
            const before = all[index];
            if (before !== undefined) {
              const changed = { ...before, body: `${before.seq}!`.padEnd(one.size, "y") };
              all[index] = changed;
              recent.change(changed, message(before.seq));
            }
          } else if (one.kind === "forget") recent.forget();
          else recent.fill(all.slice(-MOST_KEPT));
          const [from, through] = [Math.max(1, seq - back), seq - end];
          const found = recent.last(from, through, count, isOf(number));
          if (found !== null) expect(found).toEqual(lastOf(all, from, through, count, number));
        }
      }),
    );
  });

  test("knows a page of short messages, also of those that it did not see come", () => {
    const all = Array.from({ length: 100 }, (_, index) => stored(index + 1, 1, `${index + 1}`));
    const recent = new RecentMessages();
    expect(recent.last(1, 100, 50, isOf(1))).toBeNull();
    recent.fill(all.slice(-MOST_KEPT));
    expect(recent.last(1, 100, 50, isOf(1))).toEqual(lastOf(all, 1, 100, 50, 1));
    expect(recent.last(1, 100, MOST_KEPT + 1, isOf(1))).toBeNull();
  });

  test("keeps little of what is long, and what was read last", () => {
    const recent = new RecentMessages();
    for (let seq = 1; seq <= 10; seq++) recent.add(stored(seq, 1, "x".repeat(64 * 1024)), message(seq));
    expect(recent.last(1, 10, 2, isOf(1))).toHaveLength(2);
    expect(recent.last(1, 10, 3, isOf(1))).toBeNull();
    expect([6, 7, 10].map((seq) => recent.get(seq)?.seq)).toEqual([undefined, 7, 10]);
    recent.forget();
    expect(recent.get(10)).toBeUndefined();
  });
});
