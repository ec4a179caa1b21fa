const graphemes = new Intl.Segmenter();

/** The first letters of a name, two at most; `#` for a number. */
export function initialsOf(name: string): string {
  const words = name
    .trim()
    .split(/\s+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word));
  if (words.length === 0 || /^[+\d]/.test(name.trim())) return "#";
  const ends = words.length === 1 ? words : [words[0] ?? "", words.at(-1) ?? ""];
  return ends.map((word) => [...graphemes.segment(word)][0]?.segment.toUpperCase() ?? "").join("");
}

/** One of `count`, always the same for the same id. */
export function toneOf(id: string, count: number): number {
  let sum = 0;
  for (const character of id) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return sum % count;
}
