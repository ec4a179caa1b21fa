import fc from "fast-check";
import { expect, test } from "vitest";
import { cut } from "../../src/knowledge/cut.ts";

const markdown = (content: string) => cut({ title: "Title", format: "markdown", content });

test("a heading begins a passage and names it", () => {
  expect(markdown("Before\n\n# One #\ntext **bold**\n\nTwo\n---\n\n* item\n* [link](https://shop.test/a)")).toEqual([
    { heading: null, text: "Before" },
    { heading: "One", text: "text bold" },
    { heading: "Two", text: "- item\n- link (https://shop.test/a)" },
  ]);
});

test("a row that is nearly a table's rule is told from one in no time", () => {
  const began = performance.now();
  markdown(`| A |\n| - ${"|  ".repeat(40)}| x |`);
  expect(performance.now() - began).toBeLessThan(1_000);
});

test("a row of a table can stand alone", () => {
  const table = "| Way | Days | Price |\n| --- | :-: | --: |\n| Standard | 3 | 4.90 |\n| Express | 1 | |\n\nAfter";
  expect(markdown(table)).toEqual([
    { heading: null, text: "Standard, Days: 3, Price: 4.90\nExpress, Days: 1\n\nAfter" },
  ]);
});

test("code keeps its marks, and a fence that never ends loses nothing", () => {
  expect(markdown("```sh\n# no heading\n**x**")).toEqual([{ heading: null, text: "# no heading\n**x**" }]);
});

test.each(["**never closed", "[half](", "| a | b", "# ", "snake_case_name and 2 * 3 * 4", "<b"])(
  "broken Markdown stays readable: %s",
  (content) => {
    const words = content.match(/\w+/g) ?? ["Title"];
    const text = markdown(content)
      .map((piece) => piece.text)
      .join(" ");
    for (const word of words) expect(text).toContain(word);
  },
);

test("plain text is parted at empty lines only, and its signs stay", () => {
  const [piece] = cut({ title: "Title", format: "text", content: "# not a heading\r\n*star*" });
  expect(piece).toEqual({ heading: null, text: "# not a heading\n*star*" });
});

test("an article that is all title is its own passage", () => {
  expect(markdown("  \n")).toEqual([{ heading: null, text: "Title" }]);
});

test("no passage is longer than a screen, whatever the text, and no letter is lost", () => {
  const letters = (text: string) => text.replace(/\s/g, "");
  const part = fc.constantFrom("word", "退货", "😀", ". ", "\n", "\n\n", " ", "unbroken".repeat(120), "سلام، ");
  fc.assert(
    fc.property(fc.array(part, { maxLength: 60 }), (parts) => {
      const content = `x${parts.join("")}`;
      const pieces = cut({ title: "Title", format: "text", content });
      for (const { text } of pieces) expect(text.length).toBeLessThanOrEqual(700);
      expect(letters(pieces.map(({ text }) => text).join(""))).toBe(letters(content));
    }),
    { numRuns: 60, seed: 5 },
  );
});

test.each(["x", "[a](", "<!--", "**a", "- ", "|-", " ", "<http:", "![", "`a", "_a", "# ", "> "])(
  "a line of a million characters takes no longer for what it is made of: %j",
  (part) => {
    const content = `-${part.repeat(1_000_000 / part.length)}end`;
    expect(markdown(content).at(-1)?.text).toContain("end");
  },
  5_000,
);
