import { type Conversation, type ConversationView, conversationView } from "../domain/conversation.ts";
import { erasedConversation } from "../domain/erasing.ts";
import { type Event, isMessageEvent } from "../domain/events.ts";
import { conversationId } from "../domain/ids.ts";
import type { Message } from "../domain/message.ts";
import { EMPTY_THREAD } from "../domain/thread.ts";
import { compare } from "../lib/compare.ts";
import type { Executor } from "./executor.ts";
import { AT_ONCE, MOST_CHARACTERS, type Range } from "./message-store.ts";
import type { Inbound, Logged, Page, Telt, Untold } from "./port.ts";
import type { ConversationRepository } from "./repository.ts";
import type { Documented, Part, Told } from "./told.ts";

/** So many messages before an event are told with it, where an answer needs them. */
const CONTEXT = 20;

/** So many characters of messages are told at a time: each may be there several times. */
const MOST_TOLD = 2_000_000;

/** Which part of the log is told. */
interface Passage {
  after: number;
  limit: number;
  /** With the messages before an event, where an answer needs them; else with the last of them. */
  hasContext: boolean;
}

/** What others read of a thread. Writes nothing. */
export class Reading {
  readonly #executor: Executor;
  readonly #repository: ConversationRepository;

  constructor(executor: Executor, repository: ConversationRepository) {
    this.#executor = executor;
    this.#repository = repository;
  }

  /** Messages of a conversation as one JSON array, oldest first; null when there is no such conversation. */
  messages(number: number, page: Page): string | null {
    const conversation = this.#executor.conversation(number);
    if (!conversation) return null;
    const whole = this.#rangeOf(conversation);
    const range = {
      ...whole,
      from: Math.max(whole.from, (page.after_seq ?? 0) + 1),
      through: Math.min(whole.through, (page.before_seq ?? Number.MAX_SAFE_INTEGER) - 1),
    };
    const end = page.after_seq === undefined ? "last" : "first";
    return `[${this.#repository.messages.page(range, page.limit, end).join(",")}]`;
  }

  lastInbound(number: number): Inbound | null {
    const { identity, last_inbound_id } = this.#executor.thread;
    if (!this.#executor.conversation(number) || !identity || last_inbound_id === null) return null;
    return { inbox_id: identity.inbox_id, channel_message_id: last_inbound_id };
  }

  /** The last messages that were said, for a model's context: what was suppressed was not said. */
  recent(number: number, count: number): string | null {
    const conversation = this.#executor.conversation(number);
    if (!conversation) return null;
    return `[${this.#repository.messages.said(this.#rangeOf(conversation), count).join(",")}]`;
  }

  /** What services are to be told after a seq, with what each event is about. */
  tell({ after, limit, hasContext }: Passage, our_number: string | null): Telt {
    const { events, through, head } = this.untold(after, limit);
    // One object for all events of a conversation: it goes over the wire once.
    const views = new Map<number, ConversationView>();
    const viewOf = (conversation: Conversation) => {
      const view = views.get(conversation.number) ?? this.#executor.view(conversation);
      views.set(conversation.number, view);
      return view;
    };
    const toldOf = (event: Event): Told[] => {
      if (event.type === "thread.erased") return this.#erased(event, our_number);
      const conversation = this.#executor.conversation(event.number);
      // Nor later, when it has begun: it would come after what was told meanwhile.
      if (conversation === null || event.seq < conversation.first_seq) return [];
      const { contact } = this.#executor.thread;
      const messages = this.#messagesOf(event, conversation, hasContext);
      const log = event.type === "document.requested" ? this.#log([conversation], { ...event, limit: null }) : [];
      return [{ event, conversation: viewOf(conversation), contact, our_number, messages, log }];
    };
    const told: Told[] = [];
    let characters = 0;
    for (const event of events) {
      const some = toldOf(event);
      characters += some.reduce((sum, { messages, log }) => sum + JSON.stringify([messages, log]).length, 0);
      // What is too much is told next time; of itself an event is told, whatever its size.
      if (characters > MOST_TOLD && told.length > 0) return { told, through: event.seq - 1, head };
      told.push(...some);
    }
    return { told, through, head };
  }

  /** That all is gone is told without what was known since. */
  #erased(event: Extract<Event, { type: "thread.erased" }>, our_number: string | null): Told[] {
    const { identity } = this.#executor.thread;
    if (identity === null) return [];
    const { contact } = EMPTY_THREAD;
    const view = conversationView(identity, contact, erasedConversation(event, identity), event.seq);
    return [{ event, conversation: { ...view, previous_id: null }, contact, our_number, messages: [], log: [] }];
  }

  /** The log after a seq, and how far that is. */
  untold(after: number, limit: number): Untold {
    const head = this.#executor.thread.seq;
    const events = after >= head ? [] : this.#repository.events(after, limit);
    const through = events.length < limit ? head : (events.at(-1)?.seq ?? head);
    return { events, place: this.#executor.thread.identity, after, through, head };
  }

  /** Conversations with what their log says; what there is none of is left out. */
  document(numbers: number[], part: Part): Documented {
    const found = numbers.flatMap((number) => this.#executor.conversation(number) ?? []);
    const conversations = found.map((conversation) => this.#executor.view(conversation));
    return { conversations, contact: this.#executor.thread.contact, log: this.#log(found, part) };
  }

  /** The log is gone through once, from where the first of them begins: what concerns a conversation may follow its end. */
  #log(conversations: Conversation[], { from, to, limit }: Part): Event[] {
    if (limit === 0 || conversations.length === 0) return [];
    const numbers = new Set(conversations.map(({ number }) => number));
    const within = (time: string) => (from === null || time >= from) && (to === null || time <= to);
    const last = (events: Event[]) => (limit === null ? events : events.sort(byTime).slice(-limit));
    const after = Math.min(...conversations.map((conversation) => this.#rangeOf(conversation).from)) - 1;
    let log: Event[] = [];
    for (const events of this.#parts(after)) {
      const asked = events.filter((event) => numbers.has(event.number) && within(timeOf(event)));
      log = last(log.concat(asked));
    }
    return log;
  }

  /** The log after a seq, a part at a time: the memory of an object would not hold any number of large messages. */
  *#parts(after: number, size = AT_ONCE): Generator<Event[]> {
    for (;;) {
      const events = this.#repository.events(after, size);
      yield events;
      if (events.length < size) return;
      after = events.at(-1)?.seq ?? after;
    }
  }

  /** The log after a seq: so many events at most, and fewer where they are large; null when there is no such conversation. */
  events(number: number, after: number, limit: number): Logged | null {
    if (this.#executor.conversation(number) === null) return null;
    const found: Event[] = [];
    let characters = 0;
    const isFull = () => found.length >= limit || (characters > MOST_CHARACTERS && found.length > 0);
    for (const events of this.#parts(after, Math.min(AT_ONCE, limit))) {
      for (const event of events) {
        characters += isMessageEvent(event) ? JSON.stringify(event.message).length : 0;
        if (isFull()) break;
        found.push(event);
      }
      if (isFull()) break;
    }
    const last = found.at(-1)?.seq;
    return { events: found, has_more: last !== undefined && last < this.#executor.thread.seq };
  }

  #messagesOf(event: Event, conversation: Conversation, hasContext: boolean): Message[] {
    if (event.type === "ai.requested" || event.type === "ticket.requested") {
      const range = { ...this.#rangeOf(conversation), through: event.seq };
      return this.#repository.messages.said(range, hasContext ? CONTEXT : 1).map((body) => JSON.parse(body) as Message);
    }
    const seq = event.type === "message.changed" ? event.target.message_seq : messageSeqOf(event);
    const message = seq === null ? null : this.#repository.messages.get(seq);
    if (message === null) return [];
    return [event.type === "message.sending" ? this.#executor.withQuoted(message) : message];
  }

  /** Where a conversation's messages lie in the log; those of the history may lie anywhere. */
  #rangeOf({ number, first_seq }: Conversation): Range {
    const { thread } = this.#executor;
    const conversation_id = conversationId(thread.identity?.thread_key ?? "", number);
    const next = number === 0 ? null : this.#executor.conversation(number + 1);
    return { conversation_id, from: first_seq, through: (next?.first_seq ?? thread.seq + 1) - 1 };
  }
}

/** When it happened, to the outside: of a message the channel's own time. */
const timeOf = (event: Event): string => (isMessageEvent(event) ? event.message.timestamp : event.at);

const byTime = (one: Event, other: Event): number => compare(timeOf(one), timeOf(other)) || one.seq - other.seq;

const messageSeqOf = (event: Event): number | null => ("message_seq" in event ? event.message_seq : null);
