import { codeOf, MARKED } from "./harmless.ts";
import { type Link, linkOf } from "./link.ts";

/** A part of a line. */
export type Inline =
  | { type: "text"; text: string }
  | { type: "bold" | "italic" | "strike"; parts: Inline[] }
  | { type: "mono"; text: string }
  | ({ type: "link" } & Link)
  /** A character that does something and shows nothing. */
  | { type: "control"; code: string };

export type Block =
  | { type: "lines" | "quote"; parts: Inline[] }
  | { type: "bullets"; items: Inline[][] }
  | { type: "numbers"; start: number; items: Inline[][] }
  | { type: "code"; text: string };

const CODE = /```([\s\S]+?)```/g;
const QUOTE = /^> ?/;
const BULLET = /^ {0,3}[-*] +(?=\S)/;
const NUMBER = /^ {0,3}(\d{1,4})\. +(?=\S)/;

/** WhatsApp's formatting: *bold*, _italic_, ~struck~, `code`, ```code```, lists and quotes. Whatever it is, it has a meaning. */
export function parse(text: string): Block[] {
  const blocks: Block[] = [];
  let from = 0;
  for (const match of text.matchAll(CODE)) {
    blocks.push(...linesOf(text.slice(from, match.index)));
    blocks.push({ type: "code", text: (match[1] ?? "").replace(/^\n|\n$/g, "") });
    from = match.index + match[0].length;
  }
  return [...blocks, ...linesOf(text.slice(from))];
}

function linesOf(text: string): Block[] {
  if (text === "") return [];
  const blocks: Block[] = [];
  let plain: string[] = [];
  const flush = () => {
    const words = plain.join("\n").replace(/^\n|\n$/g, "");
    if (plain.length > 0 && words !== "") blocks.push({ type: "lines", parts: inlines(words) });
    plain = [];
  };
  for (const line of text.split("\n")) {
    const block = blockOf(line);
    if (block === null) {
      plain.push(line);
      continue;
    }
    flush();
    const last = blocks.at(-1);
    if (last && joins(last, block)) continue;
    blocks.push(block);
  }
  flush();
  return blocks;
}

function blockOf(line: string): Block | null {
  if (QUOTE.test(line)) return { type: "quote", parts: inlines(line.replace(QUOTE, "")) };
  if (BULLET.test(line)) return { type: "bullets", items: [inlines(line.replace(BULLET, ""))] };
  const number = NUMBER.exec(line);
  if (number) return { type: "numbers", start: Number(number[1]), items: [inlines(line.slice(number[0].length))] };
  return null;
}

/** Puts a line to the block before it, where it goes on with that. */
function joins(last: Block, next: Block): boolean {
  if (last.type === "quote" && next.type === "quote") last.parts.push({ type: "text", text: "\n" }, ...next.parts);
  else if (last.type === "bullets" && next.type === "bullets") last.items.push(...next.items);
  else if (last.type === "numbers" && next.type === "numbers" && next.start === last.start + last.items.length)
    last.items.push(...next.items);
  else return false;
  return true;
}

const MARKS =
  /`([^`\n]+)`|(?<![\p{L}\p{N}*])\*(\S(?:[^*\n]*\S)?)\*(?![\p{L}\p{N}*])|(?<![\p{L}\p{N}_])_(\S(?:[^_\n]*\S)?)_(?![\p{L}\p{N}_])|(?<![\p{L}\p{N}~])~(\S(?:[^~\n]*\S)?)~(?![\p{L}\p{N}~])|((?:https?:\/\/|(?<![\p{L}\p{N}@./-])www\.)[^\s<>"]+)/giu;
const TRAILING = ".,;:!?)]}'\"*_~»”’";
const DEEPEST = 3;

/** What stands in a line. */
export function inlines(text: string, depth = 0): Inline[] {
  const parts: Inline[] = [];
  let from = 0;
  for (const match of text.matchAll(MARKS)) {
    if (match.index < from) continue;
    const found = inlineOf(match, depth);
    if (found === null) continue;
    parts.push(...plainOf(text.slice(from, match.index)), found.part);
    from = match.index + found.length;
  }
  return [...parts, ...plainOf(text.slice(from))];
}

function inlineOf(match: RegExpMatchArray, depth: number): { part: Inline; length: number } | null {
  const [whole, mono, bold, italic, strike, address] = match;
  const { length } = whole;
  if (mono !== undefined) return { part: { type: "mono", text: mono }, length };
  if (address !== undefined) {
    const bare = closed(address);
    const link = linkOf(bare);
    return link && { part: { type: "link", ...link }, length: bare.length };
  }
  const inner = bold ?? italic ?? strike ?? "";
  const parts = depth < DEEPEST ? inlines(inner, depth + 1) : plainOf(inner);
  return { part: { type: bold !== undefined ? "bold" : italic !== undefined ? "italic" : "strike", parts }, length };
}

/** An address without what ends the sentence around it; a bracket stays that was opened in it. */
function closed(address: string): string {
  let end = address.length;
  while (end > 0 && TRAILING.includes(address.charAt(end - 1))) end--;
  const bare = address.slice(0, end);
  return address.startsWith(`${bare})`) && bare.split("(").length > bare.split(")").length ? `${bare})` : bare;
}

function plainOf(text: string): Inline[] {
  if (text === "") return [];
  if (!MARKED.test(text)) return [{ type: "text", text }];
  const parts = text.split(new RegExp(`(${MARKED.source})`, "u")).filter((part) => part !== "");
  return parts.map((part) =>
    part.length === 1 && MARKED.test(part) ? { type: "control", code: codeOf(part) } : { type: "text", text: part },
  );
}
