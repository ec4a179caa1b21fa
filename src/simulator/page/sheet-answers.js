import { Refusal } from "./api.js";
import { button, byId, element } from "./dom.js";
import { write } from "./sending.js";
import { field, openSheet } from "./sheet.js";

/** The rows of a list that the business sent; one of them is the answer. */
export function askRow(message, { button: words, sections = [] }) {
  openSheet({
    title: words ?? "Choose",
    body: sections.map(({ title, rows = [] }) =>
      element(
        "fieldset",
        { className: "rows" },
        title ? element("legend", {}, title) : null,
        ...rows.map(({ id, title, description }) =>
          element(
            "label",
            { className: "row" },
            element("span", {}, element("strong", {}, title), description ? element("small", {}, description) : null),
            element("input", { type: "radio", name: "row", value: id }),
          ),
        ),
      ),
    ),
    action: "Send",
    onSubmit: () => {
      const chosen = byId("sheet-form").querySelector("input:checked");
      if (!chosen) throw new Refusal("Choose one of the rows.");
      return write({ type: "choice", message_id: message.id, id: chosen.value });
    },
  });
}

/** Numbers, true, false and null are sent as such; anything else is text. */
function parsedValue(text) {
  return /^(-?\d+(\.\d+)?|true|false|null)$/.test(text) ? JSON.parse(text) : text;
}

const answerRow = (name = "", value = "") =>
  element(
    "div",
    { className: "answer" },
    element("input", { name: "answer-name", value: name, placeholder: "name", "aria-label": "Name of the answer" }),
    element("input", { name: "answer-value", value, placeholder: "value", "aria-label": "Answer" }),
  );

function answersIn(rows) {
  const answers = [...rows.children].map((row) => [...row.children].map(({ value }) => value.trim()));
  return Object.fromEntries(answers.filter(([name]) => name !== "").map(([name, value]) => [name, parsedValue(value)]));
}

/** A flow's form cannot be known here: what it would answer is written as names and values, or as JSON. */
export function askFlow(message, { flow_token, flow_cta, flow_action_payload } = {}) {
  const asked = Object.keys(flow_action_payload?.data ?? {});
  const names = asked.length > 0 ? asked : ["name", "rating"];
  const token = flow_token ? [answerRow("flow_token", flow_token)] : [];
  const rows = element("div", { className: "answers" }, ...token, ...names.map((name) => answerRow(name)));
  const more = button({ className: "preset" }, () => rows.append(answerRow()), "One more answer");
  const json = field(
    "The answers as JSON",
    { name: "json", rows: 7, spellcheck: false, className: "code" },
    "textarea",
  );
  const asJson = element("input", { type: "checkbox", className: "switch", name: "as_json" });
  json.hidden = true;
  asJson.addEventListener("change", () => {
    for (const shown of [rows, more]) shown.hidden = asJson.checked;
    json.hidden = !asJson.checked;
    if (asJson.checked) json.lastElementChild.value = JSON.stringify(answersIn(rows), null, 2);
  });
  openSheet({
    title: flow_cta ?? "Fill in the form",
    body: [rows, more, json, element("label", { className: "setting" }, "Write it as JSON", asJson)],
    action: "Submit",
    onSubmit: () => {
      const response = asJson.checked ? objectIn(json.lastElementChild.value) : answersIn(rows);
      return write({ type: "flow_reply", message_id: message.id, response });
    },
  });
}

const ADDRESS = {
  name: "Name",
  phone_number: "Phone number",
  address: "Street",
  city: "City",
  in_pin_code: "PIN code",
};

/** An address, as the answer to a business that asks for one. */
export function askAddress(message) {
  openSheet({
    title: "Give an address",
    body: Object.entries(ADDRESS).map(([name, words]) => field(words, { name: `address-${name}`, maxLength: 200 })),
    action: "Send address",
    onSubmit: (elements) => {
      const given = Object.keys(ADDRESS).map((name) => [name, elements[`address-${name}`].value.trim()]);
      const values = Object.fromEntries(given.filter(([, value]) => value !== ""));
      if (Object.keys(values).length === 0) throw new Refusal("Write some of it.");
      return write({ type: "flow_reply", message_id: message.id, response: { values } });
    },
  });
}

function objectIn(text) {
  try {
    const value = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  } catch {}
  throw new Refusal("The answers have to be a JSON object.");
}
