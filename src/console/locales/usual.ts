import type { Values } from "./saying.ts";

/** Texts that the store itself writes, each by its key among a language's texts; what stands in it by its groups' names. */
export type Usual<Key extends string> = readonly (readonly [Key, RegExp])[];

/** Which of these a text is, with what stands in it; null where it is none of them: somebody wrote it. */
export function usualIn<Key extends string>(usual: Usual<Key>, text: string): { key: Key; values: Values } | null {
  for (const [key, pattern] of usual) {
    const found = pattern.exec(text);
    if (found === null) continue;
    const { count, ...values } = found.groups ?? {};
    return { key, values: count === undefined ? values : { ...values, count: Number(count) } };
  }
  return null;
}
