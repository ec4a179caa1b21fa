import { describe, expect, test } from "vitest";
import { renderTemplate } from "../../src/channels/whatsapp/template.ts";
import { templateFault } from "../../src/channels/whatsapp/template-fault.ts";
import type { Conversation, Message } from "../../src/console/api/types.ts";
import { faultOf as buttonsFault, questionWith } from "../../src/console/inbox/composer/buttons/buttons.ts";
import { footingOf, windowLeft } from "../../src/console/inbox/composer/footing.ts";
import { charactersLeft, kindOf } from "../../src/console/inbox/composer/limits.ts";
import { withMentions, withoutMentions } from "../../src/console/inbox/composer/mentions.ts";
import { messagesOf } from "../../src/console/inbox/composer/messages.ts";
import { isOthersAnswer, seenSeq } from "../../src/console/inbox/composer/seen.ts";
import { cannedFor, peopleFor } from "../../src/console/inbox/composer/suggestions/suggestion.ts";
import {
  fieldsOf,
  groupsOf,
  missingIn,
  readAs,
  type Template,
  templateMessage,
} from "../../src/console/inbox/composer/templates/template.ts";
import { completed, lookupAt, sends, wrapped } from "../../src/console/inbox/composer/written.ts";
import { draftKey, keepDraft, readDraft } from "../../src/console/inbox/drafts.ts";
import { kindOf as serversKindOf } from "../../src/media/kind.ts";
import { NewMessage } from "../../src/protocol/message.ts";

const at = (text: string) => {
  const start = text.indexOf("|");
  return { text: text.replace("|", ""), start, end: start };
};
const key = (part: object) =>
  ({
    key: "Enter",
    shiftKey: false,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    isComposing: false,
    keyCode: 13,
    ...part,
  }) as const;
const CONVERSATION_ID = "0b3f9c52-6f0a-8c2e-9a0a-1f2e3d4c5b6a";
const MEDIA_ID = "4d0d3e52-7c1e-4b5a-9d0f-0a1b2c3d4e5f";

/** The body of a draft must be one that the API takes. */
const isTaken = (draft: { message_type: string; content: string; payload?: object }) =>
  NewMessage.safeParse({
    conversation_id: CONVERSATION_ID,
    sender_type: "agent",
    message_type: draft.message_type,
    ...(draft.message_type === "text" && { content: draft.content }),
    payload: draft.payload,
  }).error?.issues ?? "taken";

describe("composer: what is written", () => {
  test("looks up what begins a word", () => {
    expect(lookupAt(at("/ref|"), ["/"])).toEqual({ sign: "/", words: "ref", from: 0 });
    expect(lookupAt(at("Hello /|"), ["/"])).toMatchObject({ words: "", from: 6 });
    expect(lookupAt(at("and/or|"), ["/"])).toBeNull();
    expect(lookupAt(at("https://x|"), ["/", ":"])).toBeNull();
    expect(lookupAt(at("ask @Ann L|"), ["@"])).toMatchObject({ words: "Ann L", from: 4 });
    expect(lookupAt(at("at 10:30|"), [":"])).toBeNull();
    expect(lookupAt(at("hi :)|"), [":"])).toBeNull();
    expect(lookupAt({ text: "/ref", start: 0, end: 4 }, ["/"])).toBeNull();
  });

  test("puts the chosen in the place of what was typed", () => {
    const written = at("Hi :smi| there");
    const lookup = lookupAt(written, [":"]);
    expect(lookup && completed(written, lookup, "😊").text).toBe("Hi 😊 there");
    const end = at("/h|");
    const found = lookupAt(end, ["/"]);
    expect(found && completed(end, found, "Hello")).toEqual({ text: "Hello ", start: 6, end: 6 });
  });

  test("marks words as WhatsApp does, with no space inside, and takes the marks away again", () => {
    const bold = wrapped({ text: "a big word", start: 1, end: 6 }, "*");
    expect(bold).toEqual({ text: "a *big* word", start: 3, end: 6 });
    expect(wrapped(bold, "*")).toEqual({ text: "a big word", start: 2, end: 5 });
    expect(wrapped({ text: "", start: 0, end: 0 }, "_")).toEqual({ text: "__", start: 1, end: 1 });
  });

  test("Enter sends, but not one that ends a word of an input method, nor with Shift", () => {
    expect(sends(key({}), "enter")).toBe(true);
    expect(sends(key({ shiftKey: true }), "enter")).toBe(false);
    expect(sends(key({ isComposing: true }), "enter")).toBe(false);
    expect(sends(key({ keyCode: 229 }), "enter")).toBe(false);
    expect(sends(key({}), "mod_enter")).toBe(false);
    expect(sends(key({ ctrlKey: true }), "mod_enter")).toBe(true);
    expect(sends(key({ metaKey: true }), "enter")).toBe(true);
  });

  test("counts what people call characters only near the limit", () => {
    expect(charactersLeft("a".repeat(100), 4096)).toBeNull();
    expect(charactersLeft("😊".repeat(4096), 4096)).toBe(0);
    expect(charactersLeft("a".repeat(4100), 4096)).toBe(-4);
  });

  test("a draft is kept for an agent and a conversation, and gone once it is empty", () => {
    const kept = new Map<string, string>();
    const storage = {
      getItem: (name: string) => kept.get(name) ?? null,
      setItem: (name: string, value: string) => void kept.set(name, value),
      removeItem: (name: string) => void kept.delete(name),
    };
    const place = { agentId: "ann", conversationId: "c1" };
    keepDraft(storage, place, { text: "Hello", isNote: true });
    expect(readDraft(storage, place)).toEqual({ text: "Hello", isNote: true });
    expect(readDraft(storage, { ...place, conversationId: "c2" })).toBeNull();
    expect(readDraft(storage, { ...place, agentId: "ben" })).toBeNull();
    kept.set(draftKey({ ...place, conversationId: "c2" }), "{broken");
    expect(readDraft(storage, { ...place, conversationId: "c2" })).toBeNull();
    keepDraft(storage, place, { text: " ", isNote: true });
    expect(kept.has(draftKey(place))).toBe(false);
  });
});

describe("composer: what is sent", () => {
  const image = { media_id: MEDIA_ID, kind: "image", mime_type: "image/png", name: "a.png", size: 10 } as const;
  const voice = {
    media_id: MEDIA_ID,
    kind: "audio",
    mime_type: "audio/ogg",
    name: "v.ogg",
    size: 10,
    voice: true,
  } as const;

  test("each file is a message, in order; the words go with the first that can have them", () => {
    const sent = messagesOf({ text: " Look ", isNote: false, files: [voice, image], replyTo: MEDIA_ID });
    expect(sent.map(({ message_type, payload, reply_to }) => [message_type, payload, reply_to])).toEqual([
      ["audio", { media_id: MEDIA_ID, voice: true }, MEDIA_ID],
      ["image", { media_id: MEDIA_ID, caption: "Look" }, undefined],
    ]);
    for (const draft of sent) expect(isTaken(draft)).toBe("taken");
  });

  test("words that are no caption are a message of their own, before the files", () => {
    expect(
      messagesOf({ text: "Hear", isNote: false, files: [voice], replyTo: null }).map(({ content }) => content),
    ).toEqual(["Hear", ""]);
    const long = "a".repeat(1100);
    expect(messagesOf({ text: long, isNote: false, files: [image], replyTo: null })[0]?.content).toBe(long);
    expect(messagesOf({ text: "  ", isNote: false, files: [], replyTo: null })).toEqual([]);
  });

  test("a note takes no files", () => {
    expect(messagesOf({ text: "Psst", isNote: true, files: [image], replyTo: MEDIA_ID })).toEqual([
      { message_type: "text", content: "Psst", is_note: true },
    ]);
  });

  test("names in a note become mentions, the longest first, and read as names again", () => {
    const agents = [
      { id: "1", name: "Ann" },
      { id: "2", name: "Ann Lee" },
      { id: "3", name: "Bo (x)" },
    ];
    const text = "@Ann Lee and @Ann, not @Anna nor me@Ann; @Bo (x)!";
    const named = withMentions(text, agents);
    expect(named).toBe("@[Ann Lee](2) and @[Ann](1), not @Anna nor me@Ann; @[Bo (x)](3)!");
    expect(withoutMentions(named)).toBe(text);
    expect(withMentions("@Ann", [])).toBe("@Ann");
  });

  test("files go as the server takes them", () => {
    for (const type of [
      "image/png",
      "image/jpeg",
      "video/mp4",
      "audio/ogg; codecs=opus",
      "application/pdf",
      "image/gif",
    ])
      expect(kindOf(type, 1000)).toBe(serversKindOf(type));
    expect(kindOf("image/png", 6 * 1024 * 1024)).toBe("document");
  });

  test("a question with buttons is one that the API takes", () => {
    expect(buttonsFault("", ["Yes"])).toBe("no_question");
    expect(buttonsFault("Sure?", [" ", ""])).toBe("no_button");
    expect(buttonsFault("Sure?", ["Yes", "Yes "])).toBe("same_titles");
    expect(isTaken(questionWith("Sure?", ["Yes", "", "No"]))).toBe("taken");
  });

  test("counts as seen what came on screen, but no answer that somebody else gave meanwhile", () => {
    expect(seenSeq(9, null)).toBe(9);
    expect(seenSeq(9, 7)).toBe(6);
    const answer = {
      direction: "out",
      sender_type: "agent",
      sender_id: "bo",
      message_type: "text",
      status: "sent",
    } as Message;
    expect(isOthersAnswer(answer, "ann")).toBe(true);
    expect(isOthersAnswer(answer, "bo")).toBe(false);
    expect(isOthersAnswer({ ...answer, message_type: "reaction" }, "ann")).toBe(false);
    expect(isOthersAnswer({ ...answer, sender_type: "llm", status: "suppressed" }, "ann")).toBe(false);
    expect(isOthersAnswer({ ...answer, direction: "in", sender_type: "customer" }, "ann")).toBe(false);
  });
});

describe("composer: how one stands", () => {
  const now = Date.parse("2026-01-05T09:00:00Z");
  const open = {
    state: "open",
    active_channel: "whatsapp",
    window_expires_at: "2026-01-05T09:30:00.000Z",
    control: "ai",
    handoff_agent_id: null,
  } as Conversation;

  test("says what sending means", () => {
    expect(footingOf(open, "ann", now)).toEqual({ is: "takes_over", from: "ai" });
    expect(footingOf({ ...open, control: "none" }, "ann", now)).toEqual({ is: "takes_over", from: "nobody" });
    expect(footingOf({ ...open, control: "agent", handoff_agent_id: "ann" }, "ann", now)).toEqual({ is: "mine" });
    expect(footingOf({ ...open, control: "agent", handoff_agent_id: "bo" }, "ann", now)).toEqual({
      is: "beside",
      agentId: "bo",
    });
    expect(footingOf({ ...open, state: "closed" }, "ann", now)).toEqual({ is: "closed" });
  });

  test("the window ends at its time, and holds on WhatsApp only", () => {
    const end = Date.parse(`${open.window_expires_at}`);
    expect(windowLeft(open, now)).toBe(30 * 60_000);
    expect(footingOf(open, "ann", end)).toEqual({ is: "window_closed", isNew: false });
    expect(footingOf({ ...open, window_expires_at: null }, "ann", now)).toEqual({ is: "window_closed", isNew: true });
    expect(footingOf({ ...open, active_channel: "none", window_expires_at: null }, "ann", now)).toMatchObject({
      is: "takes_over",
    });
  });
});

describe("composer: what is looked up", () => {
  test("canned replies by shortcut, then by text, whatever the accents", () => {
    const replies = ["refund", "prefund", "adios"].map((shortcut) => ({
      id: shortcut,
      shortcut,
      text: `The ${shortcut} text`,
    }));
    replies.push({ id: "x", shortcut: "zz", text: "About a refund" });
    expect(cannedFor(replies, "REF", 8).map(({ shortcut }) => shortcut)).toEqual(["refund", "prefund", "zz"]);
    expect(cannedFor(replies, "adiós", 8)).toHaveLength(1);
  });

  test("people by any of their names", () => {
    const people = [{ name: "Ana Ruiz" }, { name: "Marco Bauer" }, { name: "Zoë Anders" }];
    expect(peopleFor(people, "an", 8).map(({ name }) => name)).toEqual(["Ana Ruiz", "Zoë Anders"]);
    expect(peopleFor(people, "zoe", 8)).toHaveLength(1);
    expect(peopleFor(people, "", 2)).toHaveLength(2);
  });
});

describe("composer: templates", () => {
  const template: Template = {
    name: "order_update",
    language: "en_US",
    status: "APPROVED",
    category: "UTILITY",
    components: [
      { type: "HEADER", format: "IMAGE" },
      { type: "BODY", text: "Hi {{1}}, order {{2}} is on its way, {{1}}." },
      { type: "FOOTER", text: "Bicycle shop" },
      {
        type: "BUTTONS",
        buttons: [
          { type: "QUICK_REPLY", text: "Thanks" },
          { type: "URL", text: "Track", url: "https://shop.example/{{1}}" },
          { type: "COPY_CODE", text: "Copy" },
        ],
      },
    ],
  };
  const values = { "header:file": MEDIA_ID, "body:1": "Nora", "body:2": "1042", "button:1": "abc", "button:2": "SAVE" };

  test("asks for each place once, and for what its head and its buttons need", () => {
    expect(fieldsOf(template).map((field) => [field.key, field.format])).toEqual([
      ["header:file", "image"],
      ["body:1", "text"],
      ["body:2", "text"],
      ["button:1", "text"],
      ["button:2", "code"],
    ]);
    expect(missingIn(template, { ...values, "body:2": " " }).map((field) => field.key)).toEqual(["body:2"]);
  });

  test("what it makes is what WhatsApp and the API take, and reads as the server says", () => {
    const draft = templateMessage(template, values, null);
    expect(isTaken(draft)).toBe("taken");
    const asServer = [{ ...template, id: "1", components: template.components as never[] }] as never;
    expect(templateFault(asServer, draft.payload ?? {})).toBeNull();
    expect(renderTemplate(draft.payload ?? {}, { ...template })).toBe(`${draft.content}\n[Thanks] [Track] [Copy]`);
    expect(readAs(template, { "body:1": "Nora" }).body).toBe("Hi Nora, order {{2}} is on its way, Nora.");
  });

  test("named places are sent by name", () => {
    const named: Template = {
      ...template,
      parameter_format: "NAMED",
      components: [{ type: "BODY", text: "Hi {{first_name}}" }],
    };
    const draft = templateMessage(named, { "body:first_name": "Nora" }, null);
    expect(draft.payload?.components).toEqual([
      { type: "body", parameters: [{ type: "text", parameter_name: "first_name", text: "Nora" }] },
    ]);
  });

  test("numbered places are sent by their number, wherever they stand in the text", () => {
    const body = { type: "BODY", text: "Hi {{2}}, your order {{1}} left." };
    const turned: Template = { ...template, parameter_format: "POSITIONAL", components: [body] };
    const draft = templateMessage(turned, { "body:1": "#77", "body:2": "Ann" }, null);
    expect(draft.content).toBe("Hi Ann, your order #77 left.");
    expect(renderTemplate(draft.payload ?? {}, { ...turned })).toBe(draft.content);
  });

  test("offers what can be sent: approved, and of no cards; found by name or words", () => {
    const rejected = { ...template, name: "no", status: "REJECTED" };
    const cards = { ...template, name: "cards", components: [{ type: "CAROUSEL" }] };
    const spanish = { ...template, language: "es" };
    const groups = groupsOf([template, spanish, rejected, cards], "");
    expect(groups.map(({ name, all }) => [name, all.length])).toEqual([["order_update", 2]]);
    expect(groupsOf([template], "on its WAY")).toHaveLength(1);
    expect(groupsOf([template], "invoice")).toHaveLength(0);
  });
});
