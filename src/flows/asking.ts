import type { Answer, Flow, Question } from "../protocol/flow.ts";
import { optionId } from "./answers.ts";
import type { Execution, Wording } from "./execution.ts";
import { fill } from "./template.ts";

/** What WhatsApp takes (Meta, "Interactive messages"): reply buttons and rows of a list, and the characters of each. */
const BUTTONS = { most: 3, title: 20, body: 1_024 };
const ROWS = { most: 10, title: 24, body: 4_096 };
const TEXT = 4_096;

/** What is said where nobody wrote anything better, by the kind of answer. */
const AGAIN: Record<Answer["kind"], string> = {
  text: "Please answer with a text.",
  choice: "Please choose one of these.",
  number: "Please answer with a number, such as 3.",
  date: "Please answer with a date, such as 24/12/2027 or tomorrow.",
  email: "Please answer with an e-mail address, such as ann@example.com.",
  location: "Please share a location: tap the paperclip or the plus, then Location.",
};

/** The options' labels as the customer sees them. */
export const labelsOf = (answer: Answer, execution: Execution): string[] =>
  answer.kind === "choice" ? answer.options.map(({ label }) => fill(label, execution).trim()) : [];

export const questionWording = (node: string, question: Question, execution: Execution): Wording =>
  asked(node, question.answer, fill(question.text, execution), execution);

/** The question once more, and why. @param misfit what is wrong with an answer that was understood */
export function retryWording(
  node: string,
  question: Question,
  { texts }: Flow,
  execution: Execution,
  misfit: string | null,
): Wording {
  const { answer, retry_text } = question;
  const text = retry_text === undefined ? undefined : fill(retry_text, execution);
  return asked(node, answer, text ?? texts[answer.kind] ?? misfit ?? AGAIN[answer.kind], execution);
}

function asked(node: string, answer: Answer, text: string, execution: Execution): Wording {
  if (answer.kind === "location") {
    const action = { name: "send_location" };
    return interactive({ type: "location_request_message", body: { text: cut(text, BUTTONS.body) }, action });
  }
  if (answer.kind !== "choice") return plainText(text);
  const labels = labelsOf(answer, execution);
  const fits = ({ most, title, body }: typeof BUTTONS) =>
    labels.length <= most &&
    new Set(labels).size === labels.length &&
    labels.every((label) => label !== "" && [...label].length <= title) &&
    [...text].length <= body &&
    text !== "";
  const ids = answer.options.map(({ id }) => optionId(node, id));
  if (fits(BUTTONS) && answer.options.every(({ description }) => description === undefined)) {
    const buttons = labels.map((title, index) => ({ type: "reply", reply: { id: ids[index], title } }));
    return interactive({ type: "button", body: { text }, action: { buttons } });
  }
  if (!fits(ROWS)) return plainText([text, ...labels.map((label, index) => `${index + 1}. ${label}`)].join("\n"));
  const rows = answer.options.map(({ description }, index) => ({
    id: ids[index],
    title: labels[index],
    ...(description !== undefined && { description: cut(fill(description, execution), 72) }),
  }));
  return interactive({ type: "list", body: { text }, action: { button: answer.button, sections: [{ rows }] } });
}

const interactive = (payload: Record<string, unknown>): Wording => ({
  message_type: "interactive",
  content: null,
  payload,
});

const plainText = (text: string): Wording => {
  const body = cut(text, TEXT);
  return { message_type: "text", content: body, payload: { body } };
};

const cut = (text: string, most: number): string => [...text].slice(0, most).join("");
