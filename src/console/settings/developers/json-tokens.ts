/** A piece of a text of JSON, by what it is. */
export interface JsonToken {
  kind: "key" | "string" | "literal" | "other";
  text: string;
}

const TOKENS = /"(?:[^"\\]|\\.)*"(\s*:)?|-?\b\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\b|\b(?:true|false|null)\b/g;

/** More than this is shown without colours: each token is an element of the page. */
const MOST_CHARACTERS = 100_000;

/** The tokens of a text of JSON; together they are that text. */
export function tokensOf(text: string): JsonToken[] {
  if (text.length > MOST_CHARACTERS) return [{ kind: "other", text }];
  const tokens: JsonToken[] = [];
  let end = 0;
  for (const match of text.matchAll(TOKENS)) {
    if (match.index > end) tokens.push({ kind: "other", text: text.slice(end, match.index) });
    const [whole, colon] = match;
    tokens.push({ kind: colon !== undefined ? "key" : whole.startsWith('"') ? "string" : "literal", text: whole });
    end = match.index + whole.length;
  }
  if (end < text.length) tokens.push({ kind: "other", text: text.slice(end) });
  return tokens;
}
