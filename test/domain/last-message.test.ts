import { describe, expect, test } from "vitest";
import { applyChange } from "../../src/domain/changing.ts";
import { conversationView } from "../../src/domain/conversation.ts";
import { type LastMessage, lastMessageOf } from "../../src/domain/last-message.ts";
import type { Message } from "../../src/domain/message.ts";
import {
  AGENT,
  agentSays,
  aiSays,
  asksForPerson,
  flowSays,
  given,
  HOUR,
  imports,
  iso,
  MINUTE,
  observes,
  opens,
  reacts,
  resolves,
  type Scene,
  says,
  systemSays,
  wait,
} from "./given.ts";

const looks = { type: "mark_seen", number: 1, actor: AGENT } as const;

/** What the latest conversation shows, its messages standing as they were said. */
function shown({ thread, log, conversation }: Scene): LastMessage | null {
  const event = log.find(({ seq }) => seq === conversation.shown_seq);
  const message = event && "message" in event ? event.message : null;
  const { identity, contact, seq } = thread;
  return identity && conversationView(identity, contact, conversation, seq, message).last_message;
}

const unread = ({ conversation }: Scene) => conversation.unread_count ?? 0;

/** What a list shows of a message with this text. */
const snippetOf = (content: string, news: Partial<Message> = {}) =>
  lastMessageOf({ ...given(says("hello")).message, content, ...news }).content;

describe("CV17 what was said last", () => {
  test("CV17 it is what people, the AI or a flow said last", () => {
    expect(shown(given(says("hello")))).toEqual({
      seq: 2,
      direction: "in",
      sender_type: "customer",
      message_type: "text",
      content: "hello",
      at: iso(0),
      status: null,
      deleted_at: null,
    });
    const scene = given(says("hello"), wait(MINUTE));
    expect(shown(scene.when(aiSays("hi")))).toMatchObject({ content: "hi", sender_type: "llm", at: iso(MINUTE) });
    expect(shown(scene.when(flowSays("1 or 2?")))).toMatchObject({ content: "1 or 2?", direction: "out" });
    expect(shown(scene.when(agentSays("let me")))).toMatchObject({ content: "let me", status: null });
    expect(shown(scene.when(observes("on it")))).toMatchObject({ content: "on it", sender_type: "agent" });
  });

  test("CV17 neither reactions nor texts of the system take its place, nor what was never sent", () => {
    const scene = given(says("hello"), asksForPerson());
    for (const step of [reacts, systemSays("we are closed"), aiSays("too late"), resolves])
      expect(shown(scene.when(step))).toMatchObject({ content: "hello", seq: 2 });
  });

  test("CV17 the next conversation shows its own; before anything was said it shows nothing", () => {
    expect(shown(given(says("hello"), resolves, says("again")))?.content).toBe("again");
    expect(shown(given(opens()))).toBeNull();
    expect(shown(given(says("hello"), resolves, opens()))).toBeNull();
  });

  test("CV17 of what was imported it is the youngest, in whatever order it comes", () => {
    const scene = given(imports("younger", HOUR), imports("older", 2 * HOUR));
    const { history } = scene.thread;
    const event = scene.log.find(({ seq }) => seq === history?.shown_seq);
    const message = event && "message" in event ? event.message : null;
    expect(message && lastMessageOf(message)).toMatchObject({ content: "younger", at: iso(-HOUR) });
    expect(history?.unread_count).toBeUndefined();
  });

  test("CV17 a message shows as it stands after edits and deletions, and that it failed", () => {
    const { message } = given(says("helo"));
    const edit = { message_type: "text", content: "hello", payload: {} };
    expect(lastMessageOf(applyChange(message, { type: "edit", edit, at: iso(1) })).content).toBe("hello");
    const revoked = lastMessageOf(applyChange(message, { type: "revoke", at: iso(2) }));
    expect(revoked).toMatchObject({ content: "This message was deleted", deleted_at: iso(2) });
    expect(lastMessageOf({ ...message, status: "failed" }).status).toBe("failed");
    expect(lastMessageOf({ ...message, status: "read" }).status).toBeNull();
  });

  test("CV17 it is one line", () => {
    expect(snippetOf("  one\n\n\ttwo\u2028three \u00a0 four\u0000 ")).toBe("one two three four");
  });

  test.each([
    ["right-to-left overrides", "safe\u202e\u2066txt.exe\u2069", "safetxt.exe"],
    ["zero-width floods", `a${"\u200b\u200d\u2060\ufeff".repeat(300)}b`, "ab"],
    ["joiners that join nothing", `${"\u200d ".repeat(40)}a`, "a"],
    ["fillers that draw nothing", `${"\u3164\u2800\u115f\u00ad".repeat(40)}a`, "a"],
    ["piles of marks", `Z${"\u0301\u0334".repeat(200)}a`, `Z${"\u0301\u0334".repeat(2)}a`],
    ["halves of characters", "a\ud83d b\ude00", "a b"],
  ])("CV17 %s are left out", (_, content, snippet) => {
    expect(snippetOf(content)).toBe(snippet);
  });

  test.each(["👩‍👩‍👧‍👦 ❤️‍🔥 1️⃣ 🇧🇷 👍🏽", "می‌خواهم", "क्षत्रिय", "ที่นี่", "nguyễn", "שָׁלוֹם", "السلام عليكم"])(
    "CV17 what words and emoji need is kept: %s",
    (content) => {
      expect(snippetOf(content)).toBe(content);
    },
  );

  test("CV17 it has 160 characters at most, and is cut between what people take for characters", () => {
    expect(snippetOf("a".repeat(160))).toBe("a".repeat(160));
    expect(snippetOf("a".repeat(161))).toBe(`${"a".repeat(159)}…`);
    expect(snippetOf(`${"a".repeat(150)}👩‍👩‍👧‍👦👩‍👩‍👧‍👦`)).toBe(`${"a".repeat(150)}…`);
    expect(snippetOf(`${"a".repeat(158)} b c d`)).toBe(`${"a".repeat(158)}…`);
    for (const piece of ["👍🏽", "e\u0301", "नि", "字", "👩‍👩‍👧‍👦"]) {
      const snippet = snippetOf(piece.repeat(1_000));
      expect(snippet.length).toBeLessThanOrEqual(160);
      expect(snippet.slice(0, -1)).toBe(piece.repeat((snippet.length - 1) / piece.length));
    }
  });

  test("CV17 a long message costs no more than a short one", () => {
    const flood = "\u200b".repeat(1_999);
    expect(snippetOf(`a${flood}${"b".repeat(100_000)}`)).toBe("a…");
    expect(snippetOf("👩‍".repeat(50_000)).length).toBeLessThanOrEqual(160);
  });
});

describe("CV18 how much is unread", () => {
  test("CV18 what the customer says counts, up to 999; reactions and others' words do not", () => {
    const scene = given(says("one"), says("two"), reacts, aiSays("hi"), systemSays("we are closed"));
    expect(unread(scene)).toBe(2);
    expect(unread(scene.given(...Array.from({ length: 1_000 }, () => says("more"))))).toBe(999);
  });

  test("CV18 an agent who looks or answers, here or elsewhere, has read it", () => {
    const scene = given(says("one"), says("two"), wait(MINUTE));
    expect(unread(scene.when(looks))).toBe(0);
    expect(unread(scene.when(agentSays("hi")))).toBe(0);
    expect(unread(scene.when(observes("on it")))).toBe(0);
    expect(unread(scene.given(looks, wait(MINUTE)).when(says("three")))).toBe(1);
  });

  test("CV18 what comes in the moment in which an agent looks can be looked at again", () => {
    const scene = given(says("one"), looks, says("two"));
    expect(unread(scene)).toBe(1);
    expect(scene.when(looks).types).toEqual(["conversation.seen"]);
    expect(scene.given(looks).when(looks).types).toEqual([]);
  });

  test("CV18 the next conversation begins with nothing unread", () => {
    expect(unread(given(says("one"), says("two"), resolves).when(says("three")))).toBe(1);
  });
});

test("CV17, CV18 what was stored before there was any of this shows nothing, and goes on", () => {
  const scene = given(says("one"));
  const { shown_seq: _, unread_count: __, ...before } = scene.conversation;
  const { identity, contact, seq } = scene.thread;
  expect(identity && conversationView(identity, contact, before, seq)).toMatchObject({
    last_message: null,
    unread_count: 0,
  });
});
