import { element, icon } from "./dom.js";
import { initialsOf } from "./format.js";
import { drawMap } from "./map.js";
import { isWeb } from "./media.js";

/** A place, as a card with a drawn map. */
export function placeCard({ latitude, longitude, name, address, url }) {
  const where = `${Number(latitude).toFixed(5)}, ${Number(longitude).toFixed(5)}`;
  const words = [element("strong", { dir: "auto" }, name || "Location")];
  if (address) words.push(element("span", { dir: "auto" }, address));
  words.push(element("small", {}, where));
  if (isWeb(url)) words.push(element("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, "Website"));
  const map = drawMap(Number(latitude), Number(longitude), `A map around ${name || where}`);
  return element("div", { className: "place" }, map, element("div", { className: "place-words" }, ...words));
}

/** One person of those that a message with contacts carries. */
export function personCard({ name, phones = [], emails = [], org }) {
  const called = name?.formatted_name ?? name?.first_name ?? "Contact";
  const lines = [
    ...phones.map(({ phone, wa_id, type }) => [phone ?? wa_id, type?.toLowerCase()].filter(Boolean).join(" · ")),
    ...emails.map(({ email }) => email),
    org && [org.title, org.company].filter(Boolean).join(", "),
  ].filter(Boolean);
  return element(
    "div",
    { className: "person-card" },
    element("span", { className: "avatar avatar-card", "aria-hidden": "true" }, initialsOf(called)),
    element(
      "div",
      {},
      element("strong", { dir: "auto" }, called),
      ...lines.map((line) => element("span", { dir: "auto" }, line)),
    ),
  );
}

/** What somebody ordered from a catalogue, and what it comes to. */
export function orderCard({ product_items: items = [] }) {
  const currency = items.find((item) => item.currency)?.currency ?? "";
  const total = items.reduce((sum, { quantity, item_price }) => sum + Number(quantity) * Number(item_price ?? 0), 0);
  const rows = items.map(({ product_retailer_id, quantity, item_price }) =>
    element("li", {}, `${quantity} × ${product_retailer_id}`, element("span", {}, String(item_price ?? ""))),
  );
  return element(
    "div",
    { className: "order" },
    element("strong", {}, icon("cart"), `Order: ${total} ${currency}`.trim()),
    element("ul", {}, ...rows),
  );
}

/** The ad through which somebody came, above what they wrote. */
export function adCard({ headline, body, source_url }) {
  return element(
    "div",
    { className: "ad" },
    element("small", {}, icon("megaphone"), "From an ad"),
    element("strong", { dir: "auto" }, headline ?? source_url ?? "Ad"),
    body ? element("span", { dir: "auto" }, body) : null,
  );
}
