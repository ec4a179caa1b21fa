import { button, element, icon } from "./dom.js";
import { headerOf, idle, linkOption, option } from "./interactive.js";
import { drawMap } from "./map.js";
import { send } from "./sending.js";
import { askFlow } from "./sheet-answers.js";
import { store } from "./store.js";

const lower = (type) => String(type ?? "").toLowerCase();

/** A template with what the business filled in; without its definition, by its name. */
export function template(content, message) {
  const sent = content.components ?? [];
  const part = (type) => sent.find((component) => lower(component.type) === type)?.parameters ?? [];
  const definition = store.templateOf(content);
  if (!definition) return unknown(content, part("body"), sent, message);
  const own = (type) => definition.components.find((component) => lower(component.type) === type);
  const { buttons = [] } = own("buttons") ?? {};
  return {
    above: header(own("header"), part("header"), message),
    words: filled(own("body")?.text ?? "", part("body")),
    footer: own("footer")?.text ?? null,
    below: buttons.map((defined, index) => buttonOf(defined, index, parametersAt(sent, index), message)),
    fixed: true,
  };
}

const wordsOf = ({ text, currency, date_time, payload, coupon_code }) =>
  text ?? currency?.fallback_value ?? date_time?.fallback_value ?? payload ?? coupon_code ?? "";

/** `{{1}}` is the first parameter, `{{name}}` the one of that name; one that nobody gave stays as it is. */
function filled(text, parameters) {
  return text.replace(/\{\{\s*(\w+)\s*\}\}/g, (whole, name) => {
    const given = parameters.find(({ parameter_name }) => parameter_name === name) ?? parameters[Number(name) - 1];
    return given ? wordsOf(given) : whole;
  });
}

function header(defined, parameters, message) {
  if (!defined) return [];
  const { format, text } = defined;
  const [given] = parameters;
  if (lower(format) === "text") return headerOf({ text: filled(text ?? "", parameters) }, message);
  if (lower(format) === "location" && given?.location) return [mapOf(given.location)];
  const shows = given ? headerOf({ type: given.type, [given.type]: given[given.type] }, message) : [];
  return shows.length > 0 ? shows : [element("p", { className: "aside" }, icon("file"), `Header: ${lower(format)}`)];
}

const mapOf = ({ latitude, longitude, name }) =>
  element("div", { className: "place" }, drawMap(Number(latitude), Number(longitude), name ?? "Location"));

const parametersAt = (sent, index) =>
  sent.find((component) => lower(component.type) === "button" && Number(component.index) === index)?.parameters ?? [];

function buttonOf({ type, text, url, phone_number, example }, index, parameters, message) {
  const [given] = parameters;
  switch (lower(type)) {
    case "quick_reply":
      return option("reply", text, () => send({ type: "choice", message_id: message.id, id: String(index) }));
    case "url":
      return linkOption(text, filled(url ?? "", parameters));
    case "flow":
      return option("form", text, () => askFlow(message, { flow_cta: text, ...given?.action }));
    case "copy_code":
      return copyOption(given?.coupon_code ?? [example].flat()[0] ?? "");
    case "phone_number":
      return idle("call", `${text} · ${phone_number ?? ""}`);
    default:
      return idle("ban", text ?? lower(type));
  }
}

function copyOption(code) {
  const words = element("span", { role: "status" }, `Copy code ${code}`);
  const copy = async () => {
    await navigator.clipboard?.writeText(code).catch(() => {});
    words.textContent = "Copied";
  };
  return button({ className: "option" }, copy, icon("copy"), words);
}

function unknown({ name, language }, parameters, sent, message) {
  const replies = sent.filter(({ sub_type }) => lower(sub_type) === "quick_reply");
  return {
    above: [element("strong", { className: "title" }, `Template ${name}`)],
    words: parameters.map(wordsOf).join(", ") || null,
    footer: `There is no template of this name in ${language?.code ?? "this language"} here to show it with.`,
    below: replies.map(({ index, parameters: [given] = [] }) =>
      option("reply", given?.payload ?? `Button ${index}`, () =>
        send({ type: "choice", message_id: message.id, id: String(index) }),
      ),
    ),
    fixed: true,
  };
}
