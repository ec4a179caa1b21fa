import type { Fields, Template } from "./model.ts";

const PLACE = /\{\{\s*(\w+)\s*\}\}/g;

/** The places of a template's text, each once: `1` of `{{1}}`, `day` of `{{day}}`. */
export const placesIn = (text: unknown): string[] => [
  ...new Set([...String(text ?? "").matchAll(PLACE)].map(([, place = ""]) => place)),
];

// biome-ignore lint/suspicious/noExplicitAny: what is missing or of another type reads as absent
const listOf = (value: unknown): any[] => (Array.isArray(value) ? value : []);

const isType = (component: Fields | null, type: string): boolean => String(component?.type).toLowerCase() === type;

/** What the phone shows of a template: its texts with the values in their places, and its buttons. */
export function templateText({ components }: Template, content: Fields): string {
  const texts = ["header", "body", "footer"].map((type) => {
    const text = components.find((one) => isType(one, type))?.text;
    const sent = listOf(content.components).find((one) => isType(one, type));
    return filled(String(text ?? ""), listOf(sent?.parameters));
  });
  const buttons = components.flatMap((one) => listOf(one.buttons)).map(({ text, type }) => `▸ ${text ?? type}`);
  return [...texts, ...buttons].filter((line) => line !== "").join("\n");
}

function filled(text: string, parameters: Fields[]): string {
  return text.replaceAll(PLACE, (place, name: string) => {
    const value = parameters.find(({ parameter_name }) => parameter_name === name) ?? parameters[Number(name) - 1];
    return value === undefined ? place : wordsIn(value);
  });
}

/** A parameter in words: its text, or for an amount or a date the words that come with it. */
const wordsIn = ({ type, text, ...typed }: Fields): string =>
  String(text ?? (typed[String(type)] as Fields | undefined)?.fallback_value ?? "");

/** The answer that a quick reply of a sent template gives; null when it has none at this place. */
export function quickReply(
  template: Template,
  content: Fields,
  index: number,
): { payload: string; text: string } | null {
  const button = template.components.flatMap((one) => listOf(one.buttons))[index];
  if (!isType(button ?? null, "quick_reply")) return null;
  const sent = listOf(content.components).find((one) => isType(one, "button") && Number(one.index) === index);
  const [parameter] = listOf(sent?.parameters);
  const text = String(button.text);
  return { payload: String(parameter?.payload ?? parameter?.text ?? text), text };
}
