import { element, icon } from "./dom.js";
import { timeOf } from "./format.js";
import { tickMark } from "./list.js";
import { store } from "./store.js";

/** Longer texts are shown in part until somebody wants the rest. */
const SHOWN_AT_FIRST = 1_500;

const unfolded = new Set();

export const authorOf = ({ direction }) => (direction === "from_customer" ? "You" : (store.number?.name ?? "Business"));

/** One message as the customer sees it, with a note for testers below. */
export function bubble(message, { first, last }, onReply) {
  const out = message.direction === "from_customer";
  const classes = [
    "message",
    out && "is-out",
    first && "is-first",
    last && "is-last",
    isWaiting(message) && "is-waiting",
  ];
  const item = element("li", { className: classes.filter(Boolean).join(" ") });
  item.dataset.id = message.id;
  const said = element("span", { className: "sr-only" }, `${authorOf(message)}: `);
  const meta = element(
    "span",
    { className: "meta" },
    element("time", { dateTime: message.timestamp }, timeOf(message.timestamp)),
  );
  if (out) meta.append(...tickMark(message));
  const body = element(
    "div",
    { className: "body", dir: "auto" },
    ...textOf(message, item, { first, last }, onReply),
    meta,
  );
  item.append(element("div", { className: "bubble" }, said, quoteIn(message), body), replyButton(message, onReply));
  const note = noteOn(message);
  if (note) item.append(note);
  return item;
}

/** On its way to a phone that has not got it yet. */
const isWaiting = ({ direction, status }) =>
  direction === "to_customer" && ["accepted", "sent", "failed"].includes(status);

function textOf(message, item, place, onReply) {
  const { id, text } = message;
  if (text.length <= SHOWN_AT_FIRST || unfolded.has(id)) return [element("span", {}, text)];
  const more = element("button", { className: "more", type: "button" }, "Read more");
  more.addEventListener("click", () => {
    unfolded.add(id);
    const whole = bubble(message, place, onReply);
    item.replaceWith(whole);
    whole.querySelector(".reply").focus();
  });
  return [element("span", {}, `${text.slice(0, SHOWN_AT_FIRST)}… `), more];
}

function quoteIn({ reply_to }) {
  if (reply_to === null) return null;
  const quoted = store.messages?.get(reply_to);
  if (!quoted)
    return element("div", { className: "quote" }, element("span", {}, "A message that is not on this phone"));
  const quote = element(
    "button",
    { className: "quote", type: "button" },
    element("strong", {}, authorOf(quoted)),
    element("span", { dir: "auto" }, quoted.text.slice(0, 300)),
  );
  quote.addEventListener("click", () => pointAt(reply_to));
  return quote;
}

function pointAt(id) {
  const found = document.querySelector(`[data-id="${CSS.escape(id)}"] .bubble`);
  found?.scrollIntoView({ block: "center" });
  found?.classList.add("is-found");
  found?.addEventListener("animationend", () => found.classList.remove("is-found"), { once: true });
}

function replyButton(message, onReply) {
  const label = `Reply to ${authorOf(message)}: ${message.text.slice(0, 60)}`;
  const button = element("button", {
    className: "icon-button reply",
    type: "button",
    "aria-label": label,
    tabIndex: -1,
  });
  button.append(icon("reply"));
  button.addEventListener("click", () => onReply(message));
  return button;
}

/** What a tester wants to know of a message and a real phone would not say. */
function noteOn(message) {
  const note = message.direction === "from_customer" ? noteOnOwn(message) : noteOnTheirs(message);
  if (note === null) return null;
  const { trouble, words } = note;
  return element("p", { className: trouble ? "note note-trouble" : "note" }, words);
}

function noteOnOwn({ status, trouble }) {
  if (status === "failed") return { trouble: true, words: `Not delivered to the business: gave up. ${trouble ?? ""}` };
  if (status !== "pending") return null;
  if (trouble) return { trouble: true, words: `Not delivered to the business yet, trying again. ${trouble}` };
  return store.contact?.online ? null : { trouble: false, words: "Leaves when this phone is online" };
}

function noteOnTheirs({ statuses, error, trouble, read_quietly }) {
  if (error) return { trouble: true, words: `Failed: ${error.title} (${error.code})` };
  const reached = ["sent", "delivered", "read"].filter((status) => statuses[status]);
  const words = [...reached, read_quietly && "read without receipt"].filter(Boolean).join(" · ") || "accepted";
  return trouble
    ? { trouble: true, words: `${words}; the business is not told yet. ${trouble}` }
    : { trouble: false, words };
}
