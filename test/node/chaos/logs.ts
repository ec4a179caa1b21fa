import { type Event, isMessageEvent } from "../../../src/domain/events.ts";
import { parseConversationId } from "../../../src/domain/ids.ts";
import type { Message } from "../../../src/domain/message.ts";
import { isOpen, type Json } from "./api.ts";
import type { Machine } from "./machine.ts";

const PAGE = 1_000;

/** What a thread says of itself. */
export interface Log {
  threadKey: string;
  /** One of its conversations. */
  conversation: string;
  /** Digits only. */
  customer: string;
  events: Event[];
}

/** Every log, as it is read through the API again and again: what was read once must stay as it was. */
export class Logs {
  readonly all = new Map<string, Log>();
  /** What did not stay, in words. */
  readonly changed: string[] = [];
  readonly #machine: Machine;

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  /** Reads every thread that the desk or somebody's answer names. @returns the desk's list */
  async read(conversations: Iterable<string>): Promise<Json[]> {
    const listed = await listOf(this.#machine);
    for (const id of [...conversations, ...listed.map(({ id }) => id)]) this.#know(id);
    await eachOf([...this.all.values()], async (log) => {
      const events = await this.eventsOf(log.conversation, 0);
      this.changed.push(...changesOf(log, events));
      log.events = events;
      const [first] = log.events;
      if (first?.type === "conversation.opened") log.customer = first.contact.phone?.replace(/\D/g, "") ?? "";
    });
    return listed;
  }

  async eventsOf(conversation: string, after: number): Promise<Event[]> {
    const found: Event[] = [];
    for (;;) {
      const from = found.at(-1)?.seq ?? after;
      const path = `/conversations/${conversation}/events?after_seq=${from}&limit=${PAGE}`;
      const { events } = await asked(() => this.#machine.api("GET", path));
      found.push(...events);
      if (events.length < PAGE) return found;
    }
  }

  #know(conversation: string): void {
    const threadKey = parseConversationId(conversation)?.threadKey;
    if (threadKey !== undefined && !this.all.has(threadKey))
      this.all.set(threadKey, { threadKey, conversation, customer: "", events: [] });
  }
}

function changesOf({ threadKey, events }: Log, now: Event[]): string[] {
  const at = events.findIndex((event, index) => said(event) !== said(now[index]));
  const before = events.flatMap((event, index) => {
    const one = now[index];
    return one && isMessageEvent(event) && isMessageEvent(one) ? [[event.message, one.message] as const] : [];
  });
  const back = before.filter(([then, later]) => rankOf(later) < rankOf(then));
  return [
    ...(at < 0 ? [] : [`event ${at + 1} of ${threadKey} was ${said(events[at])} and is ${said(now[at])}`]),
    ...back.map(([then, later]) => `the status of ${then.id} went back from ${then.status} to ${later.status}`),
  ];
}

/** What of an event never changes: a message in it has its present status. */
const said = (event: Event | undefined): string =>
  event === undefined
    ? "nothing"
    : JSON.stringify([event.seq, event.type, event.at, isMessageEvent(event) && event.message.content]);

/** From worst to best; DL1: a status only moves forward. */
export const RANKS = ["queued", "accepted", "sent", "failed", "delivered", "read", "played"];

const rankOf = ({ status }: Message): number => RANKS.indexOf(status ?? "");

export const messagesOf = ({ events }: Log): Message[] =>
  events.flatMap((event) => (isMessageEvent(event) ? [event.message] : []));

/** The desk's list, all of it. */
async function listOf(machine: Machine): Promise<Json[]> {
  const found: Json[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const more: string = cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`;
    const page = await asked(() => machine.api("GET", `/conversations?limit=200${more}`));
    found.push(...page.conversations);
    cursor = page.next_cursor;
  }
  return found;
}

/** An answer that there must be; a runtime that has just begun may let one wait. */
export async function asked(ask: () => ReturnType<Machine["api"]>): Promise<Json> {
  for (let left = 20; ; left--) {
    const answer = await ask();
    if (answer?.status === 200) return answer.json;
    if (!isOpen(answer) || left === 0) throw new Error(`The product answers ${JSON.stringify(answer)}.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const AT_ONCE = 8;

/** Does something with each, a few at a time. */
export async function eachOf<T>(list: T[], work: (one: T) => Promise<void>): Promise<void> {
  const left = list.values();
  const worker = async () => {
    for (const one of left) await work(one);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
