/** In the first bytes a page says in which characters it is written (HTML 13.2.3.2). */
const DECLARED_WITHIN = 1_024;

const MARKS: readonly [number[], string][] = [
  [[0xef, 0xbb, 0xbf], "utf-8"],
  [[0xff, 0xfe], "utf-16le"],
  [[0xfe, 0xff], "utf-16be"],
];

/**
 * Bytes as text, or why they are none. By their mark, else by what is declared, else UTF-8: nothing is guessed.
 * @param declared as a `Content-Type` names it
 */
export function textOf(bytes: Uint8Array, declared: string | null = null): { text: string } | { fault: string } {
  const marked = MARKS.find(([mark]) => mark.every((byte, index) => bytes[index] === byte));
  const label = marked?.[1] ?? declared ?? "utf-8";
  try {
    const text = new TextDecoder(label, { fatal: true, ignoreBOM: false }).decode(bytes);
    if (text.includes("\u0000")) return { fault: "It is not text, or UTF-16 without its mark: save it as UTF-8." };
    return { text };
  } catch {
    return { fault: faultOf(label, declared) };
  }
}

function faultOf(label: string, declared: string | null): string {
  if (label === declared)
    return `It is not in the characters that it declares (${label}), or these are not known here.`;
  return `It is not valid ${label.toUpperCase()}: save it as UTF-8${label === "utf-8" ? ", or declare its charset" : ""}.`;
}

/** The characters that a page declares, in `<meta charset>` or in what stands for a header. */
export function charsetIn(bytes: Uint8Array): string | null {
  const beginning = String.fromCharCode(...bytes.subarray(0, DECLARED_WITHIN));
  return /<meta\s[^>]*?charset\s*=\s*["']?([\w:-]+)/i.exec(beginning)?.[1] ?? null;
}

/** The characters that a content type names. */
export const charsetOf = (contentType: string): string | null =>
  /;\s*charset\s*=\s*"?([\w:-]+)/i.exec(contentType)?.[1] ?? null;
