interface Named {
  id: string;
  name: string;
}

const escaped = (words: string): string => words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Names in a note as the API wants them: `@Ann` becomes `@[Ann](<id>)`. The longest name counts: `@Ann Lee` is not `@Ann`. */
export function withMentions(text: string, agents: readonly Named[]): string {
  const named = agents.filter(({ name }) => name !== "").toSorted((one, other) => other.name.length - one.name.length);
  if (named.length === 0) return text;
  const names = named.map(({ name }) => escaped(name)).join("|");
  const pattern = new RegExp(`(^|[^\\p{L}\\p{N}@])@(${names})(?![\\p{L}\\p{N}])`, "gu");
  return text.replace(pattern, (_, before: string, name: string) => {
    const agent = named.find((one) => one.name === name);
    // In brackets they would end the mention.
    return `${before}@[${name.replace(/[[\]]/g, "")}](${agent?.id})`;
  });
}

/** The same as people write it. */
export const withoutMentions = (text: string): string => text.replace(/@\[([^\]]*)\]\([^)]*\)/g, "@$1");
