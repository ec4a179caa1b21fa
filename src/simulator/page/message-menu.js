import { react, revoke } from "./api.js";
import { editMessage, quote } from "./composer.js";
import { button, byId, element, icon, moveFocus } from "./dom.js";
import { mediaMessage } from "./media-message.js";
import { attempt, send } from "./sending.js";
import { field, openSheet } from "./sheet.js";
import { store } from "./store.js";

const menu = byId("message-menu");
const EMOJI = ["👍", "❤️", "😂", "😮", "😢", "🙏"];

const isOwn = ({ direction }) => direction === "from_customer";
const mayEdit = ({ type }) => ["text", "image", "video", "document"].includes(type);
const itemsIn = () => [...menu.querySelectorAll("button")];

/** The item whose menu is open, as what had the focus may be drawn anew meanwhile. */
let openFor = null;

function openMenu(message, item) {
  openFor = message.id;
  const frame = item.querySelector(".bubble").getBoundingClientRect();
  openAt(message, frame.left + (isOwn(message) ? frame.width : 0), frame.top);
}

function openMenuAt(event, message) {
  // What a browser offers for a link, a file or marked words is worth more than this menu.
  if (event.target.closest("a, img, video, audio, input") || String(getSelection()) !== "") return;
  event.preventDefault();
  openFor = message.id;
  openAt(message, event.clientX, event.clientY);
}

function openAt(message, x, y) {
  const emoji = element("div", { className: "emoji-bar", role: "group", "aria-label": "React" }, ...emojiFor(message));
  menu.replaceChildren(...(message.revoked ? [] : [emoji]), ...entriesFor(message));
  menu.showPopover();
  const { left, right, top, bottom } = byId("phone").getBoundingClientRect();
  const within = (at, size, least, most) => Math.max(least + 12, Math.min(at, most - size - 12));
  menu.style.left = `${within(x, menu.offsetWidth, left, right)}px`;
  menu.style.top = `${within(y + 8, menu.offsetHeight, top, bottom)}px`;
  itemsIn()[0]?.focus();
}

function emojiFor(message) {
  const own = message.reactions?.find(({ from }) => from === "customer")?.emoji;
  const choices = own === undefined || EMOJI.includes(own) ? EMOJI : [own, ...EMOJI.slice(1)];
  const marks = choices.map((emoji) => {
    const words = emoji === own ? `Take back ${emoji}` : `React with ${emoji}`;
    const mark = entry({ className: "emoji", "aria-label": words }, () => setReaction(message, emoji, own), emoji);
    mark.setAttribute("role", "menuitemradio");
    mark.setAttribute("aria-checked", emoji === own);
    return mark;
  });
  const other = entry({ className: "emoji", "aria-label": "Another emoji" }, () => askEmoji(message), icon("add"));
  return [...marks, other];
}

function entry(properties, act, ...children) {
  const close = () => {
    menu.hidePopover();
    act();
  };
  return button({ role: "menuitem", tabIndex: -1, ...properties }, close, ...children);
}

const named = (sign, words, act) => entry({ className: "menu-item" }, act, icon(sign), words);

function entriesFor(message) {
  if (message.revoked) return [named("copy", "Copy the message's id", () => copy(message.id))];
  const own = [
    mayEdit(message) && named("edit", "Edit", () => editMessage(message)),
    named("trash", "Delete for everyone", () => askDelete(message)),
  ];
  return [
    named("reply", "Reply", () => quote(message)),
    named("forward", "Forward to the business", () => send({ ...again(message), forwarded: true })),
    named("copy", "Copy the text", () => copy(message.text)),
    named("copy", "Copy the message's id", () => copy(message.id)),
    ...(isOwn(message) ? own.filter(Boolean) : []),
  ];
}

const copy = (words) =>
  attempt(() => navigator.clipboard?.writeText(words) ?? Promise.reject(new Error("The browser does not let it.")));

/** The message as one of the customer's own; what a customer cannot send goes as the words that it had. */
function again({ type, text, content }) {
  const file = content?.[type];
  if (file?.id) return mediaMessage(type, file.id, file);
  if (type === "location" || type === "contacts") return { type, [type]: file };
  return { text };
}

function setReaction({ id: message_id }, emoji, own) {
  const { waId, numberId: phone_number_id } = store;
  attempt(() => react(waId, { phone_number_id, message_id, emoji: emoji === own ? "" : emoji }));
}

function askEmoji(message) {
  const body = [field("Any emoji", { name: "emoji", maxLength: 20, required: true, autofocus: true })];
  const onSubmit = ({ emoji }) =>
    react(store.waId, {
      phone_number_id: store.numberId,
      message_id: message.id,
      emoji: emoji.value.trim(),
    });
  openSheet({ title: "React", body, action: "React", onSubmit });
}

function askDelete({ id }) {
  const body = [element("p", {}, "It goes from this phone, and the business is told that it did.")];
  openSheet({
    title: "Delete this message?",
    body,
    action: "Delete for everyone",
    danger: true,
    onSubmit: () => revoke(id),
  });
}

menu.addEventListener("keydown", (event) => {
  const steps = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
  moveFocus(event, itemsIn(), steps);
  if (event.key === "Tab") menu.hidePopover();
});

menu.addEventListener("toggle", ({ newState }) => {
  const lost = document.activeElement === document.body || menu.contains(document.activeElement);
  if (newState === "closed" && lost)
    document.querySelector(`[data-id="${CSS.escape(openFor)}"] .tool-menu`)?.focus({ preventScroll: true });
});

/** What can be done with a message. */
export const acts = {
  reply: quote,
  react: (message, emoji) => setReaction(message, emoji, undefined),
  openMenu,
  openMenuAt,
};
