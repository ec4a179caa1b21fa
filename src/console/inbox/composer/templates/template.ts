import { folded } from "../../../../lib/folding.ts";
import type { OutgoingDraft } from "../../outbox.ts";

/** A button of a template as WhatsApp defines it. */
export interface TemplateButton {
  type: string;
  text?: string;
  url?: string;
  phone_number?: string;
}

interface Component {
  type: string;
  format?: string;
  text?: string;
  buttons?: TemplateButton[];
}

/** A message template as WhatsApp defines it; only what is read here. */
export interface Template {
  name: string;
  language: string;
  status: string;
  category: string;
  components: Component[];
  parameter_format?: string;
}

export type FileFormat = "image" | "video" | "document";

/** Something that is to be filled in. */
export interface TemplateField {
  /** `body:1`, `header:file`, `button:0`. */
  key: string;
  part: "header" | "body" | "button";
  /** The place in the text, or the button's index. */
  name: string;
  format: "text" | "code" | FileFormat;
}

export type Values = Readonly<Record<string, string>>;

const PLACE = /\{\{\s*(\w+)\s*\}\}/g;
const placesIn = (text = ""): string[] => [...new Set([...text.matchAll(PLACE)].map(([, name = ""]) => name))];

const partOf = ({ components }: Template, type: string): Component | undefined =>
  components.find((one) => one.type.toLowerCase() === type);
const formatOf = (component: Component | undefined): string => component?.format?.toLowerCase() ?? "text";
export const buttonsOf = (template: Template): TemplateButton[] => partOf(template, "buttons")?.buttons ?? [];

const FILES = ["image", "video", "document"];
const KNOWN_PARTS = ["header", "body", "footer", "buttons"];
/** Buttons that take nothing, or a value that can be typed. */
const KNOWN_BUTTONS = ["quick_reply", "url", "phone_number", "copy_code", "otp", "voice_call", "catalog"];

/** Whether it can be filled in here: not what has cards, products or an offer in it. */
const isSupported = (template: Template): boolean =>
  template.components.every(({ type }) => KNOWN_PARTS.includes(type.toLowerCase())) &&
  ["text", ...FILES].includes(formatOf(partOf(template, "header"))) &&
  buttonsOf(template).every(({ type }) => KNOWN_BUTTONS.includes(type.toLowerCase()));

/** All that is to be filled in, in the order in which it is read. */
export function fieldsOf(template: Template): TemplateField[] {
  const header = partOf(template, "header");
  const format = formatOf(header);
  const texts = (part: "header" | "body", text?: string): TemplateField[] =>
    placesIn(text).map((name) => ({ key: `${part}:${name}`, part, name, format: "text" }));
  const top: TemplateField[] = FILES.includes(format)
    ? [{ key: "header:file", part: "header", name: format, format: format as FileFormat }]
    : texts("header", header?.text);
  const buttons = buttonsOf(template).flatMap((button, index): TemplateField[] => {
    const wanted = wantedBy(button);
    return wanted === null
      ? []
      : [{ key: `button:${index}`, part: "button", name: button.text ?? `${index + 1}`, format: wanted }];
  });
  return [...top, ...texts("body", partOf(template, "body")?.text), ...buttons];
}

function wantedBy({ type, url }: TemplateButton): "text" | "code" | null {
  switch (type.toLowerCase()) {
    case "url":
      return placesIn(url).length > 0 ? "text" : null;
    case "otp":
      return "text";
    case "copy_code":
      return "code";
    default:
      return null;
  }
}

export const missingIn = (template: Template, values: Values): TemplateField[] =>
  fieldsOf(template).filter(({ key }) => !values[key]?.trim());

/** A text with its values; a place without one shows its name. */
const filled = (part: "header" | "body", text: string, values: Values): string =>
  text.replace(PLACE, (place, name: string) => values[`${part}:${name}`]?.trim() || place);

/** What a template reads as. */
export function readAs(
  template: Template,
  values: Values,
): { header: string | null; body: string; footer: string | null } {
  const header = partOf(template, "header");
  return {
    header: formatOf(header) === "text" && header?.text ? filled("header", header.text, values) : null,
    body: filled("body", partOf(template, "body")?.text ?? "", values),
    footer: partOf(template, "footer")?.text ?? null,
  };
}

/** Older lists do not say how a template counts its variables: its own words do (`channels/whatsapp/template-fault.ts`). */
const isNamed = ({ parameter_format, components }: Template): boolean =>
  parameter_format === undefined
    ? components.some(({ text }) => placesIn(text).some((place) => !/^\d+$/.test(place)))
    : parameter_format === "NAMED";

/** WhatsApp takes values without a name by their number, wherever in the text it stands: `{{2}}, your order {{1}}`. */
const inOrder = (template: Template, fields: TemplateField[]): TemplateField[] =>
  isNamed(template) ? fields : fields.toSorted((one, other) => Number(one.name) - Number(other.name));

/**
 * The message that sends a template.
 * @param values by the field's key; of a file its media id
 */
export function templateMessage(template: Template, values: Values, fileName: string | null): OutgoingDraft {
  const fields = fieldsOf(template);
  const parameters = (part: "header" | "body") =>
    inOrder(
      template,
      fields.filter((field) => field.part === part),
    ).map((field) => parameterOf(template, field, values, fileName));
  const parts = (["header", "body"] as const)
    .map((type) => ({ type, parameters: parameters(type) }))
    .filter((part) => part.parameters.length > 0);
  const buttons = fields.filter(({ part }) => part === "button").map((field) => buttonWith(template, field, values));
  const components = [...parts, ...buttons];
  const { header, body, footer } = readAs(template, values);
  return {
    message_type: "template",
    content: [header, body, footer].filter(Boolean).join("\n"),
    payload: {
      name: template.name,
      language: { code: template.language },
      ...(components.length > 0 && { components }),
    },
    is_note: false,
  };
}

function parameterOf(
  template: Template,
  { key, name, format }: TemplateField,
  values: Values,
  fileName: string | null,
) {
  const value = values[key]?.trim() ?? "";
  if (format === "text" || format === "code")
    return { type: "text", ...(isNamed(template) && { parameter_name: name }), text: value };
  const named = format === "document" && fileName !== null ? { filename: fileName.slice(0, 240) } : {};
  return { type: format, [format]: { media_id: value, ...named } };
}

function buttonWith(template: Template, { key, format }: TemplateField, values: Values) {
  const index = Number(key.slice("button:".length));
  const type = buttonsOf(template)[index]?.type.toLowerCase() ?? "url";
  const value = values[key]?.trim() ?? "";
  return {
    type: "button",
    // WhatsApp sends a one-time code by the button that opens an address.
    sub_type: type === "otp" ? "url" : type,
    index: `${index}`,
    parameters: [format === "code" ? { type: "coupon_code", coupon_code: value } : { type: "text", text: value }],
  };
}

/** Templates that can be sent, by name; each with the languages that it is there in. */
export function groupsOf(templates: readonly Template[], sought: string): { name: string; all: Template[] }[] {
  const words = folded(sought.trim());
  const groups = new Map<string, Template[]>();
  for (const one of templates.filter((template) => template.status === "APPROVED" && isSupported(template)))
    groups.set(one.name, [...(groups.get(one.name) ?? []), one]);
  return [...groups]
    .map(([name, all]) => ({ name, all }))
    .filter(({ name, all }) => folded([name, ...all.map((one) => partOf(one, "body")?.text)].join(" ")).includes(words))
    .sort((one, other) => one.name.localeCompare(other.name));
}

/** Of a template's languages the one that is spoken, else the first. */
export const inLanguage = (all: readonly Template[], spoken: string): Template | undefined =>
  all.find(({ language }) => language.toLowerCase().split(/[_-]/)[0] === spoken) ?? all[0];
