import { describe, expect, test } from "vitest";
import type { ServerFrame } from "../../src/console/live/frames.ts";
import { Rooms } from "../../src/console/live/rooms.ts";

const typing = (seq: number): ServerFrame => ({
  type: "typing",
  seq,
  data: { conversation_id: "one", agent_id: "ann", typing: true, note: false },
});

describe("what a socket has joined", () => {
  test("is joined once, and left when the last leaves", () => {
    const rooms = new Rooms();
    expect([rooms.enter("one"), rooms.enter("one"), rooms.leave("one"), rooms.leave("one")]).toEqual([
      true,
      false,
      false,
      true,
    ]);
    expect(rooms.ids()).toEqual([]);
  });

  test("is asked for after the last number that was told, whatever order it came in", () => {
    const rooms = new Rooms();
    rooms.enter("one");
    expect(rooms.seqOf("one")).toBeNull();
    for (const seq of [4, 9, 7]) rooms.note(typing(seq));
    expect(rooms.seqOf("one")).toBe(9);
  });

  test("is begun anew when it was left: what came meanwhile is read", () => {
    const rooms = new Rooms();
    rooms.enter("one");
    rooms.note(typing(4));
    rooms.leave("one");
    rooms.enter("one");
    expect(rooms.seqOf("one")).toBeNull();
  });

  test("is not what was only heard of", () => {
    const rooms = new Rooms();
    rooms.note(typing(4));
    expect(rooms.ids()).toEqual([]);
  });
});
