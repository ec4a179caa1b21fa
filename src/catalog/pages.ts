import type { Channel, Domain, Event, Flow, Service, Team } from "@eventcatalog/sdk";
import { CATALOGUE, jsonSchemaOf } from "../protocol/catalogue/catalogue.ts";
import type { CatalogueEntry } from "../protocol/catalogue/entry.ts";
import { SERVICES, STORE } from "../protocol/services.ts";
import { VERSION } from "../protocol/version.ts";
import { FLOW_STEPS, FLOW_TEXT } from "./flow.ts";

/** What the pages that are no message's and not this store's are at. */
const PAGES_VERSION = "1.0.0";
const OWNERS = ["conversation-store"];

/** Which of EventCatalog's collections a message is in; a document is the event that answers a query. */
type Collection = "events" | "commands" | "queries";
const COLLECTIONS: { [kind in CatalogueEntry["kind"]]: Collection } = {
  event: "events",
  document: "events",
  command: "commands",
  query: "queries",
};

/** A message's page, where it belongs, and the file beside it. */
export interface MessagePage {
  collection: Collection;
  page: Event;
  schema: string;
}

export const messagePages = (): MessagePage[] =>
  CATALOGUE.map((entry) => ({
    collection: COLLECTIONS[entry.kind],
    page: {
      id: entry.name,
      name: entry.title,
      version: entry.version,
      summary: entry.summary,
      owners: OWNERS,
      schemaPath: "schema.json",
      markdown: messageText(entry),
    },
    schema: `${JSON.stringify(jsonSchemaOf(entry), null, 2)}\n`,
  }));

/** The services around, by the domain that they are in. */
const DOMAINS: { [id: string]: { name: string; summary: string; services: string[] } } = {
  conversations: {
    name: "Conversations",
    summary: "What was said, by whom and in which order, and who has the word.",
    services: [STORE],
  },
  channels: {
    name: "Channels",
    summary: "The ways in and out, and who the people at their other end are.",
    services: ["ms-whatsapp", "ms-gateway"],
  },
  answering: {
    name: "Answering",
    summary: "Those who answer: an AI agent, flows and people.",
    services: ["ms-rag", "ms-flows", "ms-agents"],
  },
};

/** Each with the services whose folders are in its own. */
export const domainPages = (): Domain[] =>
  Object.entries(DOMAINS).map(([id, { name, summary, services }]) => ({
    id,
    name,
    version: PAGES_VERSION,
    summary,
    owners: OWNERS,
    services: services.map((service) => ({ id: service, version: versionOf(service) })),
    ...(id === "conversations" && { flows: [{ id: FLOW_ID, version: PAGES_VERSION }] }),
    markdown: "<NodeGraph />",
  }));

export const servicePages = (): Service[] =>
  Object.entries(SERVICES).map(([id, { name, summary }]) => ({
    id,
    name,
    version: versionOf(id),
    summary,
    owners: OWNERS,
    receives: CATALOGUE.filter((entry) => takes(id, entry)).map((entry) => ({
      ...pointer(entry),
      from: [channelOf(id === STORE)],
    })),
    sends: CATALOGUE.filter((entry) => sends(id, entry)).map((entry) => ({
      ...pointer(entry),
      to: [channelOf(id !== STORE)],
    })),
    ...(id === STORE && { specifications: SPECIFICATIONS }),
    markdown: id === STORE ? STORE_TEXT : "<NodeGraph />",
  }));

/** References of the store's page, that lie beside it. */
const SPECIFICATIONS: NonNullable<Service["specifications"]> = [
  { type: "openapi", path: "openapi.json", name: "HTTP API" },
  { type: "asyncapi", path: "asyncapi.json", name: "Events and commands" },
];

export const channelPages = (): Channel[] => [
  {
    id: "events",
    name: "What services tell the store",
    version: PAGES_VERSION,
    summary: "CloudEvents, or their payloads alone, sent to the store. Each counts once.",
    owners: OWNERS,
    address: "/api/v1/events",
    protocols: ["https"],
    deliveryGuarantee: "at-least-once",
    markdown: "<ChannelInformation />\n\n<NodeGraph />",
  },
  {
    id: "callbacks",
    name: "What the store tells services",
    version: PAGES_VERSION,
    summary: "Signed CloudEvents, sent to the URL of each subscription, in order for each conversation.",
    owners: OWNERS,
    protocols: ["https"],
    deliveryGuarantee: "at-least-once",
    markdown: "<ChannelInformation />\n\n<NodeGraph />",
  },
];

const FLOW_ID = "complete-conversation-via-whatsapp";

export const flowPage = (): Flow => ({
  id: FLOW_ID,
  name: "Identified Customer via WhatsApp",
  version: PAGES_VERSION,
  summary:
    "Business flow for handling a new message through WhatsApp Business API where the customer has his/her phone number registered.",
  owners: OWNERS,
  steps: FLOW_STEPS.map((step) => ({
    ...step,
    ...(step.service && { service: { id: step.service.id, version: versionOf(step.service.id) } }),
    ...(step.message && { message: { id: step.message.id, version: messageVersion(step.message.id) } }),
  })),
  markdown: FLOW_TEXT,
});

export const teamPage = (): Team => ({
  id: "conversation-store",
  name: "Conversation Store",
  summary: "Whoever runs this store.",
  markdown: "They keep these pages, which are written from the store's own code.",
});

const versionOf = (service: string): string => (service === STORE ? VERSION : PAGES_VERSION);
const pointer = ({ name, version }: CatalogueEntry) => ({ id: name, version });
const channelOf = (isEvents: boolean) => ({ id: isEvents ? "events" : "callbacks", version: PAGES_VERSION });

function messageVersion(name: string): string {
  const entry = CATALOGUE.find((one) => one.name === name);
  if (entry === undefined) throw new Error(`The flow names ${name}, which is not in the catalogue`);
  return entry.version;
}

/** What goes both ways begins at a channel; a service of another role is asked with it, and gives it back. */
function sends(service: string, { direction, services }: CatalogueEntry): boolean {
  if (service === STORE) return direction !== "in";
  return direction !== "out" && services.includes(service);
}

function takes(service: string, { direction, services }: CatalogueEntry): boolean {
  if (service === STORE) return direction !== "out";
  if (direction === "both" && SERVICES[service]?.role === "channel") return false;
  return direction !== "in" && services.includes(service);
}

function messageText({ direction, spellings, example, facade }: CatalogueEntry): string {
  const ways = { in: "Taken by the store.", out: "Sent by the store.", both: "Taken and sent by the store." };
  const others = spellings.slice(1).map((spelling) => `\`${spelling}\``);
  return [
    ways[direction],
    facade ? "Only for a subscription that names it." : "",
    others.length > 0 ? `Also taken as ${others.join(", ")}.` : "",
    `## Example\n\n\`\`\`json\n${JSON.stringify(example, null, 2)}\n\`\`\``,
    '## Schema\n\n<SchemaViewer file="schema.json" title="JSON Schema" maxHeight="500" />',
    "<NodeGraph />",
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

const STORE_TEXT = `A conversation is what a customer and the business say to each other from its opening to its closing, in order and
exactly once. Each message is self-contained: it can be rendered from itself alone. Messages leave by the conversation's
active channel, the one that the customer wrote on last.

A conversation is open or closed. It closes at the end of a flow that asks for no ticket, at the end of its last open ticket,
or after silence.

<NodeGraph />
`;
