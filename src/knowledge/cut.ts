import { plainText, tableRow } from "./plain-text.ts";

/** A passage of an article, as it may be quoted to a customer. */
export interface Piece {
  heading: string | null;
  /** Plain text, at most `LONGEST` characters. */
  text: string;
}

/** Characters of a passage: what fits a screen of a phone. */
const LONGEST = 700;
/** A paragraph is put to the one before it as long as both are no longer than this. */
const GOOD = 450;

/** A longer line is no heading and no table's rule; what looks for them takes the square of a line's length. */
const LONGEST_MARK = 1000;
const HEADING = /^ {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$/;
const UNDERLINE = /^ {0,3}(?:=+|-{2,})[ \t]*$/;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const RULE = /^ {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$/;
/** A cell is empty or has its dashes: spaces that could stand on either side of nothing would be tried in every way. */
const TABLE_RULE = /^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*(?::?-+:?[ \t]*)?)*$/;
const ITEM = /^[ \t]*(?:[-*+•]|\d{1,3}[.)])[ \t]+/;

/** Cuts an article into passages: a heading begins one, a paragraph or an item of a list is not parted unless it is too long. */
export function cut(article: { title: string; format: "markdown" | "text"; content: string }): Piece[] {
  const pieces: Piece[] = [];
  for (const { heading, blocks } of sectionsOf(
    article.content.replace(/\r\n?/g, "\n"),
    article.format === "markdown",
  )) {
    for (const text of together(blocks.flatMap(parted))) pieces.push({ heading, text });
  }
  // An article that is all title is still worth finding.
  return pieces.length > 0 || article.title.trim() === "" ? pieces : [{ heading: null, text: article.title.trim() }];
}

interface Section {
  heading: string | null;
  blocks: string[];
}

function sectionsOf(content: string, isMarkdown: boolean): Section[] {
  const sections: Section[] = [{ heading: null, blocks: [] }];
  let block: string[] = [];
  let fence: string | null = null;
  let columns: string[] | null = null;
  const end = () => {
    const text = block.join("\n").trim();
    if (text !== "") sections.at(-1)?.blocks.push(text);
    block = [];
  };
  const begin = (heading: string) => {
    end();
    const named = plainText(heading).trim();
    if (named !== "") sections.push({ heading: named, blocks: [] });
  };
  const lines = content.split("\n");
  for (const [index, line] of lines.entries()) {
    if (!isMarkdown) {
      if (line.trim() === "") end();
      else block.push(line.trim());
      continue;
    }
    const mark = FENCE.exec(line)?.[1];
    if (fence !== null) {
      if (mark?.startsWith(fence)) fence = null;
      else block.push(line);
      continue;
    }
    const next = (lines[index + 1] ?? "").slice(0, LONGEST_MARK);
    const isShort = line.length < LONGEST_MARK;
    const heading = isShort ? HEADING.exec(line) : null;
    if (!line.includes("|")) columns = null;
    if (mark !== undefined) fence = mark;
    else if (heading !== null) begin(heading[2] ?? "");
    else if (line.trim() === "") end();
    else if (block.length === 1 && isShort && UNDERLINE.test(line) && !ITEM.test(block[0] ?? ""))
      begin(block.splice(0).join(" "));
    else if (isShort && RULE.test(line)) end();
    else if (line.includes("|") && columns === null && next.includes("-") && TABLE_RULE.test(next))
      columns = cells(line);
    else if (columns !== null && isShort && TABLE_RULE.test(line)) end();
    else if (columns !== null) block.push(tableRow(columns, cells(line)));
    else block.push(plainText(line));
  }
  end();
  return sections;
}

const cells = (line: string): string[] =>
  line
    .trim()
    .replace(/^\||\|$/g, "")
    .split("|")
    .map((cell) => plainText(cell).trim());

/** Blocks that are too long, by lines, sentences, spaces, and in the end anywhere. */
function parted(block: string): string[] {
  if (block.length <= LONGEST) return [block];
  for (const border of [
    /(?<=\n)/,
    /(?<=[.!?…。！？؟۔][)"'”’]?\s)|(?<=[。！？])/u,
    /(?<=[;,、，；،:]\s?)/u,
    /(?<=\s)/,
  ]) {
    const parts = block.split(border).filter((part) => part !== "");
    if (parts.length > 1) return filled(parts).flatMap(parted);
  }
  return inPieces(block);
}

/** Without any border. Never between the halves of a character beyond the first plane. */
function inPieces(block: string): string[] {
  const pieces: string[] = [];
  for (let from = 0; from < block.length; ) {
    const isHalf = /[\uD800-\uDBFF]/.test(block.charAt(from + LONGEST - 1));
    const to = from + LONGEST - (isHalf ? 1 : 0);
    pieces.push(block.slice(from, to));
    from = to;
  }
  return pieces;
}

/** Small parts of one block, as many together as fit. */
function filled(parts: readonly string[]): string[] {
  const full: string[] = [];
  let text = "";
  for (const part of parts) {
    if (text !== "" && text.length + part.length > LONGEST) {
      full.push(text);
      text = "";
    }
    text += part;
  }
  return [...full, text].map((one) => one.trim()).filter((one) => one !== "");
}

/** Blocks one after the other, short ones together. */
function together(blocks: readonly string[]): string[] {
  const texts: string[] = [];
  for (const block of blocks) {
    const last = texts.at(-1);
    if (last !== undefined && last.length + block.length < GOOD) texts[texts.length - 1] = `${last}\n\n${block}`;
    else texts.push(block);
  }
  return texts;
}
