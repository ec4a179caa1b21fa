/** Colleagues as a note names them: `@[Name](agent id)`. */
const MENTION = /@\[([^\][]{1,255})\]\(([^()\s]{1,255})\)/g;

/** A note with whom it names as links that lead nowhere. */
export const mentioned = (content: string): string =>
  content.replace(MENTION, (_, name: string, id: string) => `[@${name}](mention:${encodeURIComponent(id)})`);
