/** What the model said, parted into its words and the marks that tell where they come from. */
export interface Marked {
  /** Without marks. */
  text: string;
  /** Numbers of passages, each once, in the order of their first use: 1, 2, 3… */
  cited: number[];
  /** `[unknown]`: it says that the passages have no answer. */
  unknown: boolean;
  /** `[chat]`: it says that its words hold no facts. */
  chat: boolean;
}

/**
 * Full-width and other brackets are what some models make of ours. Spaces are looked through once, from the first of them:
 * a model that goes on with spaces would keep the tenant's other questions waiting for seconds.
 */
const CITATION = /(?<!\s)\s*[[【［]\s*(\d{1,3}(?:\s*[,，;]\s*\d{1,3})*)(?:†[^\]】］]{0,200})?\s*[\]】］](?!\()/g;
const UNKNOWN = /(?<!\s)\s*[[【［]\s*unknown\s*[\]】］]/gi;
const CHAT = /(?<!\s)\s*[[【［]\s*chat\s*[\]】］]/gi;

/** @param passages how many there were to cite */
export function unmarked(said: string, passages: number): Marked {
  const numbers = [...said.matchAll(CITATION)].flatMap(([, list = ""]) => list.split(/[,，;]/).map(Number));
  const cited = [...new Set(numbers)].filter((number) => number >= 1 && number <= passages);
  const text = said.replace(CITATION, "").replace(UNKNOWN, "").replace(CHAT, "").trim();
  return { text, cited, unknown: said.search(UNKNOWN) !== -1, chat: said.search(CHAT) !== -1 };
}
