import { byId, element, showError } from "./dom.js";

const sheet = byId("sheet");
const form = byId("sheet-form");
const fields = byId("sheet-fields");
const error = byId("sheet-error");
const submitButton = byId("sheet-submit");
let submit = null;

/**
 * A sheet over the phone. `action` is the words of its button, null for a sheet that has none. `onSubmit` is given the
 * form's fields; the sheet closes when it went well, and shows why when it did not.
 */
export function openSheet({ title, body, action = null, onSubmit = null, danger = false }) {
  byId("sheet-title").textContent = title;
  fields.replaceChildren(...body);
  showError(error, null);
  submit = onSubmit;
  submitButton.hidden = action === null;
  submitButton.textContent = action ?? "";
  submitButton.classList.toggle("is-danger", danger);
  place();
  if (!sheet.open) sheet.showModal();
  (fields.querySelector("[autofocus]") ?? (danger ? submitButton : null))?.focus();
}

export const closeSheet = () => sheet.close();

/** A dialog is drawn above the page, so it has to be told where the phone is. */
function place() {
  const { left, right, bottom, width } = byId("phone").getBoundingClientRect();
  const border = Number.parseFloat(getComputedStyle(byId("phone")).borderLeftWidth);
  if (width === 0) return;
  sheet.style.left = `${left + border}px`;
  sheet.style.right = `${document.documentElement.clientWidth - right + border}px`;
  sheet.style.bottom = `${innerHeight - bottom + border}px`;
}

addEventListener("resize", place);

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (submitButton.disabled || submit === null) return;
  submitButton.disabled = true;
  try {
    showError(error, null);
    await submit(form.elements);
    sheet.close();
  } catch (refusal) {
    showError(error, refusal.message);
  }
  submitButton.disabled = false;
});

byId("sheet-close").addEventListener("click", closeSheet);
sheet.addEventListener("click", ({ target }) => {
  if (target === sheet) closeSheet();
});

/** A labelled field of a sheet or a panel. */
export const field = (label, properties, tag = "input") =>
  element("label", { className: "field" }, label, element(tag, { autocomplete: "off", ...properties }));

/** A row of ready answers that fill fields in. */
export const presets = (words, ...buttons) =>
  element("div", { className: "presets", role: "group", "aria-label": words }, ...buttons);
