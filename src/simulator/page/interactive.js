import { button, element, icon } from "./dom.js";
import { documentFile, isWeb, picture, video } from "./media.js";
import { send } from "./sending.js";
import { askAddress, askFlow, askRow } from "./sheet-answers.js";
import { askOrder, askPlace, ownCard } from "./sheet-forms.js";

/** One of the things that a message lets its reader do. */
export const option = (sign, words, act) =>
  button({ className: "option" }, act, icon(sign), element("span", {}, words));

export function linkOption(words, url) {
  if (!isWeb(url)) return idle("link", `${words} (no web address)`);
  const link = element("a", { className: "option", href: url, target: "_blank", rel: "noopener noreferrer" });
  link.append(icon("link"), element("span", {}, words));
  link.title = url;
  return link;
}

/** What a real phone could do and this one cannot. */
export const idle = (sign, words) => element("p", { className: "option option-idle" }, icon(sign), words);

const choose = (message, id) => send({ type: "choice", message_id: message.id, id });

/** Above the words: a title, or a file of the header's own type. */
export function headerOf(header, message) {
  if (header === undefined || header === null) return [];
  if (header.text) return [element("strong", { className: "title", dir: "auto" }, header.text)];
  const make = { image: picture, video, document: documentFile }[header.type];
  const file = header[header.type];
  return make && file ? [make(file, message)] : [];
}

const OPTIONS = {
  button: ({ buttons = [] }, message) =>
    buttons
      .map(({ reply, quick_reply }) => reply ?? quick_reply ?? {})
      .map(({ id, title }) => option("reply", title ?? "", () => choose(message, id))),
  list: (action, message) => [option("list", action.button ?? "Choose", () => askRow(message, action))],
  cta_url: ({ parameters }) => [linkOption(parameters?.display_text ?? "Open", parameters?.url)],
  flow: ({ parameters }, message) => [
    option("form", parameters?.flow_cta ?? "Open the form", () => askFlow(message, parameters)),
  ],
  location_request_message: (_action, { id }) => [
    option("pin", "Send location", () => askPlace(() => ({ reply_to: id }))),
  ],
  contact_request: shareContact,
  request_contact_info: shareContact,
  address_message: (_action, message) => [option("pin", "Give an address", () => askAddress(message))],
  call_permission_request: (_action, message) => [
    option("call", "Allow calls", () => choose(message, "accept")),
    option("ban", "Do not allow", () => choose(message, "reject")),
  ],
  product: order,
  product_list: order,
  catalog_message: order,
  carousel: () => [],
  voice_call: ({ parameters }) => [idle("call", parameters?.display_text ?? "Call")],
};

function shareContact(_action, { id }) {
  const share = () => send({ type: "contacts", contacts: [ownCard()], reply_to: id });
  return [option("person", "Share your contact", share)];
}

function order({ catalog_id, product_retailer_id, sections = [] }, { id }) {
  const offered = sections.flatMap(({ product_items = [] }) => product_items.map((item) => item.product_retailer_id));
  const known = [product_retailer_id, ...offered].filter(Boolean);
  return [
    option("cart", "Order", () =>
      askOrder(() => ({ reply_to: id }), { catalog_id, ...(known.length > 0 && { known }) }),
    ),
  ];
}

const optionsOf = ({ type, action }, message) =>
  OPTIONS[type]?.(action ?? {}, message) ?? [idle("ban", `Nothing can be done here with “${type}”`)];

/** Cards side by side, each with a picture, words and buttons of its own. */
function carousel({ cards = [] }, message) {
  const drawn = cards.map(({ type, header, body, action }, index) =>
    element(
      "li",
      { className: "card" },
      // The same file may be on several cards, and each shows its own.
      ...headerOf(header, { ...message, id: `${message.id} ${index}` }),
      element("p", { dir: "auto" }, body?.text ?? ""),
      ...optionsOf({ type: type ?? "button", action }, message),
    ),
  );
  return element("ul", { className: "cards", tabIndex: 0, "aria-label": "Cards" }, ...drawn);
}

/** What the business asks with buttons, lists and forms; or what the customer answered by them. */
export function interactive(content, message) {
  if (message.direction === "from_customer") return answer(content);
  const { header, body, footer, action } = content;
  const cards = content.type === "carousel" ? [carousel(action ?? {}, message)] : [];
  return {
    above: headerOf(header, message),
    words: body?.text ?? null,
    footer: footer?.text ?? null,
    below: [...cards, ...optionsOf(content, message)],
    fixed: true,
  };
}

function answer({ button_reply, list_reply, nfm_reply }) {
  if (nfm_reply) return { above: [formAnswers(nfm_reply)] };
  const { title, description } = button_reply ?? list_reply ?? {};
  return title === undefined ? null : { words: [title, description].filter(Boolean).join("\n") };
}

function formAnswers({ body, response_json }) {
  const words = element("summary", {}, icon("form"), body || "Sent");
  return element("details", { className: "form-answers" }, words, element("pre", {}, indented(response_json)));
}

function indented(json) {
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    return String(json);
  }
}

/** A template's quick reply, as the customer sent it. */
export const templateButton = ({ text }) => ({ words: text ?? null });
