import { err, ok, type Result } from "./result.ts";

/** Deeper than any honest document; a parser's or printer's stack is not reached by far. */
const DEEPEST = 64;

/** Parses JSON that may be hostile: not UTF-8, not JSON or nested without end is a refusal, never an exception. */
export function parseJson(bytes: Uint8Array): Result<unknown, "malformed" | "too_deep"> {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
    return isTooDeep(text) ? err("too_deep") : ok(JSON.parse(text));
  } catch {
    return err("malformed");
  }
}

/** Whether a text nests deeper than that, were it JSON. */
export function isTooDeep(text: string): boolean {
  let depth = 0;
  let quoted = false;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (quoted) {
      if (code === 0x5c) index++;
      else if (code === 0x22) quoted = false;
    } else if (code === 0x22) quoted = true;
    else if (code === 0x7b || code === 0x5b) {
      if (++depth > DEEPEST) return true;
    } else if (code === 0x7d || code === 0x5d) depth--;
  }
  return false;
}
