import { changeSettings, Refusal, sendWebhook } from "./api.js";
import { byId, element, showError } from "./dom.js";
import { CODES, calming, changeAt, faultsIn, GROUPS, valueAt } from "./faults.js";
import { store } from "./store.js";

const form = byId("faults-form");
const error = byId("faults-error");
const badges = [...document.querySelectorAll(".fault-badge")];
const clear = byId("clear-faults");

const numberInput = (name, least, words) =>
  element("input", { type: "number", name, min: least, inputMode: "numeric", "aria-label": words });

/** What each kind of setting is set with: one control, or two for a code and how often. */
const CONTROLS = {
  switch: ({ name }) => [element("input", { type: "checkbox", className: "switch", name })],
  count: ({ name, label }) => [numberInput(name, 0, `${label}: how many`), "times"],
  number: ({ name, label, least = 0, unit }) => [numberInput(name, least, `${label} (${unit})`), unit],
  codes: ({ name, label }) => [
    numberInput(`${name}.count`, 0, `${label}: how many`),
    "times, with code",
    element("input", {
      name: `${name}.code`,
      className: "code",
      inputMode: "numeric",
      pattern: "\\d+",
      "aria-label": `${label}: error code`,
    }),
  ],
  choice: ({ name, label, choices }) => [
    element(
      "select",
      { name, "aria-label": label },
      ...Object.entries(choices).map(([value, words]) => new Option(words, value)),
    ),
  ],
};

function row(setting) {
  const words = element("span", {}, setting.label, setting.help ? element("small", {}, setting.help) : null);
  const controls = CONTROLS[setting.kind](setting);
  const tag = setting.kind === "switch" ? "label" : "div";
  const className = ["codes", "choice"].includes(setting.kind) ? "setting setting-wide" : "setting";
  const made = element(tag, { className }, words, element("span", { className: "controls" }, ...controls));
  made.dataset.setting = setting.name;
  return made;
}

byId("fault-groups").append(
  ...GROUPS.map(({ title, settings }) =>
    element("fieldset", { className: "group" }, element("legend", {}, title), ...settings.map(row)),
  ),
);
byId("codes").append(...Object.entries(CODES).map(([code, words]) => new Option(words, code)));
for (const input of form.querySelectorAll('[name$=".code"]')) input.setAttribute("list", "codes");

/** The settings as they are, except what somebody is typing just now. */
export function showFaults() {
  for (const input of byId("fault-groups").querySelectorAll("input, select")) {
    if (input === document.activeElement && input.type !== "checkbox") continue;
    const value = valueAt(store.settings, input.name);
    if (input.type === "checkbox") input.checked = value ?? false;
    else input.value = value ?? "";
  }
  const on = faultsIn(store.settings);
  const names = on.map(({ name }) => name);
  for (const row of form.querySelectorAll("[data-setting]"))
    row.classList.toggle("is-on", names.includes(row.dataset.setting));
  showBadges(on);
}

function showBadges(on) {
  for (const badge of badges) {
    badge.hidden = on.length === 0;
    badge.textContent = on.length;
  }
  const words = on.length === 0 ? "Faults" : `Faults: ${on.length} on`;
  byId("faults-button").setAttribute("aria-label", words);
  byId("faults-button").title = words;
  clear.disabled = on.length === 0;
  byId("faults-on").textContent = summaryOf(on.length);
}

const summaryOf = (count) => {
  if (count === 0) return "No fault is on: the simulator behaves.";
  return count === 1 ? "One fault is on." : `${count} faults are on.`;
};

async function change(changes) {
  try {
    showError(error, null);
    store.takeSettings(await changeSettings(changes));
  } catch (refusal) {
    showError(error, refusal.message);
    showFaults();
  }
}

function inputValue(input) {
  if (input.type === "checkbox") return input.checked;
  if (input.tagName === "SELECT") return input.value;
  if (input.value === "" && input.name === "throughput") return null;
  return Math.max(Number(input.min || 0), Number(input.value) || 0);
}

form.addEventListener("change", ({ target }) => {
  if (target.name !== "") change(changeAt(store.settings, target.name, inputValue(target)));
});

form.addEventListener("submit", (event) => event.preventDefault());
clear.addEventListener("click", () => change(calming(store.settings)));

byId("webhook-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const { field, value } = event.target.elements;
  const done = event.target.querySelector(".form-done");
  const refused = event.target.querySelector(".form-error");
  done.textContent = "";
  try {
    showError(refused, null);
    await sendWebhook({ phone_number_id: store.numberId, field: field.value.trim(), value: objectIn(value.value) });
    done.textContent = "On its way.";
  } catch (refusal) {
    showError(refused, refusal.message);
  }
});

function objectIn(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal("The value is not JSON.");
  }
}
