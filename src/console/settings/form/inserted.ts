/** A text with something put at its end, apart by a space, or in the place of what is selected. */
export function inserted(text: string, part: string, from = text.length, until = from): string {
  const before = text.slice(0, from);
  const gap = from === text.length && before !== "" && !/\s$/.test(before) ? " " : "";
  return `${before}${gap}${part}${text.slice(until)}`;
}
