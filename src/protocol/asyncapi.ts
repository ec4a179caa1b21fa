import { type Json, MESSAGE_SCHEMAS, receivedMessages, sentMessage, tagsOf } from "./asyncapi-messages.ts";
import { CATALOGUE } from "./catalogue/catalogue.ts";
import type { CatalogueEntry } from "./catalogue/entry.ts";
import { SERVICES } from "./services.ts";
import { VERSION } from "./version.ts";

let made: Json | null = null;

/**
 * The reference of what this store and the services around it tell each other (AsyncAPI 3.0.0), written from the
 * catalogue: what comes in at `/api/v1/events`, and what goes out to the URL of a subscription.
 */
export function asyncApiDocument(): Json {
  // A tenth of a second's work, and always the same.
  made ??= makeDocument();
  return made;
}

function makeDocument(): Json {
  const schemas: Json = { ...MESSAGE_SCHEMAS };
  const taken = CATALOGUE.filter(({ direction }) => direction !== "out");
  const told = CATALOGUE.filter(({ direction }) => direction !== "in");
  const received = Object.assign({}, ...taken.map((entry) => receivedMessages(entry, schemas)), BATCH) as Json;
  const sent = Object.fromEntries(told.map((entry) => [entry.name, sentMessage(entry, schemas)]));
  return {
    asyncapi: "3.0.0",
    id: "urn:conversation-store",
    info: {
      title: "Conversation Store",
      version: VERSION,
      description: "Events and commands between this store and the services around it.",
      contact: { name: "Whoever runs this deployment" },
      license: { name: "UNLICENSED" },
      tags: [...tagsOf(Object.keys(SERVICES)), ...LOG_TAGS],
    },
    defaultContentType: "application/cloudevents+json",
    servers: SERVERS,
    channels: {
      events: {
        address: "/api/v1/events",
        title: "What services tell this store",
        description: RECEIVING,
        servers: [{ $ref: "#/servers/store" }],
        messages: received,
      },
      callbacks: {
        address: null,
        title: "What this store tells services",
        description: SENDING,
        servers: [{ $ref: "#/servers/subscriber" }],
        messages: sent,
      },
    },
    operations: { ...operations(Object.keys(received), Object.keys(sent)), ...answersTo(taken, sent) },
    components: { schemas, securitySchemes: SECURITY },
  };
}

const RECEIVING = [
  "A POST of one CloudEvent (structured or binary), of a batch of them, or of an event's bare payload, whose type is then",
  "`type`, `event` or `event_type` in the body, or `?type=` in the address. Each event counts once, by its `uuid`.",
  "The answer is 202 with what became of each; `openapi.json` describes it.",
].join(" ");

const SENDING = [
  "A POST to the URL of a subscription: one CloudEvent, signed by the Standard Webhooks specification, in order for each",
  "conversation and at least once, so that a receiver drops what it has (`id`). Any 2xx is taken as received; all else is",
  "tried again for 24 hours. 410 switches the subscription off.",
].join(" ");

const SERVERS = {
  store: {
    host: "{host}",
    protocol: "https",
    description: "This store",
    variables: { host: { default: "conversations.example.com", description: "Where it is deployed" } },
    security: [{ $ref: "#/components/securitySchemes/key" }],
  },
  subscriber: {
    host: "{host}",
    protocol: "https",
    description: "A service that subscribed (`POST /api/v1/subscriptions`)",
    variables: { host: { default: "service.example.com", description: "Of the subscription's URL" } },
    security: [{ $ref: "#/components/securitySchemes/signature" }],
  },
};

const SECURITY = {
  key: { type: "http", scheme: "bearer", description: "An API key of the tenant" },
  signature: {
    type: "httpApiKey",
    in: "header",
    name: "webhook-signature",
    description:
      "HMAC-SHA-256 of `<webhook-id>.<webhook-timestamp>.<body>` with the subscription's secret (`whsec_…`), by the Standard Webhooks specification; while a secret is rotated there are two, with a space between them",
  },
};

/** What no service around is told by its role: the log itself, and the same in the shapes of VoIPBin. */
const LOG_TAGS = [
  { name: "log", description: "The log of a conversation as it is written: for whoever subscribes" },
  { name: "voipbin", description: "The log in VoIPBin's shapes: for whoever names them" },
];

const BATCH = {
  batch: {
    name: "batch",
    title: "Several events",
    summary: "Any of the others at once; each is answered for itself.",
    contentType: "application/cloudevents-batch+json",
    payload: { type: "array", minItems: 1, items: { $ref: "#/components/schemas/CloudEvent" } },
  },
};

const POST = { http: { method: "POST", bindingVersion: "0.3.0" } };
const refer = (channel: string) => (message: string) => ({ $ref: `#/channels/${channel}/messages/${message}` });

const operations = (received: string[], sent: string[]): Json => ({
  receive: {
    action: "receive",
    channel: { $ref: "#/channels/events" },
    title: "Take in",
    summary: "What services tell this store.",
    bindings: POST,
    messages: received.map(refer("events")),
  },
  send: {
    action: "send",
    channel: { $ref: "#/channels/callbacks" },
    title: "Tell",
    summary: "What this store tells those who subscribed.",
    bindings: POST,
    messages: sent.map(refer("callbacks")),
  },
});

/** A question and the document that answers it, as an operation of its own: `get-conversation`, `conversation-document`. */
function answersTo(taken: readonly CatalogueEntry[], sent: Json): Json {
  const questions = taken.filter(({ kind }) => kind === "query");
  const pairs = questions.map(({ name }) => [name, `${name.replace(/^get-/, "")}-document`] as const);
  return Object.fromEntries(
    pairs
      .filter(([, answer]) => answer in sent)
      .map(([question, answer]) => [
        question,
        {
          action: "receive",
          channel: { $ref: "#/channels/events" },
          summary: `Answered at once with \`${answer}\`, and by a callback as well.`,
          bindings: POST,
          messages: [question, `${question}.bare`].map(refer("events")),
          reply: { channel: { $ref: "#/channels/callbacks" }, messages: [answer].map(refer("callbacks")) },
        },
      ]),
  );
}
