import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyChange } from "../../src/domain/changing.ts";
import type { Change } from "../../src/domain/commands.ts";
import type { Message } from "../../src/domain/message.ts";
import { agentSays, changes, given, iso, MINUTE, nothing, PICTURE, reacts, resolves, says } from "./given.ts";

const reaction = (emoji: string | null, after = 0, sender_id: string | null = "ann"): Change => ({
  type: "reaction",
  reaction: { sender_type: "customer", sender_id, emoji, at: iso(after) },
});
const edit = (content: string, after = 0): Change => ({
  type: "edit",
  edit: { message_type: "text", content, payload: { body: content } },
  at: iso(after),
});
const revoke: Change = { type: "revoke", at: iso(9 * MINUTE) };
const said = (): Message => given(says("hello", { attachments: [PICTURE] })).message;

describe("MS7 what happens to a message", () => {
  test("MS7 is an event of its own, in the open conversation or in a closed one", () => {
    expect(given(says("hello")).when(changes(edit("helo"), { seq: 2 })).types).toEqual(["message.changed"]);
    expect(given(says("hello"), resolves).when(changes(revoke, { seq: 2 })).types).toEqual(["message.changed"]);
  });

  test("MS7 may come before its message, but not before anything else", () => {
    expect(
      given(says("hello"))
        .when(changes(reaction("👍")))
        .event("message.changed").target,
    ).toEqual({
      message_id: null,
      message_seq: null,
      channel_message_id: "wamid.target",
    });
    expect(nothing.when(changes(reaction("👍"))).rejection).toEqual({ code: "nothing_to_attach_to" });
  });

  test("MS7 is no activity: it neither reopens nor keeps open", () => {
    const before = given(says("hello"));
    const after = before.when(changes(reaction("👍"), { seq: 2 }));
    expect(after.conversation.last_message_at).toBe(before.conversation.last_message_at);
    expect(after.due).toBe(before.due);
  });

  test("MS7 a revocation leaves nothing to be fetched", () => {
    expect(given(says("look", { attachments: [PICTURE] })).thread.media).toHaveLength(1);
    expect(given(says("look", { attachments: [PICTURE] }), changes(revoke, { seq: 2 })).thread.media).toEqual([]);
  });

  test("MS7 an edit changes the text and says when; the files stay unless others are named", () => {
    const message = said();
    expect(applyChange(message, edit("better", MINUTE))).toEqual({
      ...message,
      content: "better",
      payload: { body: "better" },
      edited_at: iso(MINUTE),
    });
    const file = { ...PICTURE, channel_media_id: "2" };
    const named = applyChange(message, {
      type: "edit",
      edit: { message_type: "image", content: "📷 Photo", payload: {}, attachments: [file] },
      at: iso(0),
    });
    expect(named.attachments).toMatchObject([{ id: message.id, channel_media_id: "2" }]);
  });

  test("MS7 what was taken back says nothing any more, and an edit does not bring it back", () => {
    const gone = applyChange(said(), revoke);
    expect(gone).toMatchObject({ content: "This message was deleted", payload: {}, attachments: [] });
    expect(gone.deleted_at).toBe(iso(9 * MINUTE));
    expect(applyChange(gone, edit("I said", 10 * MINUTE))).toEqual(gone);
    expect(applyChange(gone, revoke)).toEqual(gone);
  });

  test("MS7 each sender has one reaction; a later one replaces it, an empty one takes it back", () => {
    const folded = [reaction("👍"), reaction("❤️", MINUTE), reaction("😂", 0, "budi")].reduce(applyChange, said());
    expect(folded.reactions.map(({ sender_id, emoji }) => [sender_id, emoji])).toEqual([
      ["ann", "❤️"],
      ["budi", "😂"],
    ]);
    expect(
      applyChange(folded, reaction(null, 2 * MINUTE)).reactions.find((one) => one.sender_id === "ann")?.emoji,
    ).toBeNull();
  });

  test("MS7 whatever the order in which they come, the same remains", () => {
    const all = [
      reaction("👍", 1),
      reaction(null, 2),
      reaction("❤️", 3),
      edit("one", 1),
      edit("two", 2),
      reaction("😂", 1, "budi"),
    ];
    const orderless = (message: Message) => ({
      ...message,
      reactions: message.reactions.toSorted((a, b) => (a.sender_id ?? "").localeCompare(b.sender_id ?? "")),
    });
    const expected = orderless(all.reduce(applyChange, said()));
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (order) => {
        expect(orderless(order.reduce(applyChange, said()))).toEqual(expected);
      }),
    );
  });

  test("MS7 our own reaction is sent, and stands at its message at once", () => {
    const scene = given(says("hello", { whatsapp_message_id: "wamid.in" }));
    const { id } = scene.message;
    const after = scene.when(
      agentSays("Reacted 👍", {
        message_type: "reaction",
        payload: { message_id: id, emoji: "👍" },
        reply_to: { message_id: id, channel_message_id: "wamid.in" },
      }),
    );
    expect(after.types).toEqual(["message.queued", "message.changed"]);
    expect(after.event("message.changed")).toMatchObject({
      target: { message_id: id, message_seq: 2 },
      change: { reaction: { sender_type: "agent", emoji: "👍" } },
    });
  });

  test("MS6 our own reaction is no activity and takes no word", () => {
    const before = given(says("hello"));
    const after = before.when(agentSays("Reacted 👍", { message_type: "reaction", payload: { emoji: "👍" } }));
    expect(after.conversation.active_since).toBe(before.conversation.active_since);
    expect(after.conversation.control).toBe("ai");
    expect(before.when(reacts).conversation.active_since).toBe(before.conversation.active_since);
  });
});
