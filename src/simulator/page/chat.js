import { see } from "./api.js";
import { bubble } from "./bubble.js";
import { byId, element } from "./dom.js";
import { dayOf, phoneOf } from "./format.js";
import { isTyping } from "./list.js";
import { forgetMedia } from "./media.js";
import { acts } from "./message-menu.js";
import { store } from "./store.js";

const scroller = byId("scroller");
const list = byId("messages");
const toEnd = byId("to-end");

/** So close to the end counts as being there. */
const NEAR_PX = 80;

const isAtEnd = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_PX;
const goToEnd = () => scroller.scrollTo({ top: scroller.scrollHeight, behavior: "instant" });

// It scrolls, so the keyboard must reach it.
scroller.tabIndex = 0;

/** The whole chat anew: another one was opened, or its messages have come. */
export function showChat() {
  showHeader();
  showEmpty();
  const messages = [...(store.messages?.values() ?? [])];
  list.replaceChildren(
    ...messages.flatMap((message, index) => itemsOf(message, messages[index - 1], messages[index + 1])),
  );
  forgetMedia();
  makeReachable();
  goToEnd();
  markSeen();
}

/** One message came or changed. */
export function showMessage(id) {
  const stay = !isAtEnd();
  const messages = [...store.messages.values()];
  const index = messages.findIndex((message) => message.id === id);
  const [before, message, after] = [messages[index - 1], messages[index], messages[index + 1]];
  const known = itemOf(id);
  const items = itemsOf(message, before, after);
  if (known) replace(known, items.at(-1));
  else {
    // The one before is no longer the last of its row.
    if (before) itemOf(before.id)?.replaceWith(itemsOf(before, messages[index - 2], message).at(-1));
    list.append(...items);
  }
  showEmpty();
  makeReachable();
  if (!stay || (!known && message.direction === "from_customer")) goToEnd();
  markSeen();
}

/** Whatever had the focus in the old item has it in the new one. */
function replace(known, item) {
  const controls = "a, button, audio, video, summary";
  const index = [...known.querySelectorAll(controls)].indexOf(document.activeElement);
  const open = known.querySelector("details")?.open ?? false;
  known.replaceWith(item);
  if (open) item.querySelector("details")?.setAttribute("open", "");
  if (index >= 0) (item.querySelectorAll(controls)[index] ?? item.querySelector(".tool-menu")).focus();
}

const itemOf = (id) => list.querySelector(`[data-id="${CSS.escape(id)}"]`);

/** A message, after a divider if it begins a day. */
function itemsOf(message, before, after) {
  const sameRow = (other) =>
    other && other.direction === message.direction && dayOf(other.timestamp) === dayOf(message.timestamp);
  const item = bubble(message, { first: !sameRow(before), last: !sameRow(after) }, acts);
  const day = dayOf(message.timestamp);
  return before && dayOf(before.timestamp) === day ? [item] : [element("li", { className: "day" }, day), item];
}

export function showHeader() {
  const { number, contact } = store;
  byId("business").textContent = number?.name ?? "No business yet";
  const typing = contact !== null && isTyping(contact.wa_id);
  const presence = byId("presence");
  const words = typing ? "typing…" : presenceOf(number, contact);
  if (presence.textContent !== words) presence.textContent = words;
  presence.classList.toggle("is-typing", typing);
  const wasAtEnd = isAtEnd();
  byId("typing").hidden = !typing;
  if (typing && wasAtEnd) goToEnd();
  byId("phone-network").setAttribute("href", contact?.online === false ? "#icon-plane" : "#icon-signal");
  const owner = contact ? [element("strong", {}, contact.name), ` · ${phoneOf(contact)}${place(contact)}`] : [];
  byId("owner").replaceChildren(...owner);
}

const place = ({ country }) => (country ? ` · ${country}` : "");

function presenceOf(number, contact) {
  if (number === null) return "";
  if (contact && !contact.on_whatsapp) return "This number is not on WhatsApp";
  if (contact && !contact.online) return "This phone is offline";
  return number.verified ? number.display_phone_number : `Webhook not verified: ${number.verification}`;
}

function showEmpty() {
  const empty = byId("empty");
  const [title, ...rest] = emptyWords();
  empty.hidden = title === undefined;
  byId("loading").hidden = !(store.number && store.contact && store.messages === null);
  if (title !== undefined) empty.replaceChildren(element("strong", {}, title), ...rest);
}

function emptyWords() {
  if (!store.loaded) return [];
  if (!store.number) {
    const call = element("code", {}, "PUT /simulator/numbers/:phone_number_id");
    return [
      "No business number is registered yet",
      "The demo registers its own when it starts. Any other is registered with",
      call,
    ];
  }
  if (!store.contact) return ["No phone chosen", "Choose one from the list, or add a contact."];
  if (store.messages?.size === 0)
    return [`Write to ${store.number.name}`, "Type below, or let the dice find something to ask."];
  return [];
}

/** One button is in the tab order; the arrow keys lead to the others. */
function makeReachable() {
  const tools = [...list.querySelectorAll(".tool-menu")];
  for (const tool of tools) tool.tabIndex = -1;
  const last = tools.at(-1);
  if (last) last.tabIndex = 0;
}

const STEPS = {
  ArrowUp: [".tool-menu", -1],
  ArrowDown: [".tool-menu", 1],
  ArrowLeft: [".tool", -1],
  ArrowRight: [".tool", 1],
};

list.addEventListener("keydown", (event) => {
  const [those, step] = STEPS[event.key] ?? [];
  if (!step || !event.target.classList.contains("tool")) return;
  const from = event.target.closest(".message");
  const within = those === ".tool" ? from : list;
  const here = those === ".tool" ? event.target : from.querySelector(those);
  const tools = [...within.querySelectorAll(those)];
  tools[tools.indexOf(here) + step]?.focus();
  event.preventDefault();
});

const needsEyes = ({ direction, status, read_quietly }) =>
  direction === "to_customer" && status === "delivered" && !read_quietly;

let seeing = false;

/** Whoever has the chat before their eyes reads what arrives. */
export async function markSeen() {
  const { number, contact, messages } = store;
  const open = document.visibilityState === "visible" && scroller.offsetParent !== null;
  if (seeing || !open || !number || !contact || !messages) return;
  if (store.chatOf(contact.wa_id).unread === 0 && ![...messages.values()].some(needsEyes)) return;
  seeing = true;
  await see(contact.wa_id, number.phone_number_id).catch(() => {});
  seeing = false;
}

document.addEventListener("visibilitychange", markSeen);
toEnd.addEventListener("click", goToEnd);

/** Whether the newest message stays in sight when the room for messages changes. */
let following = true;

scroller.addEventListener("scroll", () => {
  following = isAtEnd();
  toEnd.hidden = following;
});

const observer = new ResizeObserver(() => {
  if (following) goToEnd();
});
// Pictures take their room only when they are here.
for (const box of [scroller, list]) observer.observe(box);
