/** A text and what is selected in it, in UTF-16 units. */
export interface Written {
  text: string;
  start: number;
  end: number;
}

/** What is being looked up while one writes: `/refund`, `@Ann`, `:smile`. */
export interface Lookup {
  sign: "/" | "@" | ":";
  words: string;
  /** Where the sign stands. */
  from: number;
}

/** A sign begins a look-up at the beginning of a word; people's names may have one space. */
const LOOKUPS = {
  "/": /(?:^|\s)\/([\p{L}\p{N}_-]{0,64})$/u,
  "@": /(?:^|[\s(])@([\p{L}\p{N}._'-]*(?: [\p{L}\p{N}._'-]*)?)$/u,
  ":": /(?:^|[\s(]):([\p{L}\p{N}_+-]{2,32})$/u,
} as const;

/** What is looked up where the caret stands; null where nothing is. */
export function lookupAt({ text, start, end }: Written, signs: readonly Lookup["sign"][]): Lookup | null {
  if (start !== end) return null;
  const before = text.slice(Math.max(0, start - 200), start);
  for (const sign of signs) {
    const words = LOOKUPS[sign].exec(before)?.[1];
    if (words !== undefined) return { sign, words, from: start - words.length - 1 };
  }
  return null;
}

/** Puts words in the place of what is selected; the caret stands behind them. */
export function inserted({ text, start, end }: Written, words: string): Written {
  const caret = start + words.length;
  return { text: text.slice(0, start) + words + text.slice(end), start: caret, end: caret };
}

/** Puts words in the place of a look-up, and a space behind them where none is. */
export function completed(written: Written, { from }: Lookup, words: string): Written {
  const isSpaced = /\s$/.test(words) || /^\s/.test(written.text.slice(written.end));
  return inserted({ ...written, start: from }, isSpaced ? words : `${words} `);
}

/** Wraps what is selected as WhatsApp marks bold, italic and struck words, or takes the marks away. */
export function wrapped({ text, start, end }: Written, mark: string): Written {
  const [before, chosen, after] = [text.slice(0, start), text.slice(start, end), text.slice(end)];
  if (before.endsWith(mark) && after.startsWith(mark)) {
    const size = mark.length;
    return { text: before.slice(0, -size) + chosen + after.slice(size), start: start - size, end: end - size };
  }
  // WhatsApp heeds no mark beside a space: those stay outside.
  const inner = chosen.trim();
  const lead = inner === "" ? "" : chosen.slice(0, chosen.indexOf(inner));
  const from = start + lead.length + mark.length;
  const tail = chosen.slice(lead.length + inner.length);
  return { text: before + lead + mark + inner + mark + tail + after, start: from, end: from + inner.length };
}

/** What sends: Enter, or Enter with the modifier where the agent wishes so. */
export type SendKey = "enter" | "mod_enter";

interface Pressed {
  key: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  isComposing: boolean;
  keyCode: number;
}

/** Whether a key sends what is written. Enter that ends a word of an input method does not (229: Safari says it late). */
export function sends(event: Pressed, sendKey: SendKey): boolean {
  if (event.key !== "Enter" || event.isComposing || event.keyCode === 229 || event.altKey) return false;
  const hasModifier = event.ctrlKey || event.metaKey;
  return sendKey === "enter" ? !event.shiftKey : hasModifier && !event.shiftKey;
}
