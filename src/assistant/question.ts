import type { Contact } from "../domain/conversation.ts";
import type { Message } from "../domain/message.ts";
import { ownWords } from "../domain/own-words.ts";
import { languageOf } from "../knowledge/language.ts";
import { type SpokenLanguage, spokenLanguage } from "./words.ts";

/** A turn of the customer, and what it is part of. */
export interface Question {
  /** What the customer wrote since anybody last spoke to them. */
  text: string;
  /** The same of the last of these messages. */
  last: string;
  /** How many of these messages have no words (MS12), such as photos. */
  wordless: number;
  /** How many of them are stickers: they ask for nothing. */
  stickers: number;
  /** The last four messages, with all that the question is made of, oldest first. */
  turns: ChatTurn[];
  /** What the customer wrote before; null for nothing. */
  before: string | null;
  language: SpokenLanguage;
  contact: Pick<Contact, "name" | "phone" | "customer_id" | "customer_details">;
}

/** One side's messages in a row. */
export interface ChatTurn {
  by: "customer" | "us";
  text: string;
}

/** So many messages make the prompt. */
const LAST = 4;

/** Of one message, and of a question: more is nobody's question, and would be paid for. In characters. */
const LONGEST_MESSAGE = 2_000;
const LONGEST_QUESTION = 4_000;

/** @param messages what was said last, oldest first */
export function questionIn(messages: Message[], contact: Question["contact"]): Question {
  const said = messages.filter(isSaid);
  // As what they wait for: that nobody is there, or a farewell, is no answer.
  const since = said.findLastIndex(({ direction, sender_type }) => direction === "out" && sender_type !== "system") + 1;
  const asked = said.slice(since).filter(({ direction }) => direction === "in");
  const earlier = said.slice(0, since).filter(({ direction }) => direction === "in");
  const before = earlier.map(ownWords).findLast(isSomething) ?? null;
  const words = asked.map(ownWords).map((own) => own.trim().slice(0, LONGEST_MESSAGE));
  const text = words.filter(isSomething).join("\n").slice(-LONGEST_QUESTION);
  const turns = inTurns(said.slice(-Math.max(LAST, said.length - since)));
  const last = words.at(-1) ?? "";
  const stickers = asked.filter(({ message_type }) => message_type === "sticker").length;
  const wordless = words.filter((own) => !isSomething(own)).length - stickers;
  return { text, last, wordless, stickers, turns, before, language: languageSpoken(text, earlier), contact };
}

/** A question that stands alone. */
export const questionAlone = (text: string): Question => ({
  text: text.trim().slice(0, LONGEST_QUESTION),
  last: text.trim().slice(0, LONGEST_QUESTION),
  wordless: 0,
  stickers: 0,
  turns: [{ by: "customer", text: text.trim().slice(0, LONGEST_QUESTION) }],
  before: null,
  language: languageSpoken(text, []),
  contact: { name: null, phone: null, customer_id: null, customer_details: null },
});

/** Whether somebody is to hear of it: that they may be called is told to WhatsApp. */
const isSaid = ({ passive, deleted_at, content, payload }: Message): boolean =>
  !passive && !deleted_at && content.trim() !== "" && payload.type !== "call_permission_reply";

const isSomething = (words: string): boolean => words.trim() !== "";

const wordsOf = ({ content }: Message): string => content.trim().slice(0, LONGEST_MESSAGE);

function inTurns(messages: Message[]): ChatTurn[] {
  const turns: ChatTurn[] = [];
  for (const message of messages) {
    const by = message.direction === "in" ? "customer" : "us";
    const last = turns.at(-1);
    if (last?.by === by) last.text = `${last.text}\n${wordsOf(message)}`;
    else turns.push({ by, text: wordsOf(message) });
  }
  return turns.map(({ by, text }) => ({ by, text: text.slice(-LONGEST_QUESTION) }));
}

/** By more than one word of it somebody changes their language. */
const SURELY = 1.1;

/** A word or two do not tell their language: what the customer wrote before does. */
function languageSpoken(text: string, earlier: Message[]): SpokenLanguage {
  const together = [...earlier.slice(-3).map(ownWords), text].join("\n");
  return spokenLanguage(languageOf(text, SURELY) ?? languageOf(together) ?? languageOf(text));
}
