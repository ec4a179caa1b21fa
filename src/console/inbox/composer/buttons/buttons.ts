import type { OutgoingDraft } from "../../outbox.ts";

/** What WhatsApp takes (Meta, "Interactive reply buttons"). */
export const MOST_BUTTONS = 3;
export const TITLE_LIMIT = 20;
export const QUESTION_LIMIT = 1024;

export type ButtonsFault = "no_question" | "no_button" | "same_titles";

/** What is wrong with a question; null when it can be asked. */
export function faultOf(question: string, titles: readonly string[]): ButtonsFault | null {
  if (question.trim() === "") return "no_question";
  const given = titlesOf(titles);
  if (given.length === 0) return "no_button";
  return new Set(given).size < given.length ? "same_titles" : null;
}

const titlesOf = (titles: readonly string[]): string[] => titles.map((title) => title.trim()).filter(Boolean);

/** A question with buttons to answer it by. */
export function questionWith(question: string, titles: readonly string[]): OutgoingDraft {
  const buttons = titlesOf(titles).map((title, index) => ({
    type: "reply",
    reply: { id: `button-${index + 1}`, title },
  }));
  return {
    message_type: "interactive",
    content: question.trim(),
    payload: { type: "button", body: { text: question.trim() }, action: { buttons } },
    is_note: false,
  };
}
