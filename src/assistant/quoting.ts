import { findHandoffKeyword } from "../domain/hand-off.ts";
import { LOW_CONFIDENCE } from "../knowledge/confidence.ts";
import type { Found, Search } from "../knowledge/passage-index.ts";
import type { AssistantAnswer, Means } from "./answer.ts";
import type { Question } from "./question.ts";
import { silence } from "./silence.ts";
import { type SpokenLanguage, wordsIn } from "./words.ts";

/** Of what is quoted, in characters. */
const LONGEST = 900;

/** A second passage is quoted that fits nearly as well. */
const NEARLY = 0.85;

/** Answers in the articles' own words, or says that they have no answer. */
export function fromArticles(question: Question, search: Search, means: Means): AssistantAnswer {
  const { found, confidence } = search;
  const [first] = found;
  if (first === undefined || confidence < LOW_CONFIDENCE) {
    return { ...silence(), body: unsureText(question.language, means), low_confidence: true, confidence };
  }
  const quoted = quotedOf(first, found.slice(1));
  const parts = quoted.map((one) => (quoted.length > 1 ? withHeading(one, means) : one.text));
  const body = parts.join("\n\n");
  const source = means.settings.show_sources ? sourceLine(first, question.language, means) : null;
  return {
    ...silence(),
    body: source === null ? body : `${body}\n\n${source}`,
    confidence,
    metadata: { sources: quoted.map((one) => sourceOf(one, means)) },
  };
}

/** Two passages are told apart by what stands above them. */
const withHeading = ({ article_id, heading, text }: Found, { title }: Means): string =>
  heading === null || heading === title(article_id)?.title ? text : `${heading}:\n${text}`;

/** What a message's metadata says of a passage. */
export function sourceOf({ article_id, passage }: Found, { title }: Means) {
  const article = title(article_id);
  return { article_id, title: article?.title ?? null, url: article?.source_url ?? null, passage };
}

/** That nothing was found, and how to get a person. */
const unsureText = (language: SpokenLanguage, { settings, handoff_keywords }: Means): string =>
  settings.unsure_text ?? wordsIn(language).unsure(personWord(language, handoff_keywords ?? []));

/** What is it about? Whoever would rather say so to a person learns how. */
export const askBack = (language: SpokenLanguage, { handoff_keywords }: Means): string =>
  wordsIn(language).asking_back(personWord(language, handoff_keywords ?? []));

/** The word for a person that a customer of each language would rather write, where the tenant has it. */
const PERSON: { [language in SpokenLanguage]: string[] } = {
  en: ["human", "agent", "person"],
  es: ["persona", "agente", "humano", "asesor"],
  pt: ["atendente", "pessoa", "humano"],
  id: ["admin", "manusia", "cs", "orang"],
  vi: ["nhân viên", "người"],
  ar: ["موظف", "إنسان"],
  zh: ["人工", "客服"],
};

const personWord = (language: SpokenLanguage, keywords: readonly string[]): string =>
  [...PERSON[language], ...PERSON.en].find((word) => keywords.includes(word)) ?? keywords[0] ?? "human";

/** Ways to ask for a person in languages that a tenant may have named no words for. */
const ASKING = [
  ...["speak to a human", "talk to a human", "talk to a person", "speak with a person", "real person", "human agent"],
  ...[
    "hablar con una persona",
    "hablar con un humano",
    "hablar con alguien",
    "hablar con un agente",
    "hablar con un asesor",
  ],
  ...["falar com uma pessoa", "falar com atendente", "falar com um atendente", "falar com alguém", "falar com humano"],
  ...["bicara dengan orang", "bicara dengan admin", "bicara dengan cs", "bicara dengan manusia", "ngobrol sama admin"],
  ...["gặp nhân viên", "nói chuyện với nhân viên", "gặp người thật", "التحدث مع موظف", "اريد موظف", "أريد موظف"],
  ...["转人工", "人工客服", "人工服务"],
];

export const asksForPerson = (text: string): boolean => findHandoffKeyword(text, ASKING) !== null;

function quotedOf(first: Found, others: Found[]): Found[] {
  const text = wholeSentences(first.text, LONGEST);
  const second = others[0];
  const adds =
    second !== undefined &&
    second.score >= NEARLY * first.score &&
    second.article_id === first.article_id &&
    !first.text.includes(second.text) &&
    text.length + second.text.length < LONGEST;
  const quoted = { ...first, text };
  return adds ? [quoted, second] : [quoted];
}

/** The beginning of a text that ends with a sentence, or a line, or at least a word. */
export function wholeSentences(text: string, limit: number): string {
  const whole = text.trim();
  if (whole.length <= limit) return whole;
  const cut = whole.slice(0, limit);
  const end = Math.max(...[...cut.matchAll(/[.!?؟](?=\s)|[。！？]|\n/g)].map(({ index }) => index + 1), 0);
  if (end > limit / 3) return cut.slice(0, end).trim();
  const word = cut.lastIndexOf(" ");
  return `${cut.slice(0, word > limit / 2 ? word : limit - 1).trim()}…`;
}

function sourceLine({ article_id }: Found, language: SpokenLanguage, { title }: Means): string | null {
  const article = title(article_id);
  if (article === null) return null;
  const name = article.source_url === null ? article.title : `${article.title} – ${article.source_url}`;
  return `${wordsIn(language).source}: ${name}`;
}
