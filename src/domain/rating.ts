import type { Saying } from "./commands.ts";
import type { Message } from "./message.ts";
import { plainSaying } from "./telling.ts";

/** The answers to the question whether the customer is content, the best first. */
const SCORES = [5, 4, 3, 2, 1] as const;

/** Names the answer in whatever the customer presses: which conversation is meant, and what it gets. */
const RATING = /^rate:(\d{1,10}):([1-5])$/;

/** What a customer says of a conversation. */
export interface Rating {
  number: number;
  score: number;
}

/** The question with its answers, as WhatsApp writes a list (Meta, "Interactive list messages"). */
export function question(text: string, number: number, timestamp: string): Saying {
  const rows = SCORES.map((score) => ({ id: `rate:${number}:${score}`, title: "★".repeat(score) }));
  const choices = ["★ 1–5", ...rows.map(({ title }) => title)];
  return {
    ...plainSaying(`${text}\n${choices.map((title) => `[${title}]`).join(" ")}`, timestamp),
    message_type: "interactive",
    payload: { type: "list", body: { text }, action: { button: "★ 1–5", sections: [{ rows }] } },
  };
}

/** CV16: what the customer says of a conversation with this message; null of anything else. */
export function ratingIn({ message_type, payload }: Saying): Rating | null {
  if (message_type !== "list_reply" && message_type !== "button_reply") return null;
  const [, number, score] = (typeof payload.id === "string" && RATING.exec(payload.id)) || [];
  return number === undefined ? null : { number: Number(number), score: Number(score) };
}

/** Whether this is the question. */
export const isQuestion = ({ sender_type, message_type, payload }: Message): boolean =>
  sender_type === "system" && message_type === "interactive" && JSON.stringify(payload).includes('"id":"rate:');

/** `5`, `5/5`, a key cap, or as many stars. */
export function scoreIn(text: string): number | null {
  const written = text.normalize("NFKC").replace(/\s|\uFE0F|\u20E3/g, "");
  if (/^[★⭐🌟]{1,5}$/u.test(written)) return [...written].length;
  const [, digit] = /^([1-5])(?:\/5)?$/.exec(written) ?? [];
  return digit === undefined ? null : Number(digit);
}
