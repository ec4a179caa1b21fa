import type { Fields } from "../model.ts";
import { bodyOf, conversationOf } from "./callback.ts";
import { plain, topicOf } from "./canned.ts";
import {
  type CloudEvent,
  chosen,
  type Reaction,
  type Saying,
  type StandIn,
  type Surroundings,
  sameId,
} from "./service.ts";

/** What the CRM remembers of a conversation. */
interface Desk {
  ticket_id: string | null;
  agent: Agent;
  /** The agent was sent the conversation, and has said hello. */
  has_read: boolean;
  closed: boolean;
  /** Where the customer said goodbye; a ticket that was asked for before that is closed as soon as it is opened. */
  goodbye_seq: number | null;
}

interface Agent {
  agent_id: number;
  display_name: string;
}

const AGENTS: [Agent, ...Agent[]] = [
  { agent_id: 7, display_name: "Ana Ferreira" },
  { agent_id: 12, display_name: "Marco Duarte" },
];

export const TICKET_STATES = ["pending", "open", "standby", "closed"] as const;

const GOODBYES = ["bye", "goodbye", "that's all", "thats all", "adiós", "adios", "tschüss", "sampai jumpa"];

/** The CRM with its people: opens a ticket, reads the conversation, answers, and closes when the customer says goodbye. */
export const agents: StandIn = {
  name: "ms-agents",
  types: ["open-ticket", "conversation-document", "generate-agent-answer"],
  thinks_ms: 2_500,
  handle(event, surroundings) {
    const desk = deskOf(conversationOf(event), surroundings.memory);
    if (event.type === "open-ticket") return openTicket(event, desk, surroundings);
    if (event.type === "conversation-document") return readConversation(event, desk, surroundings);
    return answerCustomer(event, desk, surroundings);
  },
};

const deskOf = (conversation: string, memory: Fields | null): Desk => ({
  ticket_id: null,
  agent: chosen(AGENTS, conversation),
  has_read: false,
  closed: false,
  goodbye_seq: null,
  ...memory,
});

function openTicket(event: CloudEvent, desk: Desk, { thinks_ms }: Surroundings): Reaction {
  const conversation_id = conversationOf(event);
  const ticket_id = `T-${sameId("ticket", event.id).slice(0, 8)}`;
  const { agent } = desk;
  const opened: Desk = { ...desk, ticket_id, has_read: false, closed: false };
  const isOver = desk.goodbye_seq !== null && event.seq !== undefined && event.seq < desk.goodbye_seq;
  const after_ms = Math.round(thinks_ms / 5);
  const says = [
    { type: "ticket-opened", data: { ticket_id, conversation_id }, after_ms },
    {
      type: "agent-assigned",
      data: { ticket_id, agent_assigned: agent, authorized_by: agent },
      after_ms,
    },
    { type: "get-conversation", data: { conversation_id }, after_ms },
  ];
  if (!isOver) return { memory: { ...opened }, says };
  return { memory: { ...opened, closed: true }, says: [...says, ...closing(opened, after_ms)] };
}

/** Whoever has read what was said before introduces themselves. */
function readConversation(event: CloudEvent, desk: Desk, { thinks_ms }: Surroundings): Reaction {
  const memory = { ...desk, has_read: true };
  if (desk.has_read || desk.closed) return { memory, says: [] };
  const first = desk.agent.display_name.split(" ")[0];
  const body = `Hello, this is ${first}. I have read what you wrote and am looking into it.`;
  return { memory, says: [answer(conversationOf(event), desk, body, thinks_ms)] };
}

function answerCustomer(event: CloudEvent, desk: Desk, { thinks_ms }: Surroundings): Reaction {
  const text = bodyOf(event);
  const conversation = conversationOf(event);
  if (!saysGoodbye(text)) return { says: [answer(conversation, desk, wordsFor(text), thinks_ms)] };
  const goodbye = answer(conversation, desk, "You are welcome. Have a nice day!", thinks_ms);
  const hasTicket = desk.ticket_id !== null && !desk.closed;
  return {
    memory: { ...desk, closed: hasTicket || desk.closed, goodbye_seq: event.seq ?? null },
    says: [goodbye, ...(hasTicket ? closing(desk, thinks_ms) : [])],
  };
}

const saysGoodbye = (text: string): boolean => GOODBYES.some((word) => plain(text).includes(` ${word} `));

/** What the person at the desk writes: always the same for the same question. */
function wordsFor(text: string): string {
  const topic = topicOf(text)?.name;
  if (topic === "complaint") return "I am sorry about that. I have ordered a replacement, which will leave today.";
  if (topic === "order") return "I have called the depot: it is on the van and comes before six.";
  if (topic === "thanks") return "Gladly! Is there anything else? Say bye when you are done.";
  return chosen(
    [
      "One moment, I am asking the colleagues in the shop.",
      "I have looked it up: yes, that works.",
      "I have noted it and will see that it is done today.",
    ],
    text,
  );
}

function answer(conversation_id: string, { agent }: Desk, body: string, after_ms: number): Saying {
  const data = { conversation_id, agent_id: agent.agent_id, agent_details: agent, body };
  return { type: "agent-answer-generated", data, after_ms };
}

function closing(
  { ticket_id, agent }: Desk,
  after_ms: number,
  comment = "Solved; the customer said goodbye.",
): Saying[] {
  const data = { ticket_id, authorized_by: agent };
  const once = `the end of ${ticket_id}`;
  return [
    { type: "ticket-comment-added", data: { ...data, comment }, after_ms, once },
    { type: "ticket-closed", data, after_ms, once },
  ];
}

/** What the person at the desk can be told to do. */
export type DeskWork =
  | { do: "answer"; body: string }
  | { do: "comment"; comment: string }
  | { do: "close"; comment: string | null }
  | { do: "change_state"; state: (typeof TICKET_STATES)[number] };

/** Does it at once; null where there is no ticket for it. */
export function workAtDesk(conversation: string, memory: Fields | null, work: DeskWork): Reaction | null {
  const desk = deskOf(conversation, memory);
  const { ticket_id, agent } = desk;
  if (work.do === "answer") return { says: [answer(conversation, desk, work.body, 0)] };
  if (ticket_id === null) return null;
  if (work.do === "close") {
    return { memory: { ...desk, closed: true }, says: closing(desk, 0, work.comment ?? undefined) };
  }
  const data = { ticket_id, authorized_by: agent };
  if (work.do === "comment") {
    return { says: [{ type: "ticket-comment-added", data: { ...data, comment: work.comment }, after_ms: 0 }] };
  }
  const isClosed = work.state === "closed";
  return {
    memory: { ...desk, closed: isClosed },
    says: [{ type: "ticket-state-changed", data: { ...data, new_state: work.state }, after_ms: 0 }],
  };
}
