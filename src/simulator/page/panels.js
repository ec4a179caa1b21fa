import { addContact, changeContact } from "./api.js";
import { byId, showError } from "./dom.js";
import { store } from "./store.js";

const settings = byId("settings");
const settingsButton = byId("settings-button");
const dialog = byId("new-contact");
const form = byId("new-contact-form");
const formError = byId("new-contact-error");

/** The switches as the open chat's phone has them. */
export function showSettings() {
  if (!store.contact) return;
  for (const input of settings.querySelectorAll("input")) input.checked = store.contact[input.name];
}

settings.addEventListener("beforetoggle", ({ newState }) => {
  if (newState !== "open") return;
  const { bottom, right } = settingsButton.getBoundingClientRect();
  settings.style.top = `${bottom + 4}px`;
  settings.style.right = `${document.documentElement.clientWidth - right}px`;
  showSettings();
});

settings.addEventListener("change", async ({ target }) => {
  try {
    showError(byId("settings-error"), null);
    await changeContact(store.waId, { [target.name]: target.checked });
  } catch (refusal) {
    showSettings();
    showError(byId("settings-error"), refusal.message);
  }
});

settings.addEventListener("submit", (event) => event.preventDefault());

byId("add-contact").addEventListener("click", () => {
  form.reset();
  showError(formError, null);
  dialog.showModal();
});

byId("new-contact-cancel").addEventListener("click", () => dialog.close());

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const name = form.elements.name.value.trim();
  const wa_id = form.elements.phone.value.replace(/\D/g, "");
  const fault = faultIn(name, wa_id);
  if (fault) {
    showError(formError, fault.words);
    form.elements[fault.field].focus();
    return;
  }
  try {
    await addContact({ wa_id, name });
    dialog.close();
    location.hash = wa_id;
  } catch (refusal) {
    showError(formError, refusal.message);
  }
});

function faultIn(name, waId) {
  if (name === "") return { field: "name", words: "Give the contact a name." };
  if (waId.startsWith("0")) return { field: "phone", words: "Begin with the country code, such as +44, not with 0." };
  if (waId.length < 7 || waId.length > 15) {
    return { field: "phone", words: "Give the whole number with its country code: 7 to 15 digits." };
  }
  return null;
}
