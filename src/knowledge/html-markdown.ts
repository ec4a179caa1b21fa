import { Blocks } from "./html-blocks.ts";
import { tokensOf } from "./html-tokens.ts";

/** What a page says, as Markdown: headings, lists, tables and links stay; what only steers or decorates is gone. */
export interface Page {
  title: string | null;
  /** What it says of its language, such as `id` of `<html lang="id-ID">`. */
  language: string | null;
  content: string;
}

const NOT_WORDS = new Set(
  "script style template noscript svg math iframe object audio video canvas select button textarea noframes".split(" "),
);
/** Where a reader looks to go elsewhere. */
const ELSEWHERE = new Set(["nav", "footer"]);

const BLOCKS = new Set(
  `address article aside blockquote body center details dialog div dl dd dt fieldset figcaption figure form header hr
   html legend main p section summary`.split(/\s+/),
);

/**
 * Reads a page.
 * @param base the page's own address, by which relative links are understood
 */
export function readPage(html: string, base: string | null = null): Page {
  const page = read(html, base, new Set([...NOT_WORDS, ...ELSEWHERE]));
  // A navigation that never ends takes all with it: better too much than nothing.
  return page.content === "" ? read(html, base, NOT_WORDS) : page;
}

function read(html: string, base: string | null, dropped: ReadonlySet<string>): Page {
  const blocks = new Blocks((href) => absolute(href, base));
  let title: string | null = null;
  let language: string | null = null;
  let isTitle = false;
  /** The element whose content is left out, and how deep it is within itself. */
  let out: { name: string; depth: number } | null = null;
  for (const token of tokensOf(html)) {
    if (out !== null) {
      if (token.kind !== "text" && token.name === out.name) out.depth += token.kind === "start" ? 1 : -1;
      if (out.depth === 0) out = null;
    } else if (token.kind === "text") {
      if (isTitle) title ??= oneLine(token.text);
      else blocks.say(token.text);
    } else if (token.name === "title") isTitle = token.kind === "start";
    else if (token.kind === "end") blocks.end(token.name, BLOCKS.has(token.name));
    else {
      if (dropped.has(token.name)) out = { name: token.name, depth: 1 };
      if (token.name === "html") language ??= languageIn(token.attribute("lang"));
      blocks.begin(token.name, BLOCKS.has(token.name), token.attribute);
    }
  }
  const content = blocks.finish();
  return { title: blocks.heading ?? (title || null), language, content };
}

const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim();

const languageIn = (lang: string | null): string | null =>
  /^[a-z]{2,3}(?=-|$)/i.exec(lang ?? "")?.[0].toLowerCase() ?? null;

/** A link that a customer can follow; null for any other. */
function absolute(href: string, base: string | null): string | null {
  const url = URL.parse(href.trim(), base ?? undefined);
  return url && /^(?:https?|mailto|tel):$/.test(url.protocol) ? url.href : null;
}
