import { addContact } from "./api.js";
import { byId, showError } from "./dom.js";

const dialog = byId("new-contact");
const form = byId("new-contact-form");
const formError = byId("new-contact-error");

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
  const words = faultInNumber(waId);
  return words && { field: "phone", words };
}

/** What is wrong with the digits of a phone number, in words; null when nothing is. */
export function faultInNumber(waId) {
  if (waId.startsWith("0")) return "Begin with the country code, such as +44, not with 0.";
  if (waId.length < 7 || waId.length > 15) return "Give the whole number with its country code: 7 to 15 digits.";
  return null;
}
