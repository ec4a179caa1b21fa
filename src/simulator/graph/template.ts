import type { Fields, Template } from "../model.ts";
import { placesIn } from "../template-text.ts";
import { type Faults, fault, fieldsOf, isText, lengthOf, listOf, object, oneOf, required, words } from "./faults.ts";
import { checkSource, type Known } from "./source.ts";
import { checkButtons } from "./template-buttons.ts";

const LONGEST_BODY = 1_024;
const MOST_NAME = 512;

const COMPONENTS = ["header", "body", "button", "carousel", "limited_time_offer", "order_status"];
const MEDIA_FORMATS = ["IMAGE", "VIDEO", "DOCUMENT"];

/** A template message against the template that it names (Meta, "Template messages"). */
export function* checkTemplate(content: unknown, known: Known): Faults {
  const { name, language, components } = fieldsOf(content);
  yield* words("template['name']", name, MOST_NAME);
  yield* object("template['language']", language);
  const { code } = fieldsOf(language);
  yield* words("template['language']['code']", code, 50);
  if (components !== undefined && !Array.isArray(components))
    yield fault(100, "Param template['components'] must be an array.");
  for (const [index, { type }] of listOf(components).entries())
    yield* oneOf(`template['components'][${index}]['type']`, String(type).toLowerCase(), COMPONENTS);
  const template = known.templates.find((one) => one.name === name && one.language === code);
  yield* checkStatus(template, String(name), String(code));
  yield* checkComponents(template?.components ?? [], listOf(components), known);
}

function* checkStatus(template: Template | undefined, name: string, code: string): Faults {
  if (template?.status === "PAUSED") yield fault(132_015, `Template ${name} (${code}) is paused due to low quality.`);
  if (template?.status === "DISABLED") yield fault(132_016, `Template ${name} (${code}) is disabled.`);
  if (template?.status !== "APPROVED") yield fault(132_001, `template name (${name}) does not exist in ${code}`);
}

const ofType = (components: Fields[], type: string): Fields | undefined =>
  components.find((one) => String(one.type).toLowerCase() === type);

/** What is sent against what was approved: of a template, or of one card of its carousel. */
function* checkComponents(approved: Fields[], sent: Fields[], known: Known): Faults {
  yield* checkHeader(ofType(approved, "header"), ofType(sent, "header"), known);
  yield* checkValues("body", ofType(approved, "body"), ofType(sent, "body"));
  yield* checkButtons(
    listOf(ofType(approved, "buttons")?.buttons),
    sent.filter(({ type }) => String(type).toLowerCase() === "button"),
  );
  yield* checkCards(ofType(approved, "carousel"), ofType(sent, "carousel"), known);
}

function* checkHeader(approved: Fields | undefined, sent: Fields | undefined, known: Known): Faults {
  const format = String(approved?.format ?? "TEXT").toUpperCase();
  if (format === "TEXT") {
    yield* checkValues("header", approved, sent);
    return;
  }
  const [parameter, ...more] = listOf(sent?.parameters);
  const received = String(parameter?.type ?? "UNKNOWN").toUpperCase();
  if (received !== format || more.length > 0)
    yield fault(132_012, `header: Format mismatch, expected ${format}, received ${received}`);
  const kind = format.toLowerCase();
  if (MEDIA_FORMATS.includes(format)) yield* checkSource(`template header['${kind}']`, parameter?.[kind], known);
  else yield* object(`template header['${kind}']`, parameter?.[kind]);
}

/** The values for the places of a text: as many as there are places, and by name where the places have names. */
function* checkValues(part: string, approved: Fields | undefined, sent: Fields | undefined): Faults {
  const places = placesIn(approved?.text);
  const values = listOf(sent?.parameters);
  for (const value of values) yield* checkValue(part, value);
  if (values.length !== places.length) {
    const counts = `number of localizable_params (${values.length}) does not match the expected number of params (${places.length})`;
    yield fault(132_000, `${part}: ${counts}`);
  }
  const isNamed = places.some((place) => !/^\d+$/.test(place));
  for (const { parameter_name } of values) {
    if (isNamed && !isText(parameter_name)) yield fault(100, `${part}: Parameter name is missing or empty`);
    if (isNamed && !places.includes(String(parameter_name)))
      yield fault(132_012, `${part}: The template has no parameter ${parameter_name}`);
  }
  const said = values.map((value) => wordsOf(value)).join("");
  if (lengthOf(String(approved?.text ?? "") + said) > LONGEST_BODY && part === "body")
    yield fault(132_005, `body: Translated text is longer than ${LONGEST_BODY} characters`);
}

const VALUE_TYPES = ["text", "currency", "date_time"];

function* checkValue(part: string, value: Fields): Faults {
  const type = String(value.type ?? "UNKNOWN");
  if (!VALUE_TYPES.includes(type))
    yield fault(132_012, `${part}: Format mismatch, expected TEXT, received ${type.toUpperCase()}`);
  if (type !== "text") yield* required(`${type}['fallback_value']`, fieldsOf(value[type]).fallback_value);
  else yield* checkWords(value.text);
}

function* checkWords(text: unknown): Faults {
  if (text === undefined || text === null || text === "")
    yield fault(131_008, "Parameter of type text is missing text value");
  if (typeof text === "object") yield fault(132_012, "Param text must be a string.");
  if (/[\n\t]| {5}/.test(String(text)))
    yield fault(132_018, "Param text cannot have new-line/tab characters or more than 4 consecutive spaces");
}

const wordsOf = ({ type, text, ...typed }: Fields): string =>
  String(type === "text" ? text : fieldsOf(typed[String(type)]).fallback_value);

function* checkCards(approved: Fields | undefined, sent: Fields | undefined, known: Known): Faults {
  const wanted = listOf(approved?.cards);
  const given = listOf(sent?.cards);
  if (wanted.length !== given.length)
    yield fault(132_012, `carousel: expected ${wanted.length} cards, received ${given.length}`);
  for (const [index, card] of wanted.entries())
    yield* checkComponents(listOf(card.components), listOf(given[index]?.components), known);
}
