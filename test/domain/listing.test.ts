import { describe, expect, test } from "vitest";
import type { Executor } from "../../src/conversation/executor.ts";
import { Listing } from "../../src/conversation/listing.ts";
import type { MessageStore } from "../../src/conversation/message-store.ts";
import type { Outbox } from "../../src/conversation/outbox.ts";

/** A thread of which somebody looks at something, and a desk that confirms, or fails, when it is told to. */
function watched() {
  const executor = {
    thread: { seq: 0, identity: { thread_key: "t" }, erased: null },
    cursors: { desk: 0, services: 0 },
    changed: new Map<number, number>(),
    movedSeq: 0,
    untold: () => [],
    conversation: () => null,
  };
  const tellings: PromiseWithResolvers<{ watched: boolean }>[] = [];
  const project = () => {
    const telling = Promise.withResolvers<{ watched: boolean }>();
    tellings.push(telling);
    return telling.promise;
  };
  const listing = new Listing(
    executor as unknown as Executor,
    {} as MessageStore,
    { project } as unknown as Outbox,
    () => "tenant",
  );
  const ended: string[] = [];
  return {
    executor,
    tellings,
    ended,
    happens: () => {
      executor.thread = { ...executor.thread, seq: executor.thread.seq + 1 };
    },
    runs: (name: string) => void listing.run().then(() => ended.push(name)),
  };
}

/** Whatever can go on has gone on. */
const rest = async () => {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve();
};
const LOOKED_AT = { watched: true };

describe("telling the desk", () => {
  test("goes on while it stores, where somebody looks; who waits waits until all that there was is confirmed", async () => {
    const { tellings, ended, happens, runs } = watched();
    happens();
    runs("first");
    happens();
    runs("second");
    await rest();
    expect(tellings).toHaveLength(2);
    runs("nothing new");
    tellings[0]?.resolve(LOOKED_AT);
    await rest();
    // What came after it asked is nothing to the first.
    expect(ended).toEqual(["first"]);
    tellings[1]?.resolve(LOOKED_AT);
    await rest();
    expect(ended.toSorted()).toEqual(["first", "nothing new", "second"]);
  });

  test("holds with a later one what an earlier one told, and repeats what none confirmed", async () => {
    const { executor, tellings, ended, happens, runs } = watched();
    happens();
    executor.changed.set(1, 1);
    runs("first");
    happens();
    executor.changed.set(2, 2);
    runs("second");
    await rest();
    happens();
    executor.changed.set(3, 3);
    tellings[1]?.resolve(LOOKED_AT);
    tellings[0]?.reject(new Error("the desk is away"));
    await rest();
    expect(executor.cursors.desk).toBe(2);
    expect([...executor.changed.keys()]).toEqual([3]);
    // The second round went on with what came meanwhile.
    expect(tellings).toHaveLength(3);
    tellings[2]?.reject(new Error("the desk is away"));
    await rest();
    expect(ended.toSorted()).toEqual(["first", "second"]);
    runs("third");
    await rest();
    tellings[3]?.resolve(LOOKED_AT);
    await rest();
    expect([executor.cursors.desk, executor.changed.size]).toEqual([3, 0]);
  });

  test("is four at a time at most; the rest goes together with the next", async () => {
    const { executor, tellings, happens, runs } = watched();
    for (let event = 0; event < 10; event++) {
      happens();
      runs(`${event}`);
      await rest();
    }
    expect(tellings).toHaveLength(4);
    tellings[0]?.resolve(LOOKED_AT);
    await rest();
    expect(tellings).toHaveLength(5);
    tellings[4]?.resolve(LOOKED_AT);
    await rest();
    expect(executor.cursors.desk).toBe(10);
  });
});
