/** Case, accents, and what people put around a word away: "  ¡Sí! " and "si" are one answer. */
export const plain = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

/** Digits of any script as those of ASCII: "٣" and "3" are one answer. */
export const withDigits = (text: string): string =>
  text.normalize("NFKC").replace(/\p{Nd}/gu, (digit) => String(digitOf(digit)));

/** Every script has its ten digits in a row (Unicode, 4.6): the zero is found by going back. */
function digitOf(digit: string): number {
  const point = digit.codePointAt(0) ?? 0;
  let zero = point;
  while (point - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
  return point - zero;
}
