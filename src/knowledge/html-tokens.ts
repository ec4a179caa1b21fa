import { decodeEntities } from "./html-entities.ts";

/** A piece of a page: words, or the beginning or end of an element. Names are lower-case. */
export type Token =
  | { kind: "text"; text: string }
  | { kind: "start"; name: string; attribute: (name: string) => string | null }
  | { kind: "end"; name: string };

/** Their content is no markup (HTML 13.2.5.2 and 13.2.5.3): it lasts until their own end, or the end of the page. */
const RAW = new Set(["script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes"]);

/** So much of an element's beginning is searched for attributes. */
const LONGEST_ATTRIBUTES = 8_192;

/** Cuts a page into tokens as browsers do: whatever is broken is read somehow. In time proportional to its length. */
export function* tokensOf(html: string): Generator<Token> {
  let at = 0;
  while (at < html.length) {
    const next = markupAt(html, at);
    if (next > at) yield { kind: "text", text: decodeEntities(html.slice(at, next)) };
    if (next === html.length) return;
    const end = endOf(html, next);
    const tag = html.slice(next + 1, end);
    const name = /^\/?([a-z][^\s/>]*)/i.exec(tag.slice(0, 64))?.[1]?.toLowerCase();
    at = end + 1;
    if (name === undefined) continue;
    if (tag.startsWith("/")) {
      yield { kind: "end", name };
      continue;
    }
    yield { kind: "start", name, attribute: (wanted) => attributeOf(tag, name, wanted) };
    if (tag.endsWith("/") && !RAW.has(name)) yield { kind: "end", name };
    if (!RAW.has(name)) continue;
    const close = closeOf(html, name, at);
    if (close > at) yield { kind: "text", text: decodeEntities(html.slice(at, close)) };
    at = close;
  }
}

/** Where the next markup begins: a `<` that is followed by nothing of the kind is a word like any other. */
function markupAt(html: string, from: number): number {
  for (let at = html.indexOf("<", from); at !== -1; at = html.indexOf("<", at + 1)) {
    if (/[a-z/!?]/i.test(html.charAt(at + 1))) return at;
  }
  return html.length;
}

/** Where the markup that begins here ends; what does not end takes the rest of the page. */
function endOf(html: string, start: number): number {
  if (html.startsWith("<!--", start)) return orEnd(html, html.indexOf("-->", start + 4), 2);
  if (!/[a-z]/i.test(html.charAt(start + 1))) return orEnd(html, html.indexOf(">", start + 1), 0);
  let quote = "";
  let isValue = false;
  for (let at = start + 1; at < html.length; at++) {
    const character = html.charAt(at);
    if (quote !== "") {
      if (character === quote) quote = "";
    } else if (character === ">") return at;
    // A quote is one only where a value begins: `<p don't>` ends where it seems to.
    else if ((character === '"' || character === "'") && isValue) {
      quote = character;
      isValue = false;
    } else if (character === "=") isValue = true;
    else if (!/\s/.test(character)) isValue = false;
  }
  return html.length;
}

const orEnd = (html: string, found: number, more: number) => (found === -1 ? html.length : found + more);

function closeOf(html: string, name: string, from: number): number {
  const close = new RegExp(`</${name}(?=[\\s/>])`, "gi");
  close.lastIndex = from;
  return close.exec(html)?.index ?? html.length;
}

function attributeOf(tag: string, name: string, wanted: string): string | null {
  const attributes = tag.slice(name.length, LONGEST_ATTRIBUTES);
  for (const [, key = "", double, single, bare] of attributes.matchAll(
    /([^\s"'<>/=]+)(?:\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+)))?/g,
  )) {
    if (key.toLowerCase() === wanted) return decodeEntities(double ?? single ?? bare ?? "");
  }
  return null;
}
