interface Part {
  from: number;
  part: string;
  isFound: boolean;
}

/** So much is shown before what was found first, in UTF-16 units, so that it is within the first lines. */
const BEFORE = 40;

/** A text from shortly before what was found in it first, as a list shows it; the places are those in what is left. */
export function nearFirst(text: string, places: readonly (readonly [number, number])[]): [string, [number, number][]] {
  const first = Math.min(...places.map(([begin]) => begin));
  if (!Number.isFinite(first) || first <= 2 * BEFORE) return [text, places.map(([begin, end]) => [begin, end])];
  const space = text.indexOf(" ", first - BEFORE);
  const cut = space < 0 || space >= first ? first : space;
  return [`…${text.slice(cut)}`, places.map(([begin, end]) => [begin - cut + 1, end - cut + 1])];
}

/** A text cut where what was found in it begins and ends: places in UTF-16 units, behind their end. */
export function partsOf(text: string, places: readonly (readonly [number, number])[]): Part[] {
  const parts: Part[] = [];
  let from = 0;
  const add = (to: number, isFound: boolean) => {
    if (to > from) parts.push({ from, part: text.slice(from, to), isFound });
    from = Math.max(from, to);
  };
  for (const [begin, end] of [...places].sort(([one], [other]) => one - other)) {
    add(Math.min(begin, text.length), false);
    add(Math.min(end, text.length), true);
  }
  add(text.length, false);
  return parts;
}
