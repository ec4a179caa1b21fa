import * as z from "zod";
import { INCOMING_ENTRIES } from "./catalogue/entries-in.ts";
import { INCOMING } from "./catalogue/incoming.ts";
import { INCOMING_NAMES, type IncomingName } from "./catalogue/names.ts";
import { DocumentAnswer, printed } from "./catalogue/outgoing-document.ts";
import { Message } from "./message.ts";
import { operationOnBytes } from "./operation.ts";
import { Problem } from "./problem.ts";

/** "ticket-opened" as the reference names its payload: TicketOpened. */
const schemaName = (name: string): string => name.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());

const payload = (name: IncomingName): z.ZodType =>
  INCOMING[name].meta({
    id: schemaName(name),
    description: `\`${name}\`: ${INCOMING_ENTRIES[name].summary}`,
    example: INCOMING_ENTRIES[name].example,
  });

const payloads = INCOMING_NAMES.map(payload);

const names = INCOMING_NAMES.map((name) => `\`${name}\``).join(", ");

const Type = z.string().meta({
  description: `What happened: ${names}. With \`-\`, \`_\` or spaces between words, in any case`,
  example: "ticket-opened",
});

const CloudEvent = z
  .looseObject({
    specversion: z.literal("1.0"),
    id: z.string().min(1).max(512).meta({ description: "The same again is the same event" }),
    source: z.string().min(1).max(512).meta({ description: "Which service sends it", example: "/ms-agents" }),
    type: Type,
    time: z.iso.datetime({ offset: true }).optional().meta({ description: "Stands for a `timestamp` that is missing" }),
    data: z
      .union(payloads)
      .optional()
      .meta({ description: "What it says. Its `uuid`, where there is one, stands for `source` and `id`" }),
    data_base64: z.string().optional().meta({ description: "The same as JSON in base64" }),
  })
  .meta({ id: "ServiceCloudEvent", description: "A CloudEvent 1.0 of a service" });

const BarePayload = z.union(payloads).meta({
  id: "ServicePayload",
  description: "What an event says, without an envelope: its name stands in `type`, `event`, `event_type` or `?type=`",
});

/** So many events in one request, at most. */
export const MOST_EVENTS = 100;
const Batch = z.array(CloudEvent).max(MOST_EVENTS);

/** What became of one event of a request. */
const EventResult = z
  .object({
    id: z.string().nullable().meta({ description: "Its own id; null where it has none that can be read" }),
    type: z.string().nullable().meta({ description: "Its name as it is printed here" }),
    outcome: z.enum(["taken", "known", "waiting", "refused"]).meta({
      description:
        "`known`: it had been taken before. `waiting`: nobody has opened its ticket; it is taken when somebody does, within eight days",
    }),
    conversation_id: z.guid().optional(),
    ticket_id: z.string().optional(),
    message: z.object({ id: z.guid(), status: Message.shape.status }).optional().meta({
      description: "What was said by it: `queued` on its way, `suppressed` where it came too late",
    }),
    document: DocumentAnswer.extend(printed).optional().meta({
      description: "The `conversation-document` that `get-conversation` asks for",
    }),
    problem: Problem.optional().meta({ description: "Why it is refused, and what to do about it" }),
  })
  .meta({ id: "EventResult" });

const context = (description: string, example: string) => z.string().optional().meta({ description, example });

/** What services tell this store. */
export const EVENT_OPERATIONS = {
  takeEvents: operationOnBytes({
    id: "takeEvents",
    managing: true,
    method: "post",
    path: "/api/v1/events",
    tag: "Events",
    summary: "Take events of services: CloudEvents 1.0, or the payloads alone; each is taken once",
    query: z.object({ type: Type.optional().meta({ description: "What a payload without an envelope is" }) }),
    headers: z.object({
      "ce-specversion": context("A CloudEvent in binary mode: its data is the body, what names it the headers", "1.0"),
      "ce-id": context("In binary mode: its id", "7d1c5f0e"),
      "ce-source": context("In binary mode: which service sends it", "/ms-agents"),
      "ce-type": context("In binary mode: what happened", "ticket-opened"),
      "ce-time": context("In binary mode: when", "2026-01-05T09:00:00Z"),
    }),
    bytes: {
      "application/cloudevents+json": CloudEvent,
      "application/cloudevents-batch+json": Batch,
      "application/json": z.union([
        BarePayload,
        CloudEvent,
        z.array(z.union([BarePayload, CloudEvent])).max(MOST_EVENTS),
      ]),
    },
    answers: { 202: z.object({ results: z.array(EventResult).meta({ description: "In the order of the events" }) }) },
    problems: [
      "malformed_json",
      "conversation_not_found",
      "message_not_found",
      "conversation_closed",
      "window_closed",
      "ticket_transition",
      "ticket_taken",
      "too_many_waiting",
      "payload_too_large",
      "unsupported_event_format",
      "content_too_long",
      "too_many_unsent",
      "event_type_unknown",
      "receiver_unknown",
    ],
  }),
};
