import { partsOf } from "./content.js";
import { button, element, icon, iconButton } from "./dom.js";
import { gistOf, timeOf } from "./format.js";
import { tickMark } from "./list.js";
import { noteOn } from "./notes.js";
import { isFewEmoji, richText } from "./rich-text.js";
import { store } from "./store.js";

/** Longer texts are shown in part until somebody wants the rest. */
const SHOWN_AT_FIRST = 1_500;

const unfolded = new Set();

export const authorOf = ({ direction }) => (direction === "from_customer" ? "You" : (store.number?.name ?? "Business"));

/** One message as the customer sees it, with a note for testers below. `acts` are what can be done with it. */
export function bubble(message, place, acts) {
  const parts = partsOf(message);
  const item = element("li", { className: classesOf(message, parts, place) });
  item.dataset.id = message.id;
  const said = element("span", { className: "sr-only" }, `${authorOf(message)}: `);
  const words = parts.words === null ? [] : wordsOf(parts.words, message, () => unfold(item, message, place, acts));
  const footer = parts.footer ? element("small", { className: "footer", dir: "auto" }, parts.footer) : null;
  const body = element("div", { className: "body", dir: "auto" }, ...words, footer, metaOf(message));
  const below = parts.below?.length > 0 ? element("div", { className: "options" }, ...parts.below) : null;
  const frame = element("div", { className: "bubble" }, said, forwardMark(message), quoteIn(message));
  frame.append(...(parts.above ?? []), body, ...(below ? [below] : []), ...reactionsOn(message, acts));
  frame.addEventListener("contextmenu", (event) => acts.openMenuAt(event, message, item));
  item.append(frame, tools(message, item, acts), ...[noteOn(message)].filter(Boolean));
  return item;
}

function classesOf(message, { bare, fixed, words, above }, { first, last }) {
  const emoji = words !== null && !above?.length && isFewEmoji(words);
  const classes = {
    "is-out": message.direction === "from_customer",
    "is-first": first,
    "is-last": last,
    "is-waiting": isWaiting(message),
    "is-bare": bare,
    "is-fixed": fixed,
    "is-emoji": emoji,
  };
  return ["message", ...Object.keys(classes).filter((name) => classes[name])].join(" ");
}

/** On its way to a phone that has not got it yet. */
const isWaiting = ({ direction, status }) =>
  direction === "to_customer" && ["accepted", "sent", "failed"].includes(status);

function wordsOf(text, { id }, onMore) {
  if (text.length <= SHOWN_AT_FIRST || unfolded.has(id)) return [element("span", {}, ...richText(text))];
  const start = element("span", {}, ...richText(`${text.slice(0, SHOWN_AT_FIRST)}… `));
  return [start, button({ className: "more" }, onMore, "Read more")];
}

function unfold(item, message, place, acts) {
  unfolded.add(message.id);
  const whole = bubble(message, place, acts);
  item.replaceWith(whole);
  whole.querySelector(".tool").focus();
}

function metaOf(message) {
  const time = element("time", { dateTime: message.timestamp }, timeOf(message.timestamp));
  const meta = element("span", { className: "meta" }, message.edited && !message.revoked ? "Edited " : "", time);
  if (message.direction === "from_customer") meta.append(...tickMark(message));
  return meta;
}

function forwardMark({ forwarded, frequently_forwarded, revoked }) {
  if (revoked || !(forwarded || frequently_forwarded)) return null;
  const words = frequently_forwarded ? "Forwarded many times" : "Forwarded";
  return element("p", { className: "forwarded" }, icon("forward"), words);
}

function quoteIn({ reply_to, revoked }) {
  if (reply_to === null || revoked) return null;
  const quoted = store.messages?.get(reply_to);
  if (!quoted)
    return element("div", { className: "quote" }, element("span", {}, "A message that is not on this phone"));
  return button(
    { className: "quote" },
    () => pointAt(reply_to),
    element("strong", {}, authorOf(quoted)),
    element("span", { dir: "auto" }, gistOf(quoted)),
  );
}

function pointAt(id) {
  const found = document.querySelector(`[data-id="${CSS.escape(id)}"] .bubble`);
  found?.scrollIntoView({ block: "center" });
  found?.classList.add("is-found");
  found?.addEventListener("animationend", () => found.classList.remove("is-found"), { once: true });
}

/** The customer's own reaction is a button that takes it back. */
function reactionsOn(message, acts) {
  const { reactions = [], revoked } = message;
  if (revoked || reactions.length === 0) return [];
  const marks = reactions.map(({ from, emoji }) => {
    if (from === "customer")
      return button(
        { className: "reaction", "aria-label": `Your reaction ${emoji}. Take it back`, title: "Take it back" },
        () => acts.react(message, ""),
        emoji,
      );
    const by = element("span", { className: "sr-only" }, `${store.number?.name ?? "The business"} reacted: `);
    return element("span", { className: "reaction", title: "From the business" }, by, emoji);
  });
  return [element("div", { className: "reactions" }, ...marks)];
}

function tools(message, item, acts) {
  const of = `${authorOf(message)}: ${gistOf(message).slice(0, 60)}`;
  const reply = iconButton("reply", `Reply to ${of}`, () => acts.reply(message), "icon-button tool");
  const menu = iconButton("down", `More for ${of}`, () => acts.openMenu(message, item), "icon-button tool tool-menu");
  for (const tool of [reply, menu]) Object.assign(tool, { tabIndex: -1, title: "" });
  menu.setAttribute("aria-haspopup", "menu");
  return element("div", { className: "tools" }, ...(message.revoked ? [] : [reply]), menu);
}
