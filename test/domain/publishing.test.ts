import { describe, expect, test } from "vitest";
import type { Told } from "../../src/conversation/told.ts";
import type { Contact } from "../../src/domain/conversation.ts";
import type { Event, Fact } from "../../src/domain/events.ts";
import { parseConversationId, parseMessageId } from "../../src/domain/ids.ts";
import type { Message } from "../../src/domain/message.ts";
import {
  ANSWER,
  AT,
  CONTACT,
  CONVERSATION,
  LATER,
  MESSAGE,
  OUR_NUMBER,
  TENANT,
  VIEW,
} from "../../src/protocol/catalogue/examples.ts";
import { INCOMING } from "../../src/protocol/catalogue/incoming.ts";
import { FACADE_NAMES, LOG_EVENT_NAMES } from "../../src/protocol/catalogue/names.ts";
import { factOf, OUTGOING } from "../../src/protocol/catalogue/outgoing.ts";
import { documentOf } from "../../src/publishing/document.ts";
import { cloudEventOf, type Publication, publicationsOf, typesOf } from "../../src/publishing/publication.ts";
import { publicationUuid } from "../../src/publishing/uuid.ts";

const PICTURE: Message = {
  ...MESSAGE,
  message_type: "image",
  content: "",
  payload: { id: "1", mime_type: "image/png" },
};
const ANONYMOUS: Contact = { ...CONTACT, name: null, customer_id: null, customer_details: null };

const eventOf = (fact: Fact, news: Partial<Event> = {}): Event =>
  ({ number: 1, ...fact, seq: 7, at: LATER, actor: { type: "system", id: null }, ...news }) as Event;

const exampleOf = (type: Event["type"]): Event => eventOf({ type, ...factOf(type).example } as Fact);

const toldOf = (event: Event, news: Partial<Told> = {}): Told => ({
  event,
  conversation: VIEW,
  contact: CONTACT,
  our_number: OUR_NUMBER,
  messages: [MESSAGE],
  log: [],
  ...news,
});

const publish = (fact: Fact, news: Partial<Told> = {}): Publication[] =>
  publicationsOf(toldOf(eventOf(fact), news), TENANT);

/** What is told under one name of a fact. */
function dataOf(type: string, fact: Fact, news: Partial<Told> = {}): Record<string, unknown> {
  const found = publish(fact, news).find((publication) => publication.type === type);
  if (!found) throw new Error(`${fact.type} is not told as ${type}`);
  expect(OUTGOING[type]?.safeParse(found.data).error?.issues ?? []).toEqual([]);
  return found.data;
}

const asked: Fact = { type: "ai.requested", turn: 2, customer_id: null, deadline: LATER };
const sends: Fact = {
  type: "message.sending",
  message_id: ANSWER.id,
  message_seq: ANSWER.seq,
  attempt: 1,
  repeats: false,
  marks_read: null,
  by_service: true,
};
const lookUp: Fact = { type: "customer.requested", message_seq: 2, deadline: LATER };
const flow: Fact = { type: "flow.requested", message_seq: 2, flow_execution_id: MESSAGE.id };
const changed = (type: "revoke" | "reaction"): Fact => {
  const reaction = { sender_type: "customer", sender_id: null, emoji: "👍", at: LATER } as const;
  const change = type === "revoke" ? ({ type, at: LATER } as const) : { type, reaction };
  const target = { message_id: MESSAGE.id, message_seq: MESSAGE.seq, channel_message_id: null };
  return { type: "message.changed", target, change };
};

describe("every event of the log", () => {
  const kinds: [string, Partial<Told>][] = [
    ["a text", {}],
    ["a picture", { messages: [PICTURE] }],
    ["a message that is gone", { messages: [] }],
    ["somebody unknown", { contact: ANONYMOUS, our_number: null }],
  ];

  test.each(LOG_EVENT_NAMES)("%s is told under its own type, and all that is told of it has a schema", (type) => {
    for (const [, news] of kinds) {
      const told = toldOf(exampleOf(type), news);
      const publications = publicationsOf(told, TENANT);
      expect(publications[0]).toMatchObject({
        id: `${CONVERSATION}:7`,
        type,
        seq: 7,
        subject: CONVERSATION,
        time: LATER,
      });
      expect(publications[0]?.data).toMatchObject({ ...told.event, conversation: VIEW });
      for (const { type: name, data } of publications)
        expect([name, OUTGOING[name]?.safeParse(data).error?.issues ?? []]).toEqual([name, []]);
    }
  });

  test.each(LOG_EVENT_NAMES)("%s is told the same whenever it is told", (type) => {
    const told = toldOf(exampleOf(type));
    expect(publicationsOf(structuredClone(told), TENANT)).toEqual(publicationsOf(told, TENANT));
  });

  const decidedByMessage = ["customer.requested", "message.sending"];

  test.each(LOG_EVENT_NAMES)("the types of %s are known without its message", (type) => {
    const event = exampleOf(type);
    const types = [MESSAGE, PICTURE].flatMap((message) =>
      publicationsOf(toldOf(event, { messages: [message] }), TENANT).map((publication) => publication.type),
    );
    expect([...new Set(types)].sort()).toEqual(typesOf(event).sort());
    const once = publicationsOf(toldOf(event), TENANT).map((publication) => publication.type);
    if (!decidedByMessage.includes(type)) expect(once).toEqual(typesOf(event));
  });
});

describe("ids", () => {
  test("a command has its own, and a repeated attempt to send the same", () => {
    const [first, second] = [1, 2].map((attempt) => {
      const event = eventOf({ ...sends, attempt } as Fact, { seq: 10 + attempt, at: attempt === 1 ? AT : LATER });
      return publicationsOf(toldOf(event, { messages: [ANSWER] }), TENANT);
    });
    expect(first?.map(({ id }) => id)).toEqual([
      `${CONVERSATION}:11`,
      `${CONVERSATION}:4:send-whatsapp-business-text-message`,
    ]);
    expect(second?.map(({ id }) => id)).toEqual([`${CONVERSATION}:12`, first?.[1]?.id]);
    expect(second?.[1]?.data).toEqual(first?.[1]?.data);
  });

  test("no two of a thread are the same, and none leads to a conversation or message of it", () => {
    const names = Object.keys(OUTGOING);
    const uuids = names.flatMap((name) => [1, 2, 500_000].map((seq) => publicationUuid(CONVERSATION, seq, name)));
    expect(new Set(uuids).size).toBe(uuids.length);
    const here = parseConversationId(CONVERSATION)?.threadKey;
    for (const uuid of uuids) {
      expect(uuid).toMatch(/^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
      expect(parseConversationId(uuid)?.threadKey).not.toBe(here);
      expect(parseMessageId(uuid)).toBeNull();
    }
  });

  test("the same in another thread is another", () => {
    const other = CONVERSATION.replace("01234567", "11234567");
    expect(publicationUuid(other, 3, "open-ticket")).not.toBe(publicationUuid(CONVERSATION, 3, "open-ticket"));
  });
});

describe("commands to the AI agent", () => {
  test("an anonymous customer's turn goes with what was said", () => {
    const data = dataOf("generate-ai-agent-answer", asked, {
      contact: ANONYMOUS,
      messages: [MESSAGE, ANSWER, { ...PICTURE, seq: 5 }],
    });
    expect(data).toMatchObject({
      conversation_id: CONVERSATION,
      turn: 2,
      deadline: LATER,
      conversation: {
        uuid: CONVERSATION,
        codigo_cliente: null,
        active_channel: "whatsapp-business",
        source_id: "wa.15550100123",
        manage_by: "ai-agent",
      },
    });
    const { log } = data.conversation as { log: { type: string; fallback_text: string }[] };
    expect(log.map(({ type, fallback_text }) => [type, fallback_text])).toEqual([
      ["v0.0.1.chat.wa.text", MESSAGE.content],
      ["v0.0.1.chat.ai-agent.text", ANSWER.content],
      ["v0.0.1.chat.wa.image", "[image]"],
    ]);
    expect(data).not.toHaveProperty("user_details");
  });

  test("an identified customer's turn goes with what is known of them", () => {
    const fact: Fact = { ...asked, customer_id: "40017" };
    expect(dataOf("generate-ai-agent-answer-with-user-info", fact)).toMatchObject({
      user_details: {
        codigo_cliente: "40017",
        display_name: "Ana Example",
        phone_number: "+15550100123",
        segment: "retail",
      },
    });
    expect(typesOf(eventOf(fact))).toEqual(["ai.requested", "generate-ai-agent-answer-with-user-info"]);
  });

  test("what a service told of a customer does not overwrite what we say", () => {
    const contact = { ...CONTACT, customer_details: { codigo_cliente: "1", display_name: 5, segment: "retail" } };
    const { user_details } = dataOf(
      "generate-ai-agent-answer-with-user-info",
      { ...asked, customer_id: "40017" },
      { contact },
    );
    expect(user_details).toMatchObject({ codigo_cliente: "40017", display_name: "Ana Example" });
  });
});

describe("commands to agents and flows", () => {
  test.each(["generate-agent-answer", "message-added"])("%s", (type) => {
    const ticket = {
      id: "T-1",
      state: "open",
      agent_id: "17",
      opened_at: AT,
      closed_at: null,
      offered_to: null,
    } as const;
    const fact: Fact = { type: "answer.requested", of: "agent", message_seq: 2 };
    const data = dataOf(type, fact, { conversation: { ...VIEW, ticket } });
    expect(data).toMatchObject({
      source_id: "wa.15550100123",
      channel: "whatsapp-business",
      ticket_id: "T-1",
      body: MESSAGE.content,
      message: MESSAGE,
    });
    expect(data.user_data).toEqual(data.user_details);
  });

  test("a flow that has the word is told of the message only", () => {
    const fact: Fact = { type: "answer.requested", of: "flow", message_seq: 2 };
    expect(publish(fact).map(({ type }) => type)).toEqual(["answer.requested", "message-added"]);
    expect(dataOf("message-added", fact).of).toBe("flow");
  });

  test("open-ticket goes with what was said, by whom", () => {
    const data = dataOf("open-ticket", { type: "ticket.requested", reason: "Why" }, { messages: [MESSAGE, ANSWER] });
    expect(data).toMatchObject({
      type: "v0.conv.open_ticket",
      reason: "Why",
      messages: [
        { timestamp: AT, origin: "user", body: MESSAGE.content },
        { timestamp: LATER, origin: "ai-agent", body: ANSWER.content },
      ],
    });
  });

  test("start-flow-execution goes with the message that begins it", () => {
    expect(dataOf("start-flow-execution", flow)).toMatchObject({
      flow_execution_id: MESSAGE.id,
      initial_message: { message_id: MESSAGE.id, body: MESSAGE.content, timestamp: AT },
    });
  });
});

describe("commands to the channel and the customers", () => {
  test("a text", () => {
    const message = { ...ANSWER, payload: { preview_url: true } };
    const data = dataOf("send-whatsapp-business-text-message", sends, { messages: [message] });
    expect(data).toMatchObject({
      sender: OUR_NUMBER,
      receiver: "15550100123",
      message_id: ANSWER.id,
      body: ANSWER.content,
      preview_url: true,
      reply_to: null,
    });
    const plain = dataOf("send-whatsapp-business-text-message", sends, { messages: [ANSWER] });
    expect(plain).not.toHaveProperty("preview_url");
  });

  test("anything else, in WhatsApp's words, and what it quotes", () => {
    const reply_to = { message_id: MESSAGE.id, channel_message_id: "wamid.EXAMPLE0001" };
    const message: Message = { ...PICTURE, direction: "out", reply_to };
    const data = dataOf("send-whatsapp-business-message", sends, { messages: [message] });
    expect(data).toMatchObject({ message_type: "image", payload: PICTURE.payload, reply_to: "wamid.EXAMPLE0001" });
  });

  test("what this store sends itself is no command", () => {
    const { by_service: _, ...ours } = sends as Extract<Fact, { type: "message.sending" }>;
    expect(publish(ours).map(({ type }) => type)).toEqual(["message.sending"]);
    expect(typesOf(eventOf(ours))).toEqual(["message.sending"]);
  });

  test("who hides their number is named by their user id", () => {
    const contact = { ...ANONYMOUS, phone: null, wa_id: null, user_id: "ID.abc" };
    const data = dataOf("send-whatsapp-business-text-message", sends, { messages: [ANSWER], contact });
    expect(data.receiver).toBe("ID.abc");
    expect(dataOf("generate-ai-agent-answer", asked, { contact }).conversation).toMatchObject({
      source_id: "wa.ID.abc",
      user_details: { display_name: "Anon. User (ID.abc)", phone_number: null, codigo_cliente: null },
    });
  });

  test.each([
    ["whatsapp-business-text-message-received", MESSAGE],
    ["whatsapp-business-message-received", PICTURE],
  ] as const)("the look-up by %s is taken in as it is told", (type, message) => {
    const data = dataOf(type, lookUp, { messages: [message] });
    expect(data).toMatchObject({ message_id: "wamid.EXAMPLE0001", receiver: OUR_NUMBER, deadline: LATER });
    expect(INCOMING[type].parse(data)).toMatchObject({
      conversation_id: CONVERSATION,
      sender: { phone: CONTACT.phone },
      receiver: { phone: "+15550100100" },
    });
  });
});

describe("the document", () => {
  const note: Event = eventOf(
    { type: "note.added", ticket_id: "T-1", content: "Has called before." },
    { seq: 8, actor: { type: "agent", id: "17" } },
  );
  const by = { type: "agent", id: "3" } as const;
  const log: Event[] = [
    eventOf({ type: "message.received", message: MESSAGE }, { seq: 2, at: LATER }),
    eventOf({ type: "ticket.opened", ticket_id: "T-1" }, { seq: 5 }),
    eventOf({ type: "agent.assigned", agent_id: "17" }, { seq: 6, actor: by }),
    eventOf(
      { type: "ticket.state_changed", ticket_id: "T-1", state: "standby", agent_id: "17" },
      { seq: 7, actor: by },
    ),
    note,
    eventOf({ type: "ticket.closed", ticket_id: "T-1" }, { seq: 9 }),
    eventOf({ type: "conversation.closed", reason: "ticket_closed" }, { seq: 10 }),
  ];

  test("writes the seeds' kinds in their words, and others in ours", () => {
    const { conversation } = documentOf({ ...toldOf(note), log, from: null, to: null, request_id: "1" });
    expect(
      conversation.log.map(({ type, seq, timestamp, fallback_text }) => [type, seq, timestamp, fallback_text]),
    ).toEqual([
      ["v0.0.1.chat.wa.text", 2, AT, MESSAGE.content],
      ["v0.0.1.state", 5, LATER, "Ticket T-1 was opened"],
      ["v0.0.1.assignment", 6, LATER, "Agent 17 has it"],
      ["v0.0.1.state", 7, LATER, "Ticket T-1 is standby"],
      ["v0.0.1.comment", 8, LATER, "Has called before."],
      ["v0.0.1.state", 9, LATER, "Ticket T-1 was closed"],
      ["v0.0.1.conversation.closed", 10, LATER, "The conversation was closed (ticket closed)"],
    ]);
    expect(conversation.log[2]).toMatchObject({
      new_agent: { agent_id: "17", display_name: "Agent 17" },
      authorized_by: { agent_id: "3", display_name: "Agent 3" },
    });
    expect(conversation.log[4]).toMatchObject({ comment: "Has called before.", sender: { agent_id: "17" } });
  });

  test.each(LOG_EVENT_NAMES)("has %s in words", (type) => {
    const { conversation } = documentOf({
      ...toldOf(note),
      log: [exampleOf(type)],
      from: null,
      to: null,
      request_id: "1",
    });
    expect(conversation.log[0]?.fallback_text).not.toBe("");
    expect(conversation.log[0]?.sender.display_name).not.toBe("");
  });

  test.each([
    [null, null],
    [AT, null],
    [null, LATER],
    [AT, LATER],
  ])("of the range %o to %o is the same at once and as an event", (from, to) => {
    const fact: Fact = { type: "document.requested", from, to, request_id: "request-1" };
    const data = dataOf("conversation-document", fact, { log });
    const answer = documentOf({ ...toldOf(note), log, from, to, request_id: "request-1" });
    expect(data).toMatchObject(answer);
    expect(data).toMatchObject({ request_id: "request-1", start_timestamp: from, end_timestamp: to });
  });

  test.each([
    ["ai", "ai-agent"],
    ["flow", "ai-agent"],
    ["queue", "agent"],
    ["agent", "agent"],
  ] as const)("where %s has the word it is managed by %s", (control, manage_by) => {
    const conversation = { ...VIEW, control };
    const document = documentOf({ ...toldOf(note), conversation, log, from: null, to: null, request_id: "1" });
    expect(document.conversation.manage_by).toBe(manage_by);
  });
});

describe("VoIPBIN's events", () => {
  const facadeOf = (fact: Fact, news: Partial<Told> = {}) =>
    publish(fact, news).filter(({ type }) => (FACADE_NAMES as readonly string[]).includes(type));

  test.each([
    [factNamed("conversation.opened"), "conversation_created"],
    [factNamed("conversation.closed"), "conversation_updated"],
    [factNamed("handoff.requested"), "conversation_updated"],
    [factNamed("ticket.opened"), "conversation_updated"],
    [factNamed("conversation.deleted"), "conversation_deleted"],
    [factNamed("message.received"), "conversation_message_created"],
    [factNamed("message.queued"), "conversation_message_created"],
    [factNamed("message.echoed"), "conversation_message_created"],
    [factNamed("message.status"), "conversation_message_updated"],
    [changed("reaction"), "conversation_message_updated"],
    [changed("revoke"), "conversation_message_deleted"],
  ] as const)("$0.type is $1", (fact, type) => {
    const [told, ...others] = facadeOf(fact);
    expect([told?.type, told?.id, others]).toEqual([type, `${CONVERSATION}:7:${type}`, []]);
  });

  test.each(["message.suppressed", "message.imported", "ai.requested", "contact.changed"] as const)(
    "%s is none of them",
    (type) => {
      expect(facadeOf(factNamed(type))).toEqual([]);
    },
  );

  test("say what VoIPBIN says and nothing else", () => {
    const [told] = facadeOf(factNamed("message.received"));
    expect(told?.data).toMatchObject({
      id: MESSAGE.id,
      direction: "incoming",
      source: { type: "whatsapp", target: "+15550100123" },
      destination: { type: "whatsapp", target: "+15550100100" },
      tm_delete: "9999-01-01 00:00:00.000000",
    });
    expect(told?.data).not.toHaveProperty("schema_version");
  });

  test("of a message that is gone there is nothing to say", () => {
    expect(facadeOf(changed("revoke"), { messages: [] })).toEqual([]);
  });
});

function factNamed(type: Event["type"]): Fact {
  return { type, ...factOf(type).example } as Fact;
}

test("as it is sent it is a CloudEvent", () => {
  const [, publication] = publish(asked);
  if (!publication) throw new Error("nothing was told");
  expect(cloudEventOf(publication, TENANT)).toEqual({
    specversion: "1.0",
    id: `${CONVERSATION}:7:generate-ai-agent-answer`,
    source: `urn:conversation-store:tenant:${TENANT}`,
    type: "generate-ai-agent-answer",
    subject: CONVERSATION,
    time: LATER,
    datacontenttype: "application/json",
    dataschema: "urn:conversation-store:schema:generate-ai-agent-answer:1",
    seq: 7,
    data: publication.data,
  });
});
