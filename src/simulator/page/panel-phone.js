import { answerFromApp, changeContact, changeIdentity, Refusal } from "./api.js";
import { byId, showError } from "./dom.js";
import { phoneOf } from "./format.js";
import { faultInNumber } from "./new-contact.js";
import { store } from "./store.js";

const panel = byId("panel-phone");
const switches = byId("switches");
let shownFor = null;

/** The open chat's phone: its switches, its owner's identity, and the business's own phone. */
export function showPhonePanel() {
  const { contact } = store;
  byId("panel-nobody").hidden = contact !== null;
  for (const form of panel.querySelectorAll("form")) form.hidden = contact === null;
  if (contact === null) return;
  for (const input of switches.querySelectorAll("input")) input.checked = contact[input.name] ?? true;
  byId("identity-number").textContent = phoneOf(contact);
  byId("identity-user").textContent = contact.user_id;
  byId("app-send").disabled = store.number === null;
  if (shownFor === contact.wa_id) return;
  shownFor = contact.wa_id;
  for (const form of panel.querySelectorAll("form")) {
    if (form !== switches) form.reset();
    showError(form.querySelector(".form-error"), null);
  }
  byId("username").value = contact.username ?? "";
}

switches.addEventListener("change", async ({ target }) => {
  const error = switches.querySelector(".form-error");
  try {
    showError(error, null);
    await changeContact(store.waId, { [target.name]: target.checked });
  } catch (refusal) {
    target.checked = !target.checked;
    showError(error, refusal.message);
  }
});

/** A form that does one thing, and says beside its button that it did or why not. */
function onSubmit(id, act) {
  const form = byId(id);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const done = form.querySelector(".form-done");
    done.textContent = "";
    try {
      showError(form.querySelector(".form-error"), null);
      done.textContent = await act(form.elements);
    } catch (refusal) {
      showError(form.querySelector(".form-error"), refusal.message);
    }
  });
}

onSubmit("username-form", async ({ username }) => {
  const name = username.value.trim().replace(/^@/, "");
  await changeContact(store.waId, { username: name || null });
  return name ? "Set." : "Taken away.";
});

onSubmit("number-form", async ({ number }) => {
  const to = number.value.replace(/\D/g, "");
  const fault = faultInNumber(to);
  if (fault) throw new Refusal(fault);
  await changeIdentity(store.waId, "number", to);
  number.value = "";
  await moveTo(to);
  return "Changed; the business is told.";
});

onSubmit("user-form", async ({ user }) => {
  await changeIdentity(store.waId, "user_id", user.value.trim());
  user.value = "";
  return "Changed; the business is told.";
});

/** Whoever has a new number is found under it from now on. */
async function moveTo(waId) {
  await store.start();
  if (store.contacts.has(waId)) location.hash = waId;
}

onSubmit("app-form", async ({ text }) => {
  if (text.value.trim() === "") throw new Refusal("Write something first.");
  await answerFromApp(store.waId, { phone_number_id: store.numberId, text: text.value });
  text.value = "";
  return "Sent.";
});

byId("app-text").addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  byId("app-form").requestSubmit();
});
