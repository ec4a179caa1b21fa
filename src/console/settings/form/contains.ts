import { folded } from "../../../lib/folding.ts";

/** Whether a text has what is sought in it, whatever the case and the accents. */
export const contains = (text: string, sought: string): boolean => folded(text).includes(folded(sought.trim()));

/** What was typed as a list, at its commas and line ends; nothing twice, whatever the case. */
export function listed(text: string): string[] {
  const words = text
    .split(/[,;\n]/)
    .map((word) => word.trim())
    .filter(Boolean);
  return withoutTwins(words);
}

/** The first of those that are the same but for case and accents. */
export const withoutTwins = (words: readonly string[]): string[] =>
  words.filter((word, index) => words.findIndex((other) => folded(other) === folded(word)) === index);
