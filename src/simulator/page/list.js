import { byId, element, icon } from "./dom.js";
import { gistOf, initialsOf, phoneOf, ticksOf, tintOf, whenOf } from "./format.js";
import { store } from "./store.js";

/** The people, and which business number they write to. */
export function showList() {
  const focused = document.activeElement?.closest?.(".person")?.getAttribute("href");
  const people = [...store.contacts.values()].sort(byLastMessage);
  byId("people").replaceChildren(...people.map(personRow));
  if (focused) document.querySelector(`.person[href="${focused}"]`)?.focus();
  showNumbers();
}

const byLastMessage = (a, b) => {
  const when = ({ wa_id }) => store.chatOf(wa_id).last_message?.timestamp ?? "";
  return when(b).localeCompare(when(a));
};

function personRow(contact) {
  const { last_message: last, unread } = store.chatOf(contact.wa_id);
  const avatar = element("span", { className: "avatar", "aria-hidden": "true" }, initialsOf(contact.name));
  avatar.dataset.tint = tintOf(contact.wa_id);
  avatar.dataset.online = contact.online;
  const link = element(
    "a",
    { className: unread > 0 ? "person person-unread" : "person", href: `#${contact.wa_id}` },
    avatar,
    element("span", {}, element("span", { className: "person-name" }, contact.name), lastLine(contact, last)),
    element(
      "span",
      { className: "person-side" },
      element("span", { className: "person-time" }, last ? whenOf(last.timestamp) : ""),
      badge(unread),
    ),
  );
  if (contact.wa_id === store.waId) link.setAttribute("aria-current", "true");
  return element("li", {}, link);
}

function lastLine(contact, last) {
  const line = element("span", { className: "person-last" });
  if (!contact.online) line.append(element("span", { className: "sr-only" }, "Phone offline. "));
  if (isTyping(contact.wa_id)) line.append(element("span", {}, "The business is typing…"));
  else if (!last) line.append(element("span", {}, phoneOf(contact)));
  else {
    if (last.direction === "from_customer") line.append(...tickMark(last));
    line.append(element("span", { dir: "auto" }, gistOf(last)));
  }
  return line;
}

export function tickMark(message) {
  const { name, look, words } = ticksOf(message);
  return [icon(name, `ticks ticks-${look}`), element("span", { className: "sr-only" }, words)];
}

const badge = (unread) =>
  unread > 0
    ? element("span", { className: "badge" }, String(unread), element("span", { className: "sr-only" }, " unread"))
    : element("span", { className: "badge badge-none", "aria-hidden": "true" });

export const isTyping = (waId) => {
  const until = store.chatOf(waId).typing_until;
  return until !== null && Date.parse(until) > Date.now();
};

function showNumbers() {
  const select = byId("number");
  byId("number-choice").hidden = store.numbers.length < 2;
  const options = store.numbers.map(({ phone_number_id, name, display_phone_number }) =>
    element("option", { value: phone_number_id }, `${name} (${display_phone_number})`),
  );
  select.replaceChildren(...options);
  if (store.numberId !== null) select.value = store.numberId;
}

byId("number").addEventListener("change", ({ target }) => store.chooseNumber(target.value));
