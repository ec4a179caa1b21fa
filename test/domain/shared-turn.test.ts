import { beforeEach, describe, expect, test } from "vitest";
import { SharedTurn } from "../../src/conversation/shared-turn.ts";

let now: number;
let waits: (() => void)[];
let turn: SharedTurn;
beforeEach(() => {
  now = Date.parse("2031-03-01T08:00:00.000Z");
  waits = [];
  turn = new SharedTurn(
    () => new Promise((resolve) => waits.push(resolve)),
    () => now,
  );
});

/** The time of gathering is over. */
async function pass(): Promise<void> {
  for (const done of waits.splice(0)) done();
  await Promise.resolve();
  await Promise.resolve();
}

describe("calls that share a commit", () => {
  test("one that comes alone waits for nobody", () => {
    expect(turn.join()).toBeNull();
    now += 10;
    expect(turn.join()).toBeNull();
    expect(waits).toEqual([]);
  });

  test("those that come at a time go on in one turn, in the order in which they came", async () => {
    expect(turn.join()).toBeNull();
    const order: number[] = [];
    for (const number of [1, 2, 3]) void turn.join()?.then(() => order.push(number));
    expect(waits).toHaveLength(1);
    await pass();
    await Promise.resolve();
    expect(order).toEqual([1, 2, 3]);
    // More come with the answers to these.
    expect(turn.join()).not.toBeNull();
  });

  test("one client that waits for each answer is held up a few times, and not again for a while", async () => {
    expect(turn.join()).toBeNull();
    for (let call = 0; call < 4; call++) {
      now += 1;
      expect(turn.join()).not.toBeNull();
      now += 2;
      await pass();
    }
    for (let call = 0; call < 290; call++) {
      now += 1;
      expect(turn.join()).toBeNull();
    }
    now += 20;
    expect(turn.join()).toBeNull();
    expect(turn.join()).not.toBeNull();
  });

  test("a clock that is set back holds nobody up", async () => {
    expect(turn.join()).toBeNull();
    void turn.join();
    await pass();
    now -= 60_000;
    expect(turn.join()).toBeNull();
    expect(turn.join()).not.toBeNull();
  });
});
