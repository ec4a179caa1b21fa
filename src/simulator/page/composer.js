import { edit, say, sayAnything, upload } from "./api.js";
import { authorOf } from "./bubble.js";
import { byId, showError } from "./dom.js";
import { gistOf } from "./format.js";
import { MARKS } from "./marks.js";
import { mediaMessage } from "./media-message.js";
import { attempt, send } from "./sending.js";
import { store } from "./store.js";
import { showTray } from "./tray.js";

const form = byId("composer");
const field = byId("text");

/** What was begun in each chat: words, files, what it replies to or edits, and how it is marked. */
const drafts = new Map();
const emptyDraft = () => ({ text: "", files: [], replyTo: null, editing: null, mark: null });
let draft = emptyDraft();
let openDraft = null;

const extrasOf = ({ replyTo, mark }) => ({ ...(replyTo && { reply_to: replyTo.id }), ...MARKS[mark]?.extras });

/** What the next message brings along, for forms of their own; it is used up by them. */
export function takeExtras() {
  const extras = extrasOf(draft);
  change({ replyTo: null, mark: null });
  return extras;
}

/** The next message replies to this one. */
export function quote(message) {
  change({ replyTo: message, editing: null });
  field.focus();
}

/** The next words replace those of this message. */
export function editMessage(message) {
  const words = message.content?.[message.type]?.caption;
  const text = message.type === "text" ? message.text : (words ?? "");
  change({ editing: message, replyTo: null, mark: null, text });
  field.focus();
}

export const mark = (name) => change({ mark: name });
export const attach = (files) => change({ files: [...draft.files, ...files], editing: null });

function change(changes) {
  draft = { ...draft, text: field.value, ...changes };
  if (changes.text !== undefined) field.value = draft.text;
  showDraft();
}

function showDraft() {
  const { replyTo, editing, mark, files } = draft;
  byId("quoting").hidden = (replyTo ?? editing) === null;
  byId("quoting-author").textContent = editing ? "Edit message" : replyTo ? authorOf(replyTo) : "";
  byId("quoting-text").textContent = gistOf(replyTo ?? editing ?? { text: "" });
  byId("mark").hidden = mark === null;
  byId("mark-words").textContent = MARKS[mark]?.words ?? "";
  showTray(files, (file) => change({ files: draft.files.filter((other) => other !== file) }));
  field.placeholder = files.length > 0 ? "Caption" : "Message";
  showButtons();
  resize();
}

/** Without anything to send there is a microphone in the button's place. */
function showButtons() {
  const nothing = field.value.trim() === "" && draft.files.length === 0 && draft.editing === null;
  byId("record").hidden = !nothing;
  byId("send").hidden = nothing;
}

/** Puts away the draft of the chat that was open and takes out that of the one that is. */
export function showComposer() {
  const ready = store.number !== null && store.contact !== null;
  for (const control of form.querySelectorAll("button, textarea")) control.disabled = !ready;
  if (openDraft === store.openKey) return;
  if (openDraft !== null) drafts.set(openDraft, { ...draft, text: field.value });
  openDraft = store.openKey;
  draft = drafts.get(openDraft) ?? emptyDraft();
  field.value = draft.text;
  showError(byId("composer-error"), null);
  showDraft();
}

/** As high as its text, within limits that the style sheet sets. */
function resize() {
  field.style.height = "";
  if (field.value.includes("\n") || field.scrollHeight > field.clientHeight)
    field.style.height = `${field.scrollHeight + 2}px`;
}

function sendDraft() {
  const sent = { ...draft, text: field.value };
  if (!store.number || !store.contact) return;
  if (sent.text.trim() === "" && sent.files.length === 0) return;
  change(emptyDraft());
  const { openKey } = store;
  const onRefusal = () => giveBack(openKey, sent);
  if (sent.editing) attempt(() => edit(sent.editing.id, editOf(sent)), onRefusal);
  else if (sent.files.length > 0) sendFiles(sent);
  else send({ text: sent.text, ...extrasOf(sent) }, onRefusal);
}

const editOf = ({ editing, text }) => (editing.type === "text" ? { text } : { caption: text });

const WITH_CAPTION = ["image", "video", "document"];

/** Every file is a message of its own. The words and the marks go with the first, if that can have words. */
function sendFiles(sent) {
  const [first, ...rest] = sent.files;
  const { openKey } = store;
  const hasCaption = WITH_CAPTION.includes(first.type);
  const together = hasCaption ? sent : { ...sent, text: "" };
  const onRefusal = () => giveBack(openKey, { ...together, files: [first] });
  sendFile(first, { caption: together.text, ...extrasOf(sent) }, onRefusal);
  for (const file of rest) sendFile(file);
  if (hasCaption || sent.text.trim() === "") return;
  send({ text: sent.text }, () => giveBack(openKey, { ...emptyDraft(), text: sent.text }));
}

/** Sends one file, or what will be one, to the chat that is open now. */
export function sendFile(file, { caption, ...extras } = {}, onRefusal = null) {
  const { waId, numberId: phone_number_id, openKey } = store;
  let ready = null;
  const keep = () => ready && giveBack(openKey, { ...emptyDraft(), files: [ready] });
  attempt(async () => {
    ready = await file;
    const { type, blob, filename } = ready;
    const { media_id } = await upload(blob, filename);
    const message = mediaMessage(type, media_id, { ...ready, caption });
    await say(waId, { phone_number_id, ...message, ...extras });
    URL.revokeObjectURL(ready.address);
  }, onRefusal ?? keep);
}

/** What could not be sent is not lost: it goes back where it was written. */
function giveBack(key, sent) {
  const isOpen = key === store.openKey;
  const since = isOpen ? { ...draft, text: field.value } : (drafts.get(key) ?? emptyDraft());
  const text = [sent.text, since.text].filter(Boolean).join("\n");
  const whole = { ...since, ...sent, text, files: [...sent.files, ...since.files] };
  if (isOpen) change(whole);
  else drafts.set(key, whole);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  sendDraft();
  field.focus();
});

field.addEventListener("input", () => {
  showButtons();
  resize();
});

field.addEventListener("keydown", (event) => {
  if (event.key === "Escape") stopQuoting();
  // While an input method composes, Enter belongs to it.
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  sendDraft();
});

function stopQuoting() {
  change({ replyTo: null, editing: null, ...(draft.editing && { text: "" }) });
  field.focus();
}

byId("quoting-cancel").addEventListener("click", stopQuoting);
byId("mark-cancel").addEventListener("click", () => {
  change({ mark: null });
  field.focus();
});

byId("random").addEventListener("click", () => {
  const { waId, numberId } = store;
  attempt(() => sayAnything(waId, numberId));
});
