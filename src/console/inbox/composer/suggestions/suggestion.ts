import { folded } from "../../../../lib/folding.ts";

/** Something that may stand in the place of what is looked up. */
export interface Suggestion {
  id: string;
  /** A picture of it: an emoji, or a sign. */
  sign: string | null;
  title: string;
  detail: string | null;
  /** The words that are written in its place. */
  words: () => string | Promise<string>;
}

interface Canned {
  id: string;
  shortcut: string;
  text: string;
}

/** Canned replies by what was typed: whose shortcut begins so first, then whose text has it. */
export function cannedFor<T extends Canned>(replies: readonly T[], typed: string, most: number): T[] {
  const sought = folded(typed);
  const rank = ({ shortcut, text }: Canned): number => {
    const name = folded(shortcut);
    return name.startsWith(sought) ? 0 : name.includes(sought) ? 1 : folded(text).includes(sought) ? 2 : 3;
  };
  return replies
    .map((reply) => ({ reply, rank: rank(reply) }))
    .filter((one) => one.rank < 3)
    .sort((one, other) => one.rank - other.rank || one.reply.shortcut.localeCompare(other.reply.shortcut))
    .slice(0, most)
    .map(({ reply }) => reply);
}

/** People any word of whose name begins with what was typed. */
export function peopleFor<T extends { name: string }>(people: readonly T[], typed: string, most: number): T[] {
  const sought = folded(typed.trim());
  return people
    .filter(({ name }) => {
      const words = folded(name);
      return words.startsWith(sought) || words.split(/\s+/).some((word) => word.startsWith(sought));
    })
    .slice(0, most);
}
