import type { Fields } from "../model.ts";
import {
  type Faults,
  fault,
  fieldsOf,
  isFields,
  isText,
  listOf,
  object,
  oneOf,
  optionalWords,
  required,
  some,
  unique,
  webAddress,
  words,
} from "./faults.ts";
import { checkSource, type Known } from "./source.ts";

/** Where its parts are, and which of them an interactive message has. */
interface Kind {
  header?: string[];
  headerNeeded?: boolean;
  footer?: boolean;
  longestBody?: number;
  bodyOptional?: boolean;
  /** What `action.name` must be. */
  name?: string;
  action?: (action: Fields, known: Known) => Faults;
}

const TEXT = ["text"];
const PICTURES = ["image", "video", "document"];
const ANY = [...TEXT, ...PICTURES];
const LONGEST_BODY = 1_024;
const LONGEST_HEADER = 60;
const LONGEST_FOOTER = 60;
const LONGEST_TITLE = 20;

/** The interactive messages of the Cloud API, each by its `type` (Meta, "Interactive messages"). */
const KINDS: Record<string, Kind> = {
  button: { header: ANY, footer: true, action: checkButtons },
  list: { header: TEXT, footer: true, longestBody: 4_096, action: checkList },
  cta_url: { header: ANY, footer: true, name: "cta_url", action: checkCallToAction },
  flow: { header: ANY, footer: true, name: "flow", action: checkFlow },
  location_request_message: { name: "send_location" },
  contact_request: { name: "request_contact_info" },
  request_contact_info: { name: "request_contact_info" },
  product: { footer: true, bodyOptional: true, action: checkProduct },
  product_list: { header: TEXT, headerNeeded: true, footer: true, action: checkProductList },
  catalog_message: { footer: true, name: "catalog_message" },
  order_details: { header: PICTURES, footer: true, name: "review_and_pay", action: checkOrderDetails },
  order_status: { footer: true, name: "review_order", action: checkOrderStatus },
  address_message: { header: ANY, footer: true, name: "address_message", action: checkAddress },
  call_permission_request: { bodyOptional: true, name: "call_permission_request" },
  voice_call: { name: "voice_call", action: checkVoiceCall },
  carousel: { action: checkCarousel },
};

export function* checkInteractive(content: unknown, known: Known): Faults {
  const { type, header, body, footer, action } = fieldsOf(content);
  yield* required("interactive['type']", type);
  yield* oneOf("interactive['type']", type, Object.keys(KINDS));
  const kind = KINDS[String(type)] ?? {};
  yield* object("interactive['action']", action);
  yield* checkHeader(kind, header, known);
  if (!kind.bodyOptional) yield* object("interactive['body']", body);
  if (body !== undefined)
    yield* words("interactive['body']['text']", fieldsOf(body).text, kind.longestBody ?? LONGEST_BODY);
  if (footer !== undefined && !kind.footer) yield fault(100, `Param interactive['footer'] is not allowed for ${type}.`);
  if (footer !== undefined) yield* words("interactive['footer']['text']", fieldsOf(footer).text, LONGEST_FOOTER);
  if (kind.name !== undefined) yield* oneOf("interactive['action']['name']", fieldsOf(action).name, [kind.name]);
  yield* kind.action?.(fieldsOf(action), known) ?? [];
}

function* checkHeader({ header: allowed = [], headerNeeded }: Kind, header: unknown, known: Known): Faults {
  if (headerNeeded) yield* required("interactive['header']", header);
  if (header === undefined) return;
  if (allowed.length === 0) yield fault(100, "Param interactive['header'] is not allowed for this type.");
  yield* object("interactive['header']", header);
  const { type, text, ...media } = fieldsOf(header);
  yield* oneOf("interactive['header']['type']", type, allowed);
  if (type === "text") yield* words("interactive['header']['text']", text, LONGEST_HEADER);
  else yield* checkSource(`interactive['header']['${type}']`, media[String(type)], known);
}

const ACTION = "interactive['action']";

function* checkButtons({ buttons }: Fields): Faults {
  yield* some(`${ACTION}['buttons']`, buttons, 1, 3);
  const replies = listOf(buttons).map(({ reply }) => fieldsOf(reply));
  for (const [index, { type }] of listOf(buttons).entries())
    yield* oneOf(`${ACTION}['buttons'][${index}]['type']`, type, ["reply"]);
  yield* checkReplies(`${ACTION}['buttons']`, replies);
}

function* checkReplies(path: string, replies: Fields[]): Faults {
  for (const [index, { id, title }] of replies.entries()) {
    yield* words(`${path}[${index}]['reply']['title']`, title, LONGEST_TITLE);
    yield* words(`${path}[${index}]['reply']['id']`, id, 256);
    if (isText(id) && id.trim() !== id)
      yield fault(131_009, `Param ${path}[${index}]['reply']['id'] must not begin or end with a space.`);
  }
  yield* unique(
    `${path}['reply']['id']`,
    replies.map(({ id }) => id),
  );
  yield* unique(
    `${path}['reply']['title']`,
    replies.map(({ title }) => title),
  );
}

const MOST_ROWS = 10;

function* checkList({ button, sections }: Fields): Faults {
  yield* words(`${ACTION}['button']`, button, LONGEST_TITLE);
  yield* checkSections(sections, "rows", MOST_ROWS);
  const rows = listOf(sections).flatMap((section) => listOf(section.rows));
  for (const [index, { id, title, description }] of rows.entries()) {
    const path = `${ACTION}['rows'][${index}]`;
    yield* words(`${path}['title']`, title, 24);
    yield* words(`${path}['id']`, id, 200);
    yield* optionalWords(`${path}['description']`, description || undefined, 72);
  }
  yield* unique(
    `${ACTION}['rows']['id']`,
    rows.map(({ id }) => id),
  );
}

function* checkSections(sections: unknown, items: string, most: number): Faults {
  yield* some(`${ACTION}['sections']`, sections, 1, 10);
  const all = listOf(sections);
  for (const [index, section] of all.entries()) {
    const path = `${ACTION}['sections'][${index}]`;
    if (all.length > 1) yield* required(`${path}['title']`, section.title);
    yield* optionalWords(`${path}['title']`, section.title, 24);
    yield* some(`${path}['${items}']`, section[items], 1, most);
  }
  const total = all.flatMap((section) => listOf(section[items])).length;
  if (total > most) yield fault(131_009, `Total ${items} count exceed max allowed count: ${most}.`);
}

const PARAMETERS = `${ACTION}['parameters']`;

function* checkCallToAction({ parameters }: Fields): Faults {
  yield* object(PARAMETERS, parameters);
  const { display_text, url } = fieldsOf(parameters);
  yield* words(`${PARAMETERS}['display_text']`, display_text, LONGEST_TITLE);
  yield* webAddress(`${PARAMETERS}['url']`, url);
}

function* checkFlow({ parameters }: Fields): Faults {
  yield* object(PARAMETERS, parameters);
  const { flow_id, flow_name, flow_cta, flow_message_version, flow_action, flow_action_payload, mode } =
    fieldsOf(parameters);
  yield* oneOf(`${PARAMETERS}['flow_message_version']`, String(flow_message_version), ["3"]);
  if (isText(flow_id) === isText(flow_name))
    yield fault(131_009, `Exactly one of ${PARAMETERS}['flow_id'] and ${PARAMETERS}['flow_name'] is required.`);
  yield* words(`${PARAMETERS}['flow_cta']`, flow_cta, 30);
  if (mode !== undefined) yield* oneOf(`${PARAMETERS}['mode']`, mode, ["draft", "published"]);
  if (flow_action !== undefined)
    yield* oneOf(`${PARAMETERS}['flow_action']`, flow_action, ["navigate", "data_exchange"]);
  if (flow_action_payload !== undefined)
    yield* words(`${PARAMETERS}['flow_action_payload']['screen']`, fieldsOf(flow_action_payload).screen, 200);
}

function* checkProduct({ catalog_id, product_retailer_id }: Fields): Faults {
  yield* words(`${ACTION}['catalog_id']`, catalog_id, 200);
  yield* words(`${ACTION}['product_retailer_id']`, product_retailer_id, 200);
}

const MOST_PRODUCTS = 30;

function* checkProductList({ catalog_id, sections }: Fields): Faults {
  yield* words(`${ACTION}['catalog_id']`, catalog_id, 200);
  yield* checkSections(sections, "product_items", MOST_PRODUCTS);
  const items = listOf(sections).flatMap((section) => listOf(section.product_items));
  for (const { product_retailer_id } of items)
    yield* words(`${ACTION}['sections']['product_items']['product_retailer_id']`, product_retailer_id, 200);
}

function* checkOrderDetails({ parameters }: Fields): Faults {
  yield* object(PARAMETERS, parameters);
  const { reference_id, type, currency, total_amount, order } = fieldsOf(parameters);
  yield* words(`${PARAMETERS}['reference_id']`, reference_id, 35);
  yield* oneOf(`${PARAMETERS}['type']`, type, ["digital-goods", "physical-goods"]);
  yield* words(`${PARAMETERS}['currency']`, currency, 3);
  yield* object(`${PARAMETERS}['total_amount']`, total_amount);
  yield* object(`${PARAMETERS}['order']`, order);
  yield* some(`${PARAMETERS}['order']['items']`, fieldsOf(order).items, 1, 999);
}

const ORDER_STATES = ["pending", "processing", "partially_shipped", "shipped", "completed", "canceled"];

function* checkOrderStatus({ parameters }: Fields): Faults {
  yield* object(PARAMETERS, parameters);
  const { reference_id, order } = fieldsOf(parameters);
  yield* words(`${PARAMETERS}['reference_id']`, reference_id, 60);
  yield* object(`${PARAMETERS}['order']`, order);
  yield* oneOf(`${PARAMETERS}['order']['status']`, fieldsOf(order).status, ORDER_STATES);
}

function* checkAddress({ parameters }: Fields): Faults {
  yield* object(PARAMETERS, parameters);
  yield* words(`${PARAMETERS}['country']`, fieldsOf(parameters).country, 2);
}

function* checkVoiceCall({ parameters }: Fields): Faults {
  if (parameters === undefined) return;
  const { display_text, ttl_minutes } = fieldsOf(parameters);
  yield* optionalWords(`${PARAMETERS}['display_text']`, display_text, LONGEST_TITLE);
  const minutes = Number(ttl_minutes ?? 1);
  if (!(minutes >= 1 && minutes <= 43_200))
    yield fault(131_009, `Param ${PARAMETERS}['ttl_minutes'] must be between 1 and 43200.`);
}

function* checkCarousel({ cards }: Fields, known: Known): Faults {
  yield* some(`${ACTION}['cards']`, cards, 2, 10);
  const all = listOf(cards);
  for (const [index, card] of all.entries()) yield* checkCard(`${ACTION}['cards'][${index}]`, card, known);
  yield* unique(
    `${ACTION}['cards']['card_index']`,
    all.map(({ card_index }) => card_index),
  );
  if (new Set(all.map(({ type }) => type)).size > 1)
    yield fault(131_009, `All ${ACTION}['cards'] must be of the same type.`);
}

function* checkCard(path: string, card: Fields, known: Known): Faults {
  const { type, header, body, action, card_index } = card;
  if (typeof card_index !== "number") yield fault(131_008, `The parameter ${path}['card_index'] is required.`);
  yield* object(`${path}['action']`, action);
  if (type === "product") {
    yield* checkProduct(fieldsOf(action));
    return;
  }
  yield* object(`${path}['header']`, header);
  yield* oneOf(`${path}['header']['type']`, fieldsOf(header).type, ["image", "video"]);
  const kind = String(fieldsOf(header).type);
  yield* checkSource(`${path}['header']['${kind}']`, fieldsOf(header)[kind], known);
  if (isFields(body)) yield* words(`${path}['body']['text']`, body.text, 160);
  const { buttons } = fieldsOf(action);
  if (buttons === undefined) yield* checkCallToAction(fieldsOf(action));
  else yield* checkCardButtons(`${path}['action']['buttons']`, buttons);
}

function* checkCardButtons(path: string, buttons: unknown): Faults {
  yield* some(path, buttons, 1, 3);
  yield* checkReplies(
    path,
    listOf(buttons).map(({ quick_reply }) => fieldsOf(quick_reply)),
  );
}
