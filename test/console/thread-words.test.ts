import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { templateParts } from "../../src/console/inbox/thread/content/template-parts.ts";
import { beginningOf, harmless, isFewEmoji, LONG } from "../../src/console/inbox/thread/words/harmless.ts";
import { linkOf } from "../../src/console/inbox/thread/words/link.ts";
import { mentioned } from "../../src/console/inbox/thread/words/mentions.ts";
import { type Block, type Inline, inlines, parse } from "../../src/console/inbox/thread/words/parse.ts";

const text = (text: string): Inline => ({ type: "text", text });

/** What a reader sees of a part. */
const read = (part: Inline): string => {
  switch (part.type) {
    case "text":
    case "mono":
      return part.text;
    case "link":
      return part.shown;
    case "control":
      return "";
    default:
      return part.parts.map(read).join("");
  }
};
const readBlock = (block: Block): string =>
  block.type === "code"
    ? block.text
    : "items" in block
      ? block.items.flat().map(read).join("")
      : block.parts.map(read).join("");

describe("what somebody wrote", () => {
  test("is formatted as WhatsApp does", () => {
    expect(inlines("a *b _c_* ~d~ `e`")).toEqual([
      text("a "),
      { type: "bold", parts: [text("b "), { type: "italic", parts: [text("c")] }] },
      text(" "),
      { type: "strike", parts: [text("d")] },
      text(" "),
      { type: "mono", text: "e" },
    ]);
  });

  test.each(["2*3*4", "snake_case_name", "* not bold *", "a ~ b ~ c", "**", "*a\nb*"])(
    "is left as it is: %j",
    (words) => {
      expect(inlines(words)).toEqual([text(words)]);
    },
  );

  test("has lists, quotes and code", () => {
    expect(
      parse("Bring:\n- a *tool*\n- a key\n1. come\n2. go\n> he said\n> so\n```x\n*y*```").map(({ type }) => type),
    ).toEqual(["lines", "bullets", "numbers", "quote", "code"]);
  });

  test("loses no letter, whatever it is", () => {
    const letters = fc
      .array(fc.constantFrom("a", "b", " ", "*", "_", "~", "`", "\u202e", "\u0007", "https://x.example/", ".", "é"))
      .map((all) => all.join(""));
    fc.assert(
      fc.property(letters, (words) => {
        const bare = (value: string) => value.replace(/[*_~`\s\p{Cc}\u202e]/gu, "");
        expect(bare(parse(words).map(readBlock).join(""))).toBe(bare(words));
      }),
    );
  });

  test.each([
    "*".repeat(50_000),
    "_a".repeat(30_000),
    "`".repeat(50_001),
    "http://".repeat(9_000),
    "> ".repeat(20_000),
    "a\u0300".repeat(40_000),
    `http://a.example/${")".repeat(60_000)}x`,
  ])("is read in a moment, however long and odd (%#)", (words) => {
    const began = performance.now();
    parse(harmless(words));
    expect(performance.now() - began).toBeLessThan(1_500);
  });

  test("is cut where it is long, between words", () => {
    expect(beginningOf("short")).toBeNull();
    const cut = beginningOf("word ".repeat(20_000)) ?? "";
    expect(cut.length).toBeLessThanOrEqual(LONG);
    expect(cut.endsWith("word")).toBe(true);
    expect(beginningOf("\n".repeat(100))).not.toBeNull();
  });
});

describe("what would deceive or break the page", () => {
  test("is taken out where it says nothing", () => {
    expect(harmless(`a${"\u200b".repeat(500)}b`)).toBe("a\u200bb");
    expect(harmless("\u202aleft\u202c \u2066isolated\u2069")).toBe("left isolated");
    expect(harmless(`Z${"\u0301".repeat(60)}!`)).toBe(`Z${"\u0301".repeat(4)}!`);
    expect(harmless(`a${"\n".repeat(60)}b`)).toBe("a\n\n\nb");
  });

  test.each(["👨‍👩‍👧‍👦", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "nghiêng", "क्षि", "مُحَمَّد"])("stays where it says something: %s", (words) => {
    expect(harmless(words)).toBe(words);
  });

  test("is shown as a mark where it does something", () => {
    expect(inlines("a\u202eb\u0007")).toEqual([
      text("a"),
      { type: "control", code: "U+202E" },
      text("b"),
      { type: "control", code: "U+0007" },
    ]);
  });
});

describe("an address", () => {
  test.each([
    ["https://shop.example/a?b=1", "https://shop.example/a?b=1"],
    ["http://аpple.com/x", "http://xn--pple-43d.com/x"],
    ["https://пример.рф", "https://пример.рф"],
  ])("%s is shown as %s", (words, shown) => {
    expect(linkOf(words)?.shown).toBe(shown);
  });

  test.each([
    "javascript:alert(1)",
    "https://bank.example@evil.example/",
    "data:text/html,x",
    "https://",
    "ftp://a.example",
  ])("%s leads nowhere", (words) => {
    expect(linkOf(words)).toBeNull();
  });

  test.each([
    ["see https://a.example/x.", "https://a.example/x"],
    ["(https://a.example/x_(y))", "https://a.example/x_(y)"],
    ["*https://a.example/*", "https://a.example/"],
    ["or www.shop.example/sale, they say", "https://www.shop.example/sale"],
  ])("ends where it ends: %s", (words, href) => {
    const links = (parts: Inline[]): string[] =>
      parts.flatMap((part) => (part.type === "link" ? [part.href] : "parts" in part ? links(part.parts) : []));
    expect(links(inlines(words))).toEqual([href]);
  });
});

test.each([
  ["👍", true],
  ["👍🏽 ❤️", true],
  ["🇮🇩🇻🇳", true],
  ["👍👍👍👍", false],
  ["ok 👍", false],
  ["12", false],
])("%s is emoji alone: %s", (words, is) => {
  expect(isFewEmoji(words)).toBe(is);
});

test("a note's mentions are links that lead nowhere", () => {
  expect(mentioned("@[Ana](a-1) and @[Bob]")).toBe("[@Ana](mention:a-1) and @[Bob]");
});

test("a template's buttons are told from its words", () => {
  expect(templateParts("Hi [you]\n[Yes] [No]")).toEqual({ words: "Hi [you]", buttons: ["Yes", "No"] });
  expect(templateParts("Hi")).toEqual({ words: "Hi", buttons: [] });
});
