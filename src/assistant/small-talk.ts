import { COURTESIES, type Courtesy, EVERYWHERE } from "./courtesies.ts";
import type { Question } from "./question.ts";
import type { SpokenLanguage } from "./words.ts";

/** What a message says that asks for nothing; `asking`: only that its writer has something to ask. */
export interface SmallTalk {
  kind: "greeting" | "thanks" | "farewell" | "agreed" | "asking";
  language: SpokenLanguage;
}

/** Of what is said together the first of these is answered. */
const WEIGHT = ["asking", "thanks", "farewell", "greeting", "agreed"] as const;

/** A smile or a thumb says as much as a word. */
const UNHAPPY = /[😭😢😡😠😤😞😔😟🙁☹😩😫😣😖🤬😱👎💔]/u;
const THANKING = /[🙏❤💙💚💛🧡💜🥰😍😊🤗☺💐🌹]/u;
const GREETING = /[👋🙋]/u;
const AGREEING = /[👍👌✅🆗👏🤝💪🙂😀😃😄😁😉😂🤣😆😅🫡]/u;

/** Nothing longer is mere courtesy. In characters. */
const LONGEST = 120;

/** What a question is that is none ("hi", "terima kasih kak", "ok 👍", "can you help me?"); null for any other. */
export function smallTalkIn({ text, language, stickers, turns }: Question): SmallTalk | null {
  // Of their making nobody knows what they show: they are returned as a gesture is.
  if (text === "" && stickers > 0)
    return { kind: turns.some(({ by }) => by === "us") ? "agreed" : "greeting", language };
  if (text.length > LONGEST) return null;
  const said = courtesiesIn(text, language);
  if (said === null) return null;
  const kind = kindOf(text, new Set(said.map((one) => one.kind)));
  return kind && { kind, language: said.find((one) => one.language !== null)?.language ?? language };
}

function kindOf(text: string, said: Set<Courtesy>): SmallTalk["kind"] | null {
  if (UNHAPPY.test(text)) return "asking";
  const kind = WEIGHT.find((one) => said.has(one));
  // "Ok?" asks whether it is.
  if (kind === "agreed" && /[?？؟]/.test(text)) return "asking";
  if (kind !== undefined) return kind;
  if (said.has("yes")) return "asking";
  if (said.has("address")) return "greeting";
  return said.size > 0 ? null : ofSigns(text);
}

/** Of a text without a word. */
function ofSigns(text: string): SmallTalk["kind"] {
  if (THANKING.test(text)) return "thanks";
  if (GREETING.test(text)) return "greeting";
  return AGREEING.test(text) ? "agreed" : "asking";
}

interface Phrase {
  words: string;
  kind: Courtesy;
  /** Null for what is said everywhere. */
  language: SpokenLanguage | null;
}

/** The courtesies that a text is made of; null where there is anything else in it. */
function courtesiesIn(text: string, language: SpokenLanguage): Phrase[] | null {
  let rest = folded(text);
  const found: Phrase[] = [];
  while (rest !== "") {
    const phrase = nextOf(rest, language);
    if (phrase === undefined) return null;
    found.push(phrase);
    rest = rest.slice(phrase.words.length).trim();
  }
  return found;
}

/** The longest, for "good morning" is no "good"; of those that several languages have, the conversation's. */
function nextOf(text: string, language: SpokenLanguage): Phrase | undefined {
  const all = phrases();
  const first = all.find(({ words }) => begins(text, words));
  const same = first === undefined ? [] : all.filter(({ words }) => words === first.words);
  // Nobody begins with a farewell: "chao" is one in Spanish.
  return (
    same.find((one) => one.language === language) ??
    same.find((one) => one.language === null || one.kind === "greeting") ??
    first
  );
}

/** Chinese does not part its words. */
const begins = (text: string, words: string): boolean =>
  text.startsWith(words) && (text.length === words.length || text[words.length] === " " || /\p{sc=Han}/u.test(words));

let known: Phrase[] | null = null;

/** The longest first. */
function phrases(): Phrase[] {
  const lists = [[null, EVERYWHERE], ...Object.entries(COURTESIES)] as [Phrase["language"], typeof EVERYWHERE][];
  known ??= lists
    .flatMap(([language, kinds]) =>
      Object.entries(kinds).flatMap(([kind, list]) =>
        list.split(", ").map((words): Phrase => ({ words: folded(words), kind: kind as Courtesy, language })),
      ),
    )
    .sort((a, b) => b.words.length - a.words.length);
  return known;
}

/** Without case, marks, emoji and punctuation; letters that are doubled or drawn out ("holaaa") once. */
const folded = (text: string): string =>
  text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}/gu, "")
    .replace(/đ/g, "d")
    .replace(/ة/g, "ه")
    .replace(/ى/g, "ي")
    .replace(/(\p{L})\1+/gu, "$1")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
