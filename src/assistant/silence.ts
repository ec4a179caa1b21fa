import type { AssistantAnswer } from "./answer.ts";
import type { Question } from "./question.ts";
import { wordsIn } from "./words.ts";

/** Says nothing, and wants nothing. */
export const silence = (): AssistantAnswer => ({
  body: null,
  low_confidence: false,
  confidence: null,
  wants_ticket: false,
  handoff_reason: null,
  closes: false,
  metadata: {},
});

/** A person is to go on; the customer is told. */
export const handOver = ({ language }: Question, reason: string): AssistantAnswer => ({
  ...silence(),
  body: wordsIn(language).handing_over,
  wants_ticket: true,
  handoff_reason: reason,
});
