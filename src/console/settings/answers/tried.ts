/** From where an answer is. */
export interface Source {
  id: string;
  title: string | null;
  url: string | null;
  passage: number | null;
}

const textIn = (value: unknown): string | null => (typeof value === "string" ? value : null);
const countIn = (value: unknown): number | null => (typeof value === "number" ? value : null);
const recordIn = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};

/** The articles that an answer names in its metadata, each once. */
export function sourcesOf({ sources }: Record<string, unknown>): Source[] {
  const all = (Array.isArray(sources) ? sources : []).map(recordIn).flatMap((one): Source[] => {
    const id = textIn(one.article_id);
    return id === null ? [] : [{ id, title: textIn(one.title), url: textIn(one.url), passage: countIn(one.passage) }];
  });
  return all.filter(({ id }, index) => all.findIndex((other) => other.id === id) === index);
}

/** What the model took for an answer, and why it was not used; null where there was none. */
export function costsOf({ model, tokens, error }: Record<string, unknown>) {
  const named = textIn(model);
  if (named === null && textIn(error) === null) return null;
  const { input, output } = recordIn(tokens);
  return { model: named ?? "–", input: countIn(input) ?? 0, output: countIn(output) ?? 0, error: textIn(error) };
}
