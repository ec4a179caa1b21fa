import { Refusal } from "./api.js";
import { button, byId } from "./dom.js";
import { phoneOf } from "./format.js";
import { write } from "./sending.js";
import { field, openSheet, presets } from "./sheet.js";
import { store } from "./store.js";

const PLACES = [
  { name: "Monumen Nasional", address: "Gambir, Jakarta, Indonesia", latitude: -6.1754, longitude: 106.8272 },
  { name: "Zócalo", address: "Centro, Ciudad de México, Mexico", latitude: 19.4326, longitude: -99.1332 },
  { name: "Alexanderplatz", address: "10178 Berlin, Germany", latitude: 52.5219, longitude: 13.4132 },
  { name: "Victoria Island", address: "Lagos, Nigeria", latitude: 6.4281, longitude: 3.4219 },
];

const none = () => ({});

/** Asks for a place and sends it; `extras` gives what it answers, or that it is forwarded. */
export function askPlace(extras = none) {
  const fill = (place) => {
    for (const [name, value] of Object.entries(place)) byId("sheet-form").elements[name].value = value;
  };
  openSheet({
    title: "Send a location",
    body: [
      presets("Places", ...PLACES.map((place) => button({ className: "preset" }, () => fill(place), place.name))),
      field("Name, or nothing for a bare spot", { name: "name", maxLength: 200 }),
      field("Address", { name: "address", maxLength: 400 }),
      field("Latitude", { name: "latitude", inputMode: "decimal", required: true }),
      field("Longitude", { name: "longitude", inputMode: "decimal", required: true }),
    ],
    action: "Send location",
    onSubmit: ({ name, address, latitude, longitude }) => {
      const location = {
        latitude: degrees(latitude, 90, "latitude"),
        longitude: degrees(longitude, 180, "longitude"),
        ...(name.value.trim() && { name: name.value.trim() }),
        ...(address.value.trim() && { address: address.value.trim() }),
      };
      return write({ type: "location", location, ...extras() });
    },
  });
  fill(PLACES.find(({ address }) => address.endsWith(store.contact?.country)) ?? PLACES[0]);
}

function degrees({ value }, most, name) {
  const number = Number(value.replace(",", "."));
  if (value.trim() !== "" && Math.abs(number) <= most) return number;
  throw new Refusal(`The ${name} has to be a number between -${most} and ${most}.`);
}

/** A person as WhatsApp writes a contact card. */
function cardOf({ name, phone, waId, email, company }) {
  const [first_name, ...rest] = name.split(/\s+/);
  return {
    name: { formatted_name: name, first_name, ...(rest.length > 0 && { last_name: rest.join(" ") }) },
    phones: phone === "" ? [] : [{ phone, type: "CELL", ...(waId && { wa_id: waId }) }],
    ...(email && { emails: [{ email, type: "HOME" }] }),
    ...(company && { org: { company } }),
  };
}

/** Asks for a person and sends their card. */
export function askPerson(extras = none) {
  const others = [...store.contacts.values()].filter(({ wa_id }) => wa_id !== store.waId).slice(0, 4);
  const fill = (contact) => {
    const { elements } = byId("sheet-form");
    elements.called.value = contact.name;
    elements.phone.value = phoneOf(contact);
  };
  openSheet({
    title: "Send a contact",
    body: [
      presets("People", ...others.map((other) => button({ className: "preset" }, () => fill(other), other.name))),
      field("Name", { name: "called", maxLength: 200, required: true }),
      field("Phone number", { name: "phone", type: "tel", maxLength: 40 }),
      field("Email", { name: "email", type: "email", maxLength: 200 }),
      field("Company", { name: "company", maxLength: 200 }),
    ],
    action: "Send contact",
    onSubmit: ({ called, phone, email, company }) => {
      const name = called.value.trim();
      if (name === "") throw new Refusal("A contact needs a name.");
      const digits = phone.value.replace(/\D/g, "");
      const waId = store.contacts.has(digits) ? digits : null;
      const card = cardOf({ name, phone: phone.value.trim(), waId, email: email.value.trim(), company: company.value });
      return write({ type: "contacts", contacts: [card], ...extras() });
    },
  });
  if (others[0]) fill(others[0]);
}

/** The customer's own card, as the answer to a business that asks for it. */
export function ownCard() {
  const { contact } = store;
  return { ...cardOf({ name: contact.name, phone: phoneOf(contact), waId: contact.wa_id }), origin: "contact_request" };
}

/** Asks for an order of a catalogue's goods; `known` are the goods that a message of the business offered. */
export function askOrder(extras = none, { catalog_id = "100200300400500", known = ["SKU-1"] } = {}) {
  openSheet({
    title: "Send an order",
    body: [
      field("Product", { name: "product", value: known[0] ?? "", maxLength: 100 }),
      presets(
        "Products",
        ...known.map((id) =>
          button(
            { className: "preset" },
            () => {
              byId("sheet-form").elements.product.value = id;
            },
            id,
          ),
        ),
      ),
      field("How many", { name: "quantity", type: "number", min: 1, value: 1 }),
      field("Price of one", { name: "price", inputMode: "decimal", value: "30" }),
      field("Currency", { name: "currency", value: "USD", maxLength: 3 }),
      field("Words with it", { name: "words", maxLength: 1_000 }),
    ],
    action: "Send order",
    onSubmit: ({ product, quantity, price, currency, words }) => {
      const item = {
        product_retailer_id: product.value,
        quantity: Number(quantity.value),
        item_price: Number(price.value),
        currency: currency.value.toUpperCase(),
      };
      return write({ type: "order", order: { catalog_id, text: words.value, product_items: [item] }, ...extras() });
    },
  });
}

const KINDS = ["poll_creation", "view_once", "group_invite", "pin", "gif", "edit"];

/** Sends what no business can receive: its webhook says no more than that something came. */
export function askUnsupported(extras = none) {
  const kinds = KINDS.map((kind) => new Option(kind.replaceAll("_", " "), kind));
  const choice = field("What it really is", { name: "kind" }, "select");
  choice.lastElementChild.append(...kinds);
  openSheet({
    title: "Send something unsupported",
    body: [choice],
    action: "Send",
    onSubmit: ({ kind }) => write({ type: "unsupported", kind: kind.value, ...extras() }),
  });
}
