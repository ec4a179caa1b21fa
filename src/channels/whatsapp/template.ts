import { type Fields, fields, list, text, word } from "./fields.ts";

/** A template by its name and what was put into it: all that the one who sends it needs to say. */
export function templateWords(template: Fields): string {
  const values = list(template.components)
    .map(fields)
    .filter((one) => !isType(one, "button"))
    .flatMap((one) => valuesOf(one).map(({ value }) => value));
  return `📄 Template: ${text(template.name) ?? "without a name"}${values.length === 0 ? "" : ` (${values.join(", ")})`}`;
}

/**
 * What a template says once its values are in their places, with the titles of its buttons.
 * @param template as it is sent: `{name, language, components}`
 * @param definition as it was approved: `{components: [{type: "BODY", text: "Hi {{1}}"}, …]}`
 * @returns null where the definition holds no text
 */
export function renderTemplate(template: Fields, definition: Fields): string | null {
  const sent = list(template.components).map(fields);
  const parts = list(definition.components).map(fields);
  const lines = ["header", "body", "footer"].map((type) => {
    const part = parts.find((one) => isType(one, type));
    const values = valuesOf(sent.find((one) => isType(one, type)) ?? {});
    return text(part?.text)?.replaceAll(PLACE, (place, name: string) => valueAt(values, name) ?? place);
  });
  const buttons = parts.flatMap((one) => list(one.buttons)).map((button) => text(fields(button).text));
  const titles = buttons.filter((title) => title !== null).map((title) => `[${title}]`);
  return [...lines, titles.join(" ")].filter((line) => line).join("\n") || null;
}

/** A place in a template: `{{1}}` or `{{order_number}}`. */
const PLACE = /\{\{\s*(\w+)\s*\}\}/g;

/** Meta writes a component's type in capitals where it is defined, in small letters where it is sent. */
const isType = (component: Fields, type: string): boolean => text(component.type)?.toLowerCase() === type;

interface Value {
  name: string | null;
  value: string;
}

const valueAt = (values: Value[], name: string): string | undefined =>
  (values.find((one) => one.name === name) ?? values.filter((one) => one.name === null)[Number(name) - 1])?.value;

/** What is put into the places of a component, in words; media is named by its type. */
function valuesOf({ parameters }: Fields): Value[] {
  return list(parameters)
    .map(fields)
    .map((one) => {
      const { currency, date_time, type } = one;
      const fallback = text(fields(currency).fallback_value) ?? text(fields(date_time).fallback_value);
      return { name: text(one.parameter_name), value: word(one.text) ?? fallback ?? text(type) ?? "" };
    })
    .filter(({ value }) => value !== "");
}
