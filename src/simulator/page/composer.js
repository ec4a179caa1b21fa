import { say, sayAnything } from "./api.js";
import { authorOf } from "./bubble.js";
import { byId, showError } from "./dom.js";
import { store } from "./store.js";

const form = byId("composer");
const field = byId("text");
const error = byId("composer-error");

/** What was begun in each chat, and what it replies to. */
const drafts = new Map();
let openDraft = null;
let replyTo = null;

/** The next message replies to this one. */
export function quote(message) {
  replyTo = message;
  showQuote();
  field.focus();
}

function showQuote() {
  byId("quoting").hidden = replyTo === null;
  if (replyTo === null) return;
  byId("quoting-author").textContent = authorOf(replyTo);
  byId("quoting-text").textContent = replyTo.text.slice(0, 300);
}

/** Puts away the draft of the chat that was open and takes out that of the one that is. */
export function showComposer() {
  const ready = store.number !== null && store.contact !== null;
  for (const control of form.querySelectorAll("button, textarea")) control.disabled = !ready;
  if (openDraft === store.openKey) return;
  if (openDraft !== null) drafts.set(openDraft, { text: field.value, replyTo });
  openDraft = store.openKey;
  const draft = drafts.get(openDraft);
  field.value = draft?.text ?? "";
  replyTo = draft?.replyTo ?? null;
  showError(error, null);
  showQuote();
  resize();
}

/** As high as its text, within limits that the style sheet sets. */
function resize() {
  field.style.height = "";
  if (field.value.includes("\n") || field.scrollHeight > field.clientHeight)
    field.style.height = `${field.scrollHeight + 2}px`;
}

/** One after the other, so that quick messages keep their order. */
let sending = Promise.resolve();

function send() {
  const text = field.value;
  if (text.trim() === "" || !store.number || !store.contact) return;
  const message = { phone_number_id: store.numberId, text, reply_to: replyTo?.id ?? null };
  const { waId, openKey } = store;
  const quoted = replyTo;
  field.value = "";
  replyTo = null;
  showQuote();
  resize();
  attempt(
    () => say(waId, message),
    () => giveBack(openKey, text, quoted),
  );
}

function attempt(act, onRefusal) {
  showError(error, null);
  sending = sending.then(act).catch((refusal) => {
    onRefusal?.();
    showError(error, `Not sent. ${refusal.message}`);
  });
}

/** What could not be sent is not lost: it goes back where it was written. */
function giveBack(key, text, quoted) {
  if (key !== store.openKey) drafts.set(key, { text, replyTo: quoted });
  else {
    field.value = field.value === "" ? text : `${text}\n${field.value}`;
    replyTo ??= quoted;
    showQuote();
    resize();
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  send();
  field.focus();
});

field.addEventListener("input", resize);

field.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && replyTo !== null) {
    replyTo = null;
    showQuote();
  }
  // While an input method composes, Enter belongs to it.
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  send();
});

byId("quoting-cancel").addEventListener("click", () => {
  replyTo = null;
  showQuote();
  field.focus();
});

byId("random").addEventListener("click", () => {
  const { waId, numberId } = store;
  attempt(() => sayAnything(waId, numberId));
});
