import { describe, expect, test } from "vitest";
import type * as z from "zod";
import { CATALOGUE, jsonSchemaOf } from "../../src/protocol/catalogue/catalogue.ts";
import { CONVERSATION } from "../../src/protocol/catalogue/examples.ts";
import { INCOMING, isIncoming } from "../../src/protocol/catalogue/incoming.ts";
import {
  COMMAND_NAMES,
  canonicalName,
  FACADE_NAMES,
  INCOMING_NAMES,
  type IncomingName,
  LOG_EVENT_NAMES,
  SUBSCRIPTION_NAMES,
} from "../../src/protocol/catalogue/names.ts";
import { factOf, OUTGOING } from "../../src/protocol/catalogue/outgoing.ts";

type Fields = Record<string, unknown>;

const base = { uuid: "event-1", timestamp: "2026-01-05T09:00:00Z", conversation_id: CONVERSATION };
const written = { uuid: "event-1", timestamp: "2026-01-05T09:00:00Z", sender: "+15550100123", receiver: "15550100100" };
const AT = "2026-01-05T09:00:00.000Z";

/** What is read of a payload. */
const read = <Name extends IncomingName>(name: Name, payload: Fields): z.output<(typeof INCOMING)[Name]> =>
  INCOMING[name].parse(payload) as z.output<(typeof INCOMING)[Name]>;

/** What its sender is told of a payload: each field with what is wrong with it. */
const faults = (name: IncomingName, payload: unknown): Fields =>
  Object.fromEntries(
    INCOMING[name].safeParse(payload).error?.issues.map(({ path, message }) => [path.join("."), message]) ?? [],
  );

describe("names", () => {
  test.each([
    ["ticket-opened", "ticket-opened"],
    ["ticket_opened", "ticket-opened"],
    ["Ticket Opened", "ticket-opened"],
    ["TICKET_OPENED", "ticket-opened"],
    ["TicketOpened", "ticket-opened"],
    [" ticket-opened ", "ticket-opened"],
    ["message_added", "message-added"],
    ["AI Agent Answer Generated", "ai-agent-answer-generated"],
    ["Generate AI Agent Answer", "generate-ai-agent-answer"],
    ["WhatsApp Business Text Message Received", "whatsapp-business-text-message-received"],
    [
      "whatsapp-business-text-message-received-with-user-info",
      "whatsapp-business-text-message-with-user-info-received",
    ],
    ["v0.wa.message_delivred", "whatsapp-business-message-delivered"],
    ["ticket.opened", "ticket.opened"],
    ["ticket.state_changed", "ticket.state_changed"],
    ["conversation_message_created", "conversation_message_created"],
    ["subscription.test", "subscription.test"],
    ["ticket-vanished", null],
    ["v0.0.1.state", null],
    ["*", null],
    ["", null],
    ["__proto__", null],
  ])("%o is %o", (spelling, name) => {
    expect(canonicalName(spelling)).toBe(name);
  });

  test("every spelling of the catalogue leads to its own entry, and no two entries share one", () => {
    const spellings = CATALOGUE.flatMap((entry) => entry.spellings.map((spelling) => ({ spelling, name: entry.name })));
    expect(spellings.filter(({ spelling, name }) => canonicalName(spelling) !== name)).toEqual([]);
    expect(new Set(spellings.map(({ spelling }) => spelling)).size).toBe(spellings.length);
  });
});

describe("the catalogue", () => {
  const everything = [...INCOMING_NAMES, ...COMMAND_NAMES, ...SUBSCRIPTION_NAMES, ...LOG_EVENT_NAMES, ...FACADE_NAMES];

  test("has one entry of every name", () => {
    expect(CATALOGUE.map(({ name }) => name).sort()).toEqual([...new Set<string>(everything)].sort());
  });

  test.each(CATALOGUE.map((entry) => [entry.name, entry] as const))("the example of %s is one", (name, entry) => {
    expect(entry.schema.safeParse(entry.example).error?.issues ?? []).toEqual([]);
    const printed = entry.direction === "out" ? OUTGOING[name] : INCOMING[name as IncomingName];
    expect(entry.schema).toBe(printed);
    expect(jsonSchemaOf(entry)).toMatchObject({ title: entry.title, examples: [entry.example] });
  });

  test.each(LOG_EVENT_NAMES)("the schema of %s names all its fields and no others", (type) => {
    const { shape, example } = factOf(type);
    const optional = Object.keys(shape).filter((field) => !(field in example));
    expect(Object.keys(example).filter((field) => !(field in shape))).toEqual([]);
    expect(optional).toEqual([]);
  });

  test("what is told and taken under one name is of both directions, and is taken as it is told", () => {
    const both = CATALOGUE.filter(({ direction }) => direction === "both").map(({ name }) => name);
    expect(both).toEqual(COMMAND_NAMES.filter(isIncoming));
  });
});

describe("what every event has", () => {
  test.each([
    ["2026-01-05T09:00:00Z", AT],
    ["2026-01-05T09:00:00.000Z", AT],
    ["2026-01-05T16:00:00+07:00", AT],
    ["2026-01-05T16:00:00+0700", AT],
    ["2026-01-05t09:00:00z", AT],
    ["2026-01-05 09:00:00.000999", AT],
    ["2026-01-05T09:00:00", AT],
    [1767603600, AT],
    [1767603600.9, "2026-01-05T09:00:00.900Z"],
    [1767603600000, AT],
    ["1767603600", AT],
    ["1767603600000", AT],
  ])("the time %o is read as %s", (timestamp, at) => {
    expect(read("ticket-opened", { ...base, timestamp, ticket_id: "T-1" }).timestamp).toBe(at);
  });

  test.each([
    ["yesterday"],
    ["2026-01-05"],
    ["2026-02-30T09:00:00Z"],
    ["2026-01-05T25:00:00Z"],
    [-1],
    [1e18],
    [Number.NaN],
    [true],
    [{}],
    [""],
  ])("%o is no time", (timestamp) => {
    expect(faults("ticket-opened", { ...base, timestamp, ticket_id: "T-1" })).toEqual({
      timestamp: expect.stringMatching(/^must be a time: ISO 8601/),
    });
  });

  test("ids that are sent as numbers are read as texts", () => {
    const event = { ...base, uuid: 7, ticket_id: 1001, agent_assigned: { agent_id: 17 }, authorized_by: 3 };
    expect(read("agent-assigned", event)).toEqual({
      uuid: "7",
      timestamp: AT,
      ticket_id: "1001",
      conversation_id: CONVERSATION,
      agent_assigned: { agent_id: "17", display_name: null },
      authorized_by: { agent_id: "3", display_name: null },
    });
  });

  test("a number that JSON cannot hold exactly is no id", () => {
    expect(faults("ticket-opened", { ...base, ticket_id: 2 ** 60 })).toEqual({
      ticket_id: "must be sent as a text: a number like this loses digits in JSON",
    });
  });

  test("keys are read in every spelling, and what is spelled exactly counts", () => {
    const event = {
      uuid: "1",
      timestamp: 1767603600,
      "conversation-id": CONVERSATION,
      ticketId: "T-1",
      Ticket_ID: "T-2",
    };
    expect(read("ticket-opened", event).ticket_id).toBe("T-1");
    expect(read("ticket-opened", { ...event, ticket_id: "T-3" }).ticket_id).toBe("T-3");
  });

  test("what may be absent may be empty", () => {
    const sender = { phone_number: "+15550100123", id: "", display_name: " " };
    const event = {
      ...written,
      sender,
      message_id: "wamid.1",
      body: "Hello",
      customer_details: { codigo_cliente: "" },
    };
    expect(read("whatsapp-business-text-message-received", event)).toMatchObject({
      sender: { id: "+15550100123", display_name: null },
      customer: null,
    });
  });

  test("what is not known is passed over", () => {
    const event = { ...base, ticket_id: "T-1", priority: { level: 3 }, __proto__: { ticket_id: "T-9" } };
    expect(read("ticket-opened", event)).toEqual({
      uuid: "event-1",
      timestamp: AT,
      ticket_id: "T-1",
      conversation_id: CONVERSATION,
      authorized_by: null,
    });
  });

  test.each(INCOMING_NAMES)("%s without anything says all that is missing", (name) => {
    expect(faults(name, {})).toMatchObject({
      uuid: "is missing: it must be the event's own id, such as a UUID, the same again when it is sent again, as a text",
      timestamp: expect.stringMatching(/^is missing: it must be a time/),
    });
    for (const other of [[], "text", 5]) expect(faults(name, other)).toEqual({ "": "must be one JSON object" });
  });
});

describe("answers", () => {
  const answers = ["ai-agent-answer-generated", "flow-answer-generated", "flow-execution-ended"] as const;
  const flags = ["open_ticket", "create_ticket", "is_ticket_required", "handoff_requested", "wants_ticket"];
  const spellings = flags.flatMap((flag) => [flag, flag.replaceAll("_", "-")]);

  test.each(answers.flatMap((name) => spellings.map((flag) => [name, flag] as const)))("%s with %s", (name, flag) => {
    const answer = { ...base, body: "Hello" };
    expect(read(name, answer).wants_ticket).toBe(false);
    for (const value of [true, "true"]) expect(read(name, { ...answer, [flag]: value }).wants_ticket).toBe(true);
    for (const value of [false, "false", null])
      expect(read(name, { ...answer, [flag]: value }).wants_ticket).toBe(false);
    expect(faults(name, { ...answer, [flag]: "perhaps" })).toEqual({
      [flag.replaceAll("-", "_")]: "must be true or false",
    });
  });

  test("of flags that contradict each other the one that asks for a person counts", () => {
    const answer = { ...base, body: "Hello", open_ticket: false, create_ticket: true };
    expect(read("ai-agent-answer-generated", answer).wants_ticket).toBe(true);
  });

  test.each(["body", "text", "content"])("the text may be called %s", (key) => {
    expect(read("ai-agent-answer-generated", { ...base, [key]: "Hello" }).body).toBe("Hello");
  });

  test.each(["ai-agent-answer-generated", "flow-answer-generated"] as const)(
    "%s says something, or asks for a person",
    (name) => {
      const problem = {
        body: "is missing: an answer without a text is taken only with open_ticket: true, when a person is to take over",
      };
      for (const body of [undefined, null, "", " \n"]) {
        expect(faults(name, { ...base, body })).toEqual(problem);
        expect(read(name, { ...base, body, create_ticket: true })).toMatchObject({ body: null, wants_ticket: true });
      }
    },
  );

  test("an answer of the AI with all it may say", () => {
    const said = {
      turn: "3",
      low_confidence: true,
      confidence: 0.2,
      metadata: { sources: ["faq"] },
      close_conversation: true,
    };
    const agent_details = { codename: "faq", version: 2, display_name: "Fay" };
    expect(read("ai-agent-answer-generated", { ...base, agent_details, body: "Hello", ...said })).toEqual({
      uuid: "event-1",
      timestamp: AT,
      conversation_id: CONVERSATION,
      agent_details: { agent_id: null, codename: "faq", version: "2", display_name: "Fay" },
      body: "Hello",
      turn: 3,
      wants_ticket: false,
      wants_close: true,
      low_confidence: true,
      confidence: 0.2,
      metadata: { sources: ["faq"] },
    });
  });

  test("what is wrong with an answer is said of each field", () => {
    const answer = { ...base, conversation_id: "17", turn: 1.5, body: "x".repeat(65_537), metadata: [] };
    expect(faults("ai-agent-answer-generated", answer)).toEqual({
      conversation_id: "must be the `conversation_id` that this store printed",
      turn: "must be the `turn` of the command that this answers",
      body: "must have at most 65536 characters",
      metadata: "must be one JSON object",
    });
  });

  test("an agent's answer names the agent, and a conversation or a ticket", () => {
    const answer = { uuid: "1", timestamp: AT, body: "Hello", agent_id: 17 };
    expect(read("agent-answer-generated", { ...answer, ticket_id: 1001 })).toEqual({
      uuid: "1",
      timestamp: AT,
      conversation_id: null,
      ticket_id: "1001",
      agent_id: "17",
      display_name: null,
      body: "Hello",
    });
    const details = { ...answer, agent_id: undefined, agent_details: { id: 17, name: "Budi" }, ...base };
    expect(read("agent-answer-generated", details)).toMatchObject({ agent_id: "17", display_name: "Budi" });
    expect(faults("agent-answer-generated", answer)).toEqual({
      conversation_id: "is missing: it, or a ticket_id, says which conversation is answered",
    });
    expect(faults("agent-answer-generated", { ...base, body: "Hello" })).toEqual({
      agent_id: "is missing: it must be the id of the agent who answers, as a text",
    });
    for (const body of ["", " \n"])
      expect(faults("agent-answer-generated", { ...base, agent_id: 17, body })).toEqual({
        body: "must be the text that is said, not an empty text",
      });
  });
});

describe("customers and their messages", () => {
  const text = { ...written, message_id: "wamid.1", body: "Hello" };

  test.each([
    ["+1 (555) 010-0123", { id: "+1 (555) 010-0123", phone: "+15550100123", user_id: null }],
    ["15550100123", { id: "15550100123", phone: "+15550100123", user_id: null }],
    ["wa.15550100123", { id: "15550100123", phone: "+15550100123", user_id: null }],
    ["ID.abc123", { id: "ID.abc123", phone: null, user_id: "ID.abc123" }],
    [15550100123, { id: "15550100123", phone: "+15550100123", user_id: null }],
    [
      { phone_number: "+15550100123", display_name: "Ana" },
      { phone: "+15550100123", display_name: "Ana" },
    ],
    [{ "phone-number": "15550100123", id: "ID.abc123" }, { phone: "+15550100123" }],
    [{ id: "ID.abc123" }, { phone: null, user_id: "ID.abc123" }],
  ])("the sender %o", (sender, party) => {
    const { sender: found } = read("whatsapp-business-text-message-received", { ...text, sender });
    expect(found).toMatchObject(party);
  });

  test("a sender or receiver by whom nobody is found is refused", () => {
    expect(faults("whatsapp-business-text-message-received", { ...text, sender: { display_name: "Ana" } })).toEqual({
      sender: "must name somebody by phone_number or id: by a display_name alone nobody is found",
    });
    const { receiver: _, ...rest } = text;
    expect(faults("whatsapp-business-text-message-received", rest)).toEqual({
      receiver: "is missing: it must be a phone number with its country code, or an object with phone_number or id",
    });
  });

  test.each(["customer_details", "user_details", "user-details", "customer"])("the customer as %s", (key) => {
    const event = { ...text, [key]: { codigo_cliente: 40017, segment: "retail" } };
    expect(read("whatsapp-business-text-message-with-user-info-received", event).customer).toEqual({
      id: "40017",
      details: { segment: "retail" },
    });
    const other = { ...text, [key]: { customer_id: "40017" } };
    expect(read("whatsapp-business-text-message-received", other).customer).toEqual({ id: "40017", details: {} });
  });

  test("with user info means that somebody is known", () => {
    const name = "whatsapp-business-text-message-with-user-info-received";
    expect(faults(name, { ...text, customer_details: { segment: "retail" } })).toEqual({
      customer_details: expect.stringMatching(/^codigo_cliente is missing/),
    });
    const long = { codigo_cliente: "1", notes: "x".repeat(5000) };
    expect(faults(name, { ...text, customer_details: long })).toEqual({
      customer_details: expect.stringMatching(/^must print to at most 4096 characters/),
    });
    expect(read("whatsapp-business-text-message-received", text).customer).toBeNull();
  });

  test("a message that is no text says what it is, as WhatsApp writes it", () => {
    const picture = { ...written, message_id: "wamid.1", message_type: "image", payload: { id: "1" } };
    expect(read("whatsapp-business-message-received", picture)).toMatchObject({
      message_type: "image",
      body: null,
      payload: { id: "1" },
      customer: null,
    });
    expect(faults("whatsapp-business-message-received", { ...written, message_id: "wamid.1" })).toEqual({
      body: "is missing: a text message says something",
    });
  });

  test("the older message-received names its sender by source_id", () => {
    const event = { uuid: "1", timestamp: AT, sender: { display_name: "Ana" }, body: "Hello" };
    expect(read("message-received", { ...event, source_id: "wa.15550100123" })).toMatchObject({
      sender: { id: "15550100123", phone: "+15550100123", display_name: "Ana" },
      channel: "whatsapp",
      receiver: null,
      message_id: null,
    });
    expect(read("message-received", { ...event, source_id: "x", channel: "email" }).channel).toBe("email");
    expect(faults("message-received", event)).toEqual({ source_id: expect.stringMatching(/^is missing/) });
  });

  test.each(["message_id", "message_id?", "message-id"])("a delivered message is named by %s", (key) => {
    const event = { ...written, type: "v0.wa.message_delivred", [key]: "wamid.1" };
    expect(read("whatsapp-business-message-delivered", event).message_id).toBe("wamid.1");
  });

  test("a delivered message without an id is the latest of its receiver", () => {
    expect(read("whatsapp-business-message-delivered", written)).toMatchObject({
      message_id: null,
      receiver: { phone: "+15550100100" },
    });
    expect(faults("whatsapp-business-message-delivered", { uuid: "1", timestamp: AT })).toEqual({
      message_id: expect.stringMatching(/^is missing: .* or else receiver says to whom$/),
    });
  });
});

describe("tickets and documents", () => {
  const ticket = { uuid: "event-1", timestamp: AT, ticket_id: "T-1" };

  test.each(["ticket-closed", "ticket-state-changed", "agent-assigned", "ticket-comment-added"] as const)(
    "%s need not name a conversation",
    (name) => {
      const event = { ...ticket, new_state: "open", agent_assigned: 17, comment: "Hello" };
      expect(read(name, event)).toMatchObject({ ticket_id: "T-1", conversation_id: null, authorized_by: null });
    },
  );

  test("ticket-opened does, since it says whose the ticket is", () => {
    expect(faults("ticket-opened", ticket)).toEqual({
      conversation_id: "is missing: it must be the `conversation_id` that this store printed",
    });
  });

  test.each([
    ["pending", "pending"],
    ["OPEN", "open"],
    ["stand-by", "standby"],
    ["standby", "standby"],
    ["closed", "closed"],
  ])("the state %s", (state, expected) => {
    expect(read("ticket-state-changed", { ...ticket, new_state: state }).new_state).toBe(expected);
    expect(read("ticket-state-changed", { ...ticket, state }).new_state).toBe(expected);
  });

  test("another state is refused with those there are", () => {
    expect(faults("ticket-state-changed", { ...ticket, new_state: "solved" })).toEqual({
      new_state: "must be pending, open, standby or closed",
    });
  });

  test("an assignment says to whom", () => {
    expect(faults("agent-assigned", { ...ticket, agent_assigned: { display_name: "Budi" } })).toEqual({
      agent_assigned: "must say who: an object with agent_id",
    });
  });

  test.each([
    [{}, null, null],
    [{ start_timestamp: AT }, AT, null],
    [{ "end-timestamp": 1767603600 }, null, AT],
    [{ start_timestamp: AT, end_timestamp: AT }, AT, AT],
    [{ start_timestamp: null, end_timestamp: "2026-01-05T16:00:00+07:00" }, null, AT],
  ])("get-conversation with the range %o", (range, start_timestamp, end_timestamp) => {
    expect(read("get-conversation", { ...base, ...range })).toMatchObject({ start_timestamp, end_timestamp });
  });

  test("a range that ends before it begins is refused", () => {
    const range = { start_timestamp: "2026-01-05T10:00:00Z", end_timestamp: "2026-01-05T16:00:00+07:00" };
    expect(faults("get-conversation", { ...base, ...range })).toEqual({
      start_timestamp: "must not be after end_timestamp",
    });
  });
});
