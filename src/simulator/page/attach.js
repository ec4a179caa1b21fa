import { attach, mark, sendFile, takeExtras } from "./composer.js";
import { button, byId, element, icon, moveFocus } from "./dom.js";
import { emojiSticker, prepared, samplePicture } from "./files.js";
import { attempt } from "./sending.js";
import { closeSheet, openSheet } from "./sheet.js";
import { askOrder, askPerson, askPlace, askUnsupported } from "./sheet-forms.js";
import { store } from "./store.js";

const menu = byId("attach-menu");
const opener = byId("attach");
const phone = byId("phone");

/** Lets somebody pick files of their own. */
function pick(accept, wanted, then = attach) {
  const input = element("input", { type: "file", accept, multiple: wanted !== "sticker" });
  input.addEventListener("change", () => take([...input.files], wanted, then));
  input.click();
}

/** Files from wherever they came, made ready to be sent. */
function take(files, wanted, then = attach) {
  attempt(async () => then(await Promise.all(files.map((file) => prepared(file, wanted)))));
}

const STICKERS = ["👍", "❤️", "🎉", "😂", "🥳", "😎", "🙏", "🚀"];

function askSticker() {
  const sendNow = (file) => {
    closeSheet();
    sendFile(file, takeExtras());
  };
  const ready = STICKERS.map((emoji) =>
    button(
      { className: "sticker-choice", "aria-label": `Sticker ${emoji}` },
      () => sendNow(emojiSticker(emoji)),
      emoji,
    ),
  );
  const pickOne = () => pick("image/webp,image/*", "sticker", ([file]) => sendNow(file));
  openSheet({
    title: "Send a sticker",
    body: [
      element("div", { className: "stickers" }, ...ready),
      button({ className: "preset" }, pickOne, "From a file…"),
    ],
  });
}

const ENTRIES = [
  ["photo", "Photos and videos", () => pick("image/*,video/*")],
  ["sparkle", "A made-up picture", () => attempt(async () => attach([await samplePicture()]))],
  ["file", "Document", () => pick("", "document")],
  ["note", "Audio file", () => pick("audio/*", "audio")],
  ["sticker", "Sticker", askSticker],
  ["pin", "Location", () => askPlace(takeExtras)],
  ["person", "Contact", () => askPerson(takeExtras)],
  ["cart", "Order", () => askOrder(takeExtras)],
  ["ban", "Unsupported", () => askUnsupported(takeExtras)],
];

const MARKINGS = [
  ["forward", "As forwarded", () => mark("forwarded")],
  ["forward", "As forwarded many times", () => mark("frequently_forwarded")],
  ["megaphone", "As come from an ad", () => mark("ad")],
];

function entry([sign, words, act]) {
  const close = () => {
    menu.hidePopover();
    act();
  };
  return button({ className: "menu-item", role: "menuitem", tabIndex: -1 }, close, icon(sign), words);
}

menu.append(
  ...ENTRIES.map(entry),
  element("p", { className: "menu-words", role: "presentation" }, "Mark the next message"),
  ...MARKINGS.map(entry),
);

const itemsIn = () => [...menu.querySelectorAll("button")];

opener.addEventListener("click", () => {
  if (menu.matches(":popover-open")) return menu.hidePopover();
  menu.showPopover();
  const { left, top } = opener.getBoundingClientRect();
  menu.style.left = `${left}px`;
  menu.style.bottom = `${innerHeight - top + 8}px`;
  menu.style.maxHeight = `${top - 24}px`;
  itemsIn()[0].focus();
});

menu.addEventListener("keydown", (event) => {
  moveFocus(event, itemsIn(), { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 });
  if (event.key === "Tab") menu.hidePopover();
});

menu.addEventListener("toggle", ({ newState }) => {
  opener.setAttribute("aria-expanded", newState === "open");
  if (newState === "closed" && document.activeElement === document.body) opener.focus();
});

// A light dismissal of the browser would close the menu before the button's click opens it again.
opener.addEventListener("pointerdown", (event) => {
  if (menu.matches(":popover-open")) event.preventDefault();
});

const isReady = () => store.number !== null && store.contact !== null;
const hasFiles = ({ dataTransfer }) => dataTransfer?.types.includes("Files") ?? false;
const showDrop = (shown) => phone.classList.toggle("is-dropping", shown);

byId("text").addEventListener("paste", (event) => {
  const files = [...(event.clipboardData?.files ?? [])];
  if (files.length === 0 || !isReady()) return;
  event.preventDefault();
  take(files);
});

phone.addEventListener("dragover", (event) => {
  if (!hasFiles(event) || !isReady()) return;
  event.preventDefault();
  showDrop(true);
});

phone.addEventListener("dragleave", ({ relatedTarget }) => {
  if (!phone.contains(relatedTarget)) showDrop(false);
});

phone.addEventListener("drop", (event) => {
  showDrop(false);
  if (!hasFiles(event) || !isReady()) return;
  event.preventDefault();
  take([...event.dataTransfer.files]);
});

// Dropped beside the phone, a file would take the page's place.
for (const name of ["dragover", "drop"])
  addEventListener(name, (event) => {
    if (hasFiles(event)) event.preventDefault();
  });
