import { folded } from "./folding.ts";

/** Case, accents, and what people put around a word away: "  ¡Sí! " and "si" are one answer. */
export const plain = (text: string): string =>
  folded(text)
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, " ")
    .trim();

/** What tells A+ from A-, C# from C, -5 from 5, and <18 from >18: a sign, where it parts no words and begins no list. */
const SIGNS = [
  "(?<=[\\p{L}\\p{N}\\p{M}+])\\+(?![\\p{L}\\p{N}])",
  "(?<=[\\p{L}\\p{N}\\p{M}])[-−](?![\\p{L}\\p{N}])",
  "(?<![\\p{L}\\p{N}\\p{M}])[-−](?=\\p{N})",
  "(?<=\\p{L})#",
  "[<>](?=\\s*\\p{N})",
].join("|");
const BESIDE_WORDS = new RegExp(`(${SIGNS})|[^\\p{L}\\p{N}\\p{M}]`, "gu");

/** The same with the signs that people mean. */
export const meant = (text: string): string =>
  folded(text)
    .replace(BESIDE_WORDS, (_, sign?: string) => sign?.replace("−", "-") ?? " ")
    .replace(/ +/g, " ")
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
