import { type Fields, fields, list, text, word } from "./fields.ts";
import type { Template } from "./templates.ts";

/** The template that a message names, in its language. */
export const findTemplate = (templates: readonly Template[], payload: Fields): Template | null =>
  templates.find(({ name, language }) => name === payload.name && language === languageOf(payload)) ?? null;

const languageOf = ({ language }: Fields): string | null => text(fields(language).code);

/**
 * What is wrong with a message that is to be sent by a template, in words; null when nothing is.
 * @param templates those of the inbox's account
 * @param payload as it is sent: `{name, language: {code}, components}`
 */
export function templateFault(templates: readonly Template[], payload: Fields): string | null {
  const { name } = payload;
  const namesakes = templates.filter((template) => template.name === name);
  if (namesakes.length === 0) return `There is no template "${name}".`;
  const template = findTemplate(namesakes, payload);
  if (template === null) {
    const others = namesakes.map(({ language }) => language).join(", ");
    return `Template "${name}" is not there in ${languageOf(payload)}, but in ${others}.`;
  }
  const label = `template "${name}" (${template.language})`;
  if (template.status !== "APPROVED")
    return `The status of ${label} is ${template.status}; only one that is APPROVED can be sent.`;
  return contentFault(label, template.components, list(payload.components).map(fields), isNamed(template));
}

/** Older lists do not say how a template counts its variables: its own words do. */
const isNamed = ({ parameter_format, components }: Template): boolean =>
  parameter_format === undefined
    ? components.some((component) => placesIn(component.text).some((place) => !/^\d+$/.test(place)))
    : parameter_format === "NAMED";

/** Meta writes a type in capitals where it is defined, in small letters where it is sent. */
const typeOf = (component: Fields): string => text(component.type)?.toLowerCase() ?? "";

const ofType = (components: Fields[], type: string): Fields | undefined =>
  components.find((component) => typeOf(component) === type);

function contentFault(label: string, defined: Fields[], sent: Fields[], named: boolean): string | null {
  const [header, body] = [ofType(sent, "header") ?? {}, ofType(sent, "body") ?? {}];
  return (
    headerFault(label, ofType(defined, "header"), header, named) ??
    variablesFault(`The body of ${label}`, ofType(defined, "body")?.text, list(body.parameters).map(fields), named) ??
    buttonsFault(label, ofType(defined, "buttons") ?? {}, sent) ??
    carouselFault(label, ofType(defined, "carousel") ?? {}, ofType(sent, "carousel") ?? {}, named)
  );
}

/** What a header that is no text must be given. */
const HEADER_TYPES = new Set(["image", "video", "document", "location", "product"]);

function headerFault(label: string, defined: Fields | undefined, sent: Fields, named: boolean): string | null {
  const given = list(sent.parameters).map(fields);
  const format = text(defined?.format)?.toLowerCase() ?? "text";
  const place = `The header of ${label}`;
  if (!HEADER_TYPES.has(format)) return variablesFault(place, defined?.text, given, named);
  if (given.length === 1 && given[0] && typeOf(given[0]) === format) return null;
  return `${place} is of type ${format}: give it one parameter of type "${format}".`;
}

/** The places of a text by name, each once: `{{1}}` is `1`. */
const placesIn = (words: unknown): string[] => [
  ...new Set([...(text(words) ?? "").matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map(([, name = ""]) => name)),
];

function variablesFault(place: string, words: unknown, given: Fields[], named: boolean): string | null {
  const places = placesIn(words);
  const has = `${place} has ${counted(places.length, "variable")}${places.length > 0 ? ` (${places.map((name) => `{{${name}}}`).join(", ")})` : ""}`;
  const names = given.map(({ parameter_name }) => text(parameter_name));
  if (!named && names.some((name) => name !== null))
    return `${has}, which are filled in by their order: leave parameter_name out.`;
  if (places.length !== given.length)
    return `${has}, but ${counted(given.length, "value")} ${given.length === 1 ? "is" : "are"} given.`;
  const missing = named ? places.filter((name) => !names.includes(name)) : [];
  return missing.length === 0 ? null : `${has}: no value has the parameter_name ${missing.join(", ")}.`;
}

const counted = (count: number, noun: string): string =>
  `${count === 0 ? "no" : count} ${noun}${count === 1 ? "" : "s"}`;

/** Buttons that take a value, and which type of parameter it comes in. */
const BUTTON_VALUES = new Map([
  ["url", "text"],
  ["otp", "text"],
  ["copy_code", "coupon_code"],
  ["mpm", "action"],
]);

function buttonsFault(label: string, { buttons }: Fields, sent: Fields[]): string | null {
  const defined = list(buttons).map(fields);
  const given = sent.filter((component) => typeOf(component) === "button");
  const stray = given.find(({ index }) => defined[Number(word(index))] === undefined);
  if (stray) return `The ${label} has ${counted(defined.length, "button")}: none has the index ${word(stray.index)}.`;
  const faults = defined.map((button, index) => {
    const values = given.find((component) => Number(word(component.index)) === index);
    return buttonFault(`Button ${index} of ${label}`, button, values);
  });
  return faults.find((fault) => fault !== null) ?? null;
}

function buttonFault(place: string, button: Fields, given: Fields | undefined): string | null {
  const type = typeOf(button);
  const sub_type = text(given?.sub_type)?.toLowerCase();
  const parameters = list(given?.parameters).map(fields);
  if (sub_type !== undefined && type !== "otp" && sub_type !== type)
    return `${place} is of type ${type}, not ${sub_type}.`;
  const wanted = BUTTON_VALUES.get(type);
  if (wanted === undefined) return null;
  const isFixed = type === "url" && placesIn(button.url).length === 0;
  if (isFixed) return parameters.length === 0 ? null : `${place} leads to a fixed address: give it no value.`;
  if (parameters.length === 1 && parameters[0] && typeOf(parameters[0]) === wanted) return null;
  return `${place} needs one parameter of type "${wanted}".`;
}

function carouselFault(label: string, defined: Fields, sent: Fields, named: boolean): string | null {
  const [cards, given] = [list(defined.cards).map(fields), list(sent.cards).map(fields)];
  if (cards.length !== given.length)
    return `The ${label} has ${counted(cards.length, "card")}, but ${counted(given.length, "card")} ${given.length === 1 ? "is" : "are"} given.`;
  const faults = cards.map((card, index) => {
    const values = given.find(({ card_index }) => Number(word(card_index)) === index) ?? given[index] ?? {};
    const parts = list(values.components).map(fields);
    return contentFault(`card ${index} of ${label}`, list(card.components).map(fields), parts, named);
  });
  return faults.find((fault) => fault !== null) ?? null;
}
