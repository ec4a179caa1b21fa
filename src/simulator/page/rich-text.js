import { element } from "./dom.js";

/** Marks as WhatsApp reads them: ```mono```, `code`, *bold*, _italic_, ~struck~; and addresses. */
const MARKS =
  /```(?<mono>[\s\S]+?)```|`(?<code>[^`\n]+)`|(?<![\p{L}\p{N}*])\*(?<bold>\S(?:[^*\n]*\S)?)\*(?![\p{L}\p{N}*])|(?<![\p{L}\p{N}_])_(?<italic>\S(?:[^_\n]*\S)?)_(?![\p{L}\p{N}_])|(?<![\p{L}\p{N}~])~(?<struck>\S(?:[^~\n]*\S)?)~(?![\p{L}\p{N}~])|(?<link>https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]}'*_~])/gu;

const TAGS = { bold: "strong", italic: "em", struck: "s" };

/** A text's nodes, with its marks and addresses made visible. */
export function richText(text) {
  const nodes = [];
  let from = 0;
  for (const { 0: whole, index, groups } of text.matchAll(MARKS)) {
    nodes.push(text.slice(from, index), marked(groups, whole));
    from = index + whole.length;
  }
  return [...nodes, text.slice(from)];
}

function marked({ mono, code, link, ...groups }, whole) {
  if (mono ?? code) return element("code", {}, mono ?? code);
  if (link) return element("a", { href: link, target: "_blank", rel: "noopener noreferrer" }, link);
  const [name, inner] = Object.entries(groups).find(([, words]) => words !== undefined) ?? [null, whole];
  return name === null ? whole : element(TAGS[name], {}, ...richText(inner));
}

/** A few emoji and nothing else are shown large. */
export const isFewEmoji = (text) => text.length <= 40 && /^(?:\p{RGI_Emoji}\s*){1,3}$/v.test(text);
