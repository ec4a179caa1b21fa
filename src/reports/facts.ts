import { type BusinessHours, openTimeBetween } from "../domain/business-hours.ts";
import type { CloseReason, HandoffTrigger } from "../domain/conversation.ts";
import { type Event, isMessageEvent } from "../domain/events.ts";
import type { Message } from "../domain/message.ts";
import { isQuestion } from "../domain/rating.ts";
import { type CountName, type Entry, PERIOD_MS, type Place, type Speaker, type TimeName } from "./cell.ts";
import { timeOf } from "./distribution.ts";

/** What must be known of a conversation to count what happens next in it: no person, nothing that was said. Times in epoch milliseconds. */
export interface Facts {
  outlet_id: string;
  inbox_id: string;
  opened_at: number;
  /** When it was opened, or reopened last; null once it is closed. */
  began_at: number | null;
  agent_id: string | null;
  /** Who had it last, or answered last. */
  served_by: string | null;
  /** From whom the last wish for a person took it. Facts of before do not have it. */
  taken_from?: string | null;
  team_id: string | null;
  first_customer_at: number | null;
  /** The customer's first message that nobody has answered. */
  waiting_since: number | null;
  /** When a person was first asked for. */
  first_wish_at: number | null;
  /** Since when it waits for a person. */
  queued_at: number | null;
  has_response: boolean;
  has_human_response: boolean;
  /** Whether people have or await the word, and whether they ever did. */
  is_with_people: boolean;
  was_handed_off: boolean;
  has_ai_answer: boolean;
  /** The AI answered, and it ended without people. */
  was_alone: boolean;
  /** The seqs of what is still to be sent. Facts of before do not have it. */
  unsent?: number[];
  /** What the customer said of it, and where that is counted. */
  rating: { score: number; place: Place } | null;
}

/** Where a conversation is, as it stands. */
export interface Whereabouts {
  outlet_id: string;
  inbox_id: string;
  /** When people of the outlet are there; null for always. */
  hours: BusinessHours | null;
}

/** An event folded into what is known, and what is to be counted for it. */
export interface Folded {
  facts: Facts;
  entries: Entry[];
}

/** Ends that nobody brought about for the customer: no time to them is the time of a resolution. */
const UNRESOLVED: readonly CloseReason[] = ["inactivity", "superseded", "imported", "erased"];

/**
 * What follows from the next event of a conversation. Everything is counted when it happened and for whoever had the
 * conversation then, so a number once told stays; only a rating that is given anew takes back the one before.
 * @param facts null where nothing is known of the conversation yet, or any more
 */
export function fold(facts: Facts | null, event: Event, whereabouts: Whereabouts): Folded {
  const page = new Page(facts ?? unknown(whereabouts, Date.parse(event.at)), event.at, whereabouts.hours);
  // What was imported has its own past times, and counts for nothing of today.
  if (event.number !== 0) enter(page, event);
  return { facts: page.facts, entries: page.entries };
}

/** ER1: a thread is erased: what was open in it is over. */
export const foldErased = (facts: Facts, at: string): Entry[] => {
  const page = new Page(facts, at, null);
  if (facts.began_at !== null) page.count("closed:erased");
  return page.entries;
};

const unknown = ({ outlet_id, inbox_id }: Whereabouts, at: number): Facts => ({
  ...{ outlet_id, inbox_id, opened_at: at, began_at: null },
  ...{ agent_id: null, served_by: null, team_id: null },
  ...{ first_customer_at: null, waiting_since: null, first_wish_at: null, queued_at: null },
  ...{ has_response: false, has_human_response: false, has_ai_answer: false, was_alone: false },
  ...{ is_with_people: false, was_handed_off: false },
  rating: null,
});

/** What is known while one event is entered, and what it adds. */
class Page {
  facts: Facts;
  readonly at: number;
  readonly entries: Entry[] = [];
  readonly #hours: BusinessHours | null;

  constructor(facts: Facts, at: string, hours: BusinessHours | null) {
    this.facts = facts;
    this.at = Date.parse(at);
    this.#hours = hours;
  }

  learn(news: Partial<Facts>): void {
    this.facts = { ...this.facts, ...news };
  }

  /** Now, for whoever has the conversation, or for another. */
  place(agent_id = this.facts.agent_id): Place {
    const { outlet_id, inbox_id, team_id } = this.facts;
    return { period: Math.floor(this.at / PERIOD_MS), outlet_id, inbox_id, agent_id, team_id };
  }

  count(count: CountName, place = this.place(), by = 1): void {
    this.entries.push({ place, count, by });
  }

  /** What began then has now ended; nothing where it never began. */
  time(time: TimeName, from: number | null, place = this.place()): void {
    if (from === null) return;
    this.entries.push({ place, time, taken: timeOf(this.at - from) });
    if (this.#hours === null) return;
    this.entries.push({ place, time: `${time}:open`, taken: timeOf(openTimeBetween(this.#hours, from, this.at)) });
  }
}

function enter(page: Page, event: Event): void {
  const { at } = page;
  if (isMessageEvent(event)) {
    enterMessage(page, event.type, event.message);
    return;
  }
  switch (event.type) {
    case "conversation.opened":
      page.learn({ began_at: at, outlet_id: event.identity.outlet_id, inbox_id: event.identity.inbox_id });
      page.count("opened");
      break;
    case "conversation.reopened":
      page.learn({ ...WITHOUT_PEOPLE, began_at: at });
      page.count("reopened");
      break;
    case "conversation.moved":
      page.learn({ outlet_id: event.outlet_id });
      break;
    case "conversation.closed":
      closed(page, event.reason);
      break;
    case "conversation.rated":
      rated(page, event.score);
      break;
    case "handoff.requested":
      wished(page, event.trigger, event.team_id ?? null);
      break;
    case "agent.assigned":
      assigned(page, event.agent_id);
      break;
    case "control.released":
      page.learn(WITHOUT_PEOPLE);
      break;
    case "ai.timed_out":
      page.count("ai_timed_out");
      break;
    case "message.status":
      page.count(`status:${event.status}`);
      settled(page, event.message_seq);
      if (event.status === "failed") page.count(`error:${event.error?.code ?? "none"}`);
      break;
    default:
  }
}

function closed(page: Page, reason: CloseReason): void {
  const { began_at, has_ai_answer, was_handed_off, was_alone } = page.facts;
  page.count(`closed:${reason}`);
  if (!UNRESOLVED.includes(reason)) page.time("resolution", began_at);
  const isAlone = has_ai_answer && !was_handed_off;
  if (isAlone && !was_alone) page.count("ai_alone");
  page.learn({ began_at: null, waiting_since: null, queued_at: null, was_alone: was_alone || isAlone });
}

/** CV16: the latest counts. */
function rated(page: Page, score: number): void {
  const { rating, served_by } = page.facts;
  const place = page.place(served_by);
  if (rating) page.count(`rated:${rating.score}`, rating.place, -1);
  page.count(`rated:${score}`, place);
  page.learn({ rating: { score, place } });
}

const WITHOUT_PEOPLE = { agent_id: null, team_id: null, queued_at: null, is_with_people: false } as const;

/** People are asked for, or take it. */
function handedOff(page: Page): void {
  const { was_handed_off, has_ai_answer } = page.facts;
  if (!was_handed_off) page.count("handed_off");
  if (!was_handed_off && has_ai_answer) page.count("ai_handed_off");
  page.learn({ is_with_people: true, was_handed_off: true });
}

function wished(page: Page, trigger: HandoffTrigger, team_id: string | null): void {
  const { facts, at } = page;
  // Who has it may give it back to those who wait: that is no second hand-off.
  if (!facts.is_with_people) page.count(`handoff:${trigger}`);
  handedOff(page);
  const since = { first_wish_at: facts.first_wish_at ?? at, queued_at: facts.queued_at ?? at };
  page.learn({ ...since, agent_id: null, taken_from: facts.agent_id, team_id });
}

function assigned(page: Page, agent_id: string | null): void {
  const { facts, at } = page;
  handedOff(page);
  page.learn({ agent_id, served_by: agent_id ?? facts.served_by, queued_at: null });
  // HO1: a second wish for a person does not take it from the agent who has it.
  if (facts.queued_at === at && agent_id !== null && agent_id === facts.taken_from) return;
  page.count("assigned");
  page.time("wait", facts.queued_at);
}

type MessageEventType = Extract<Event, { message: Message }>["type"];

function enterMessage(page: Page, type: MessageEventType, message: Message): void {
  if (type === "message.imported" || message.passive) return;
  if (type === "message.suppressed") {
    if (message.sender_type === "llm") page.count("ai_suppressed");
  } else if (message.direction === "in") heard(page);
  else said(page, type, message);
}

function said(page: Page, type: MessageEventType, message: Message): void {
  const { facts } = page;
  const speaker = speakerOf(message);
  const place = page.place(speaker === "agent" ? (message.sender_id ?? facts.agent_id) : facts.agent_id);
  page.count(`said:${speaker}`, place);
  if (type === "message.queued") queued(page, place, message.seq);
  if (isQuestion(message)) page.count("rating_asked", page.place(facts.served_by));
  if (speaker === "llm") answeredByAi(page, message);
  if (speaker === "agent") answeredByPerson(page, place);
  if (speaker === "system") return;
  if (speaker !== "elsewhere" && !facts.has_response && facts.first_customer_at !== null) {
    page.time("first_response", facts.first_customer_at, place);
    page.learn({ has_response: true });
  }
  page.learn({ waiting_since: null });
}

function queued(page: Page, place: Place, seq: number): void {
  page.count("queued", place);
  page.learn({ unsent: [...(page.facts.unsent ?? []), seq] });
}

/** The first status of a message, whichever it is, says that it waits no longer. */
function settled(page: Page, seq: number): void {
  const { unsent = [] } = page.facts;
  if (unsent.includes(seq)) page.learn({ unsent: unsent.filter((one) => one !== seq) });
}

function heard(page: Page): void {
  const { first_customer_at, waiting_since } = page.facts;
  page.count("received");
  page.learn({ first_customer_at: first_customer_at ?? page.at, waiting_since: waiting_since ?? page.at });
}

function answeredByAi(page: Page, { metadata }: Message): void {
  if (metadata?.low_confidence === true) page.count("ai_unsure");
  if (!page.facts.has_ai_answer) page.count("ai_conversations");
  page.learn({ has_ai_answer: true });
}

/** From the wish for a person on, or where there was none from the customer's first message on. */
function answeredByPerson(page: Page, place: Place): void {
  const { has_human_response, first_wish_at, first_customer_at, waiting_since, served_by } = page.facts;
  const since = first_wish_at ?? first_customer_at;
  if (!has_human_response && since !== null) {
    page.time("first_human_response", since, place);
    page.learn({ has_human_response: true });
  }
  page.time("reply", waiting_since, place);
  page.learn({ served_by: place.agent_id ?? served_by });
}

const speakerOf = ({ sender_type, origin }: Message): Speaker =>
  origin === "standby" ? "elsewhere" : sender_type === "customer" ? "system" : sender_type;
