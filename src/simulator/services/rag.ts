import type { Fields } from "../model.ts";
import { conversationOf, linesOf, objectIn, textIn } from "./callback.ts";
import { GIVES_UP, GREETINGS, LANGUAGES, type Language, topicOf, UNSURE } from "./canned.ts";
import type { CloudEvent, Reaction, StandIn, Surroundings } from "./service.ts";

const SURE = 0.92;
const UNSURE_CONFIDENCE = 0.2;

const FOR_PEOPLE = ["person", "complaint"];

interface Answer {
  body: string;
  confidence: number;
  open_ticket: boolean;
}

/** The AI agent: answers from a few canned answers, and asks for a person where it has none. It remembers nothing. */
export const rag: StandIn = {
  name: "ms-rag",
  types: ["generate-ai-agent-answer", "generate-ai-agent-answer-with-user-info"],
  thinks_ms: 600,
  handle: answerTurn,
};

function answerTurn(event: CloudEvent, { thinks_ms }: Surroundings): Reaction {
  const { turn, user_details } = event.data;
  const lines = linesOf(event);
  const question = lines.slice(lines.findLastIndex(({ from }) => from !== "customer") + 1);
  const before = lines.filter(({ from }) => from === "ai").map(({ text }) => text);
  const language = languageOf(lines.filter(({ from }) => from === "customer").map(({ text }) => text));
  const missed = LANGUAGES.some((one) => before.at(-1)?.endsWith(UNSURE[one]));
  const { body, confidence, open_ticket } = answerTo(question.map(({ text }) => text).join(" "), { language, missed });
  const name = firstName(objectIn(user_details));
  const greeting = name ? `${GREETINGS[language]} ${name}!` : `${GREETINGS[language]}!`;
  const data = {
    conversation_id: conversationOf(event),
    agent_details: { codename: "canned-answers", version: "1.0.0" },
    body: before.length === 0 ? `${greeting} ${body}` : body,
    ...{ confidence, low_confidence: confidence < 0.5, open_ticket },
    ...(turn !== undefined && { turn }),
  };
  return { says: [{ type: "ai-agent-answer-generated", data, after_ms: thinks_ms }] };
}

/** Only customers are called by their names: others are known by what they wrote on their phones. */
const firstName = ({ codigo_cliente, name, display_name }: Fields): string =>
  codigo_cliente ? ((textIn(name) || textIn(display_name)).split(" ")[0] ?? "") : "";

/** @param missed whether it had no answer the last time either */
function answerTo(question: string, { language, missed }: { language: Language; missed: boolean }): Answer {
  const topic = topicOf(question);
  if (topic) return { body: topic.answer, confidence: SURE, open_ticket: FOR_PEOPLE.includes(topic.name) };
  return { body: (missed ? GIVES_UP : UNSURE)[language], confidence: UNSURE_CONFIDENCE, open_ticket: missed };
}

/** What the customer spoke last, as far as it can be told. */
const languageOf = (texts: string[]): Language =>
  texts.map((text) => topicOf(text)?.language).findLast((language) => language !== undefined) ?? LANGUAGES[0];
