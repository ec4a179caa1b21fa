import { describe, expect, test } from "vitest";
import type { Command } from "../../src/domain/commands.ts";
import type { Contact } from "../../src/domain/conversation.ts";
import { doubtAbout } from "../../src/domain/recognising.ts";
import { ANN, DAY, given, HOUR, IDENTITY, imports, iso, nothing, opens, says, wait } from "./given.ts";

const OTHER = "fedcba9876543212fedcba0";
/** The other thread began a second before the story. */
const forwards = { type: "forward_thread", identity: IDENTITY, contact: ANN, to: OTHER, to_since: iso(-1000) } as const;
const joins = (contact: Contact = ANN, from = OTHER): Command => ({
  type: "join_thread",
  place: { identity: IDENTITY, contact },
  from,
});
const MOVED: Contact = { ...ANN, phone: "+12025550143", wa_id: "12025550143", user_id: "US.2" };

describe("two threads of one person", () => {
  test("WH3 the younger closes, says where it leads, and keeps what it holds", () => {
    const scene = given(says("hello")).when(forwards);
    expect(scene.types).toEqual(["conversation.closed", "thread.forwarded"]);
    expect(scene.conversation.close_reason).toBe("superseded");
    expect(scene.thread.forwarded_to).toBe(OTHER);
    expect(scene.when(forwards).types).toEqual([]);
  });

  test("WH3 only the younger leads to the older, so that they never lead to each other", () => {
    const younger = { ...forwards, to_since: iso(HOUR) };
    expect(given(says("hello"), wait(2 * HOUR)).when(younger).types).toEqual([]);
    expect(nothing.given(wait(2 * HOUR)).when(younger).types).toEqual(["thread.forwarded"]);
    const same = (to: string) => given(says("hello")).when({ ...forwards, to, to_since: iso(0) }).types;
    expect(same("0".repeat(23))).toEqual(["conversation.closed", "thread.forwarded"]);
    expect(same("f".repeat(23))).toEqual([]);
  });

  test("WH3 what joins somebody of whom only the history is known is told as of that: there is nothing else yet", () => {
    const scene = given(imports("long ago", DAY)).when(joins(), joins({ ...ANN, user_id: "US.1" }));
    expect(scene.types).toEqual(["thread.joined", "contact.changed"]);
    expect(scene.events.map(({ number }) => number)).toEqual([0, 0]);
    expect(scene.given(says("hello")).when(joins(MOVED)).event("contact.changed").number).toBe(1);
  });

  test("WH3 what leads elsewhere takes nobody in", () => {
    expect(given(forwards).when(joins()).types).toEqual([]);
    expect(given(forwards).when({ ...forwards, to: "0".repeat(23) }).types).toEqual([]);
  });

  test("WH3 a thread that was never heard of may lead to another", () => {
    expect(nothing.when(forwards).types).toEqual(["thread.forwarded"]);
    expect(given(forwards).thread.identity).toEqual(IDENTITY);
  });

  test("WH3 one that was never heard of is the younger, also of two that begin in the same millisecond", () => {
    for (const to of ["0".repeat(23), "f".repeat(23)])
      expect(nothing.when({ ...forwards, to, to_since: iso(0) }).types).toEqual(["thread.forwarded"]);
  });

  test("WH3 from then on nothing begins there", () => {
    expect(given(forwards).when(opens()).rejection).toEqual({ code: "thread_forwarded", to: OTHER });
    expect(given(forwards).when(says("hello")).rejection).toEqual({ code: "thread_forwarded", to: OTHER });
  });

  test("WH3 the older one says whom it took in, once, and goes on", () => {
    const scene = given(says("hello")).when(joins({ ...ANN, user_id: "US.1" }));
    expect(scene.types).toEqual(["thread.joined"]);
    expect(scene.thread).toMatchObject({
      joined: [{ thread_key: OTHER, at: iso(0) }],
      user_ids: ["US.1"],
      contact: { user_id: "US.1" },
    });
    expect(scene.conversation.state).toBe("open");
    expect(scene.when(joins()).types).toEqual([]);
    expect(scene.when(joins(MOVED)).types).toEqual(["contact.changed"]);
  });

  test("WH3 a thread does not lead to itself, nor does what is another's", () => {
    expect(given(says("hello")).when({ ...forwards, to: IDENTITY.thread_key }).types).toEqual([]);
    const stranger = { ...IDENTITY, tenant_id: "tenant-2" };
    expect(given(says("hello")).when({ ...forwards, identity: stranger }).rejection?.code).toBe("thread_mismatch");
  });

  test("WH4 every user id that somebody had is remembered, and the number that they left", () => {
    const scene = given(says("hello", {}, { contact: { ...ANN, user_id: "US.1" } }), joins(MOVED));
    expect(scene.thread).toMatchObject({ user_ids: ["US.1", "US.2"], left_phones: ["628123456789"] });
    expect(scene.thread.contact.wa_id).toBe("12025550143");
    expect(scene.given(joins({ ...ANN, user_id: "US.3" })).thread.left_phones).toEqual(["12025550143"]);
  });

  test("WH4 another spelling of the same number is no move", () => {
    const mexican: Contact = { ...ANN, phone: "+5215512345678", wa_id: "5215512345678" };
    const scene = given(says("hola", {}, { contact: mexican }), joins({ ...mexican, phone: "+525512345678" }));
    expect(scene.thread.left_phones).toEqual([]);
  });

  test("WH5 a number may be given up without a new one being known", () => {
    const leaves: Command = { type: "leave_phone", phone: "+628123456789" };
    expect(given(says("hello")).when(leaves).types).toEqual(["phone.left"]);
    expect(given(says("hello"), leaves, wait(HOUR)).when(leaves).types).toEqual([]);
    expect(given(says("hello"), leaves).thread.left_phones).toEqual(["628123456789"]);
  });
});

describe("whether it is the thread of who writes", () => {
  const ann = { ...ANN, user_id: "US.1" };
  const known = given(says("hello", {}, { contact: ann }));

  test("WH1 by a phone number alone, or by a user id that it knows, it is", () => {
    expect(doubtAbout(known.thread, [ANN, ann, { ...ann, phone: null }], [])).toBeNull();
  });

  test("WH1 a user id that it does not know must be claimed first", () => {
    const people = [{ ...ann, user_id: "US.2" }, { ...ann, user_id: "US.2" }, ann];
    expect(doubtAbout(known.thread, people, [])).toEqual({ kind: "unclaimed", user_ids: ["US.2"] });
    expect(doubtAbout(known.thread, people, ["US.2"])).toBeNull();
  });

  test("WH3 once it leads elsewhere it is not", () => {
    expect(doubtAbout(given(forwards).thread, [ann], ["US.1"])).toEqual({ kind: "forwarded", to: OTHER });
  });

  test("WH5 from a number that was given up, under an unknown user id, it is somebody else", () => {
    const left = known.given({ type: "leave_phone", phone: ANN.phone ?? "" });
    const other = { ...ann, user_id: "US.9" };
    expect(doubtAbout(left.thread, [other], [])).toEqual({ kind: "stranger" });
    expect(doubtAbout(left.thread, [ann], [])).toBeNull();
    // Asked elsewhere, they would be led here again.
    expect(doubtAbout(left.thread, [other], ["US.9"])).toBeNull();
  });
});
