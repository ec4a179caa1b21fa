import { type Conversation, type ConversationView, conversationView } from "../domain/conversation.ts";
import { erasedConversation, isSilent } from "../domain/erasing.ts";
import { type Event, isMessageEvent } from "../domain/events.ts";
import { conversationId } from "../domain/ids.ts";
import type { Message } from "../domain/message.ts";
import { EMPTY_THREAD } from "../domain/thread.ts";
import { compare } from "../lib/compare.ts";
import type { Executor } from "./executor.ts";
import type { Range } from "./message-store.ts";
import type { Inbound, Logged, Page, Standing, Telt, Untold } from "./port.ts";
import { latest, MOST_CHARACTERS, MOST_TOLD, portion } from "./portion.ts";
import { type ConversationRepository, READ_AT_ONCE } from "./repository.ts";
import type { Documented, Part, Told } from "./told.ts";

/** So many messages before an event are told with it, where an answer needs them. */
const CONTEXT = 20;

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

  standing(): Standing | null {
    const { since, forwarded_to, user_ids, left_phones, current } = this.#executor.thread;
    const is_erased = isSilent(this.#executor.thread);
    const window_from = current?.window_from ?? null;
    return since === null ? null : { since, forwarded_to, user_ids, left_phones, window_from, is_erased };
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
      const isDocument = hasContext && event.type === "document.requested";
      const { log } = isDocument ? this.#log([conversation], { ...event, limit: null }) : { log: [] };
      return [{ event, conversation: viewOf(conversation), contact, our_number, messages, log }];
    };
    const told: Told[] = [];
    let characters = 0;
    for (const event of events) {
      const some = toldOf(event);
      const more = some.reduce((sum, one) => sum + JSON.stringify([one.event, one.messages, one.log]).length, 0);
      // What is too much is told next time; of itself an event is told, whatever its size.
      if (characters + more > MOST_TOLD && told.length > 0) return { told, through: event.seq - 1, head, characters };
      characters += more;
      told.push(...some);
    }
    return { told, through, head, characters };
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
    const events = after >= head ? [] : this.#portion(after, limit, MOST_TOLD);
    const through = events.at(-1)?.seq ?? head;
    return { events, place: this.#executor.thread.identity, after, through, head };
  }

  /** Conversations with what their log says; what there is none of is left out. */
  document(numbers: number[], part: Part): Documented {
    const found = numbers.flatMap((number) => this.#executor.conversation(number) ?? []);
    const conversations = found.map((conversation) => this.#executor.view(conversation));
    return { conversations, contact: this.#executor.thread.contact, ...this.#log(found, part) };
  }

  /** The log is gone through once, from where the first of them begins: what concerns a conversation may follow its end. */
  #log(conversations: Conversation[], { from, to, limit }: Part): Pick<Documented, "log" | "has_more"> {
    let [log, has_more]: [Event[], boolean] = [[], false];
    if (limit === 0 || conversations.length === 0) return { log, has_more };
    const numbers = new Set(conversations.map(({ number }) => number));
    const within = (time: string) => (from === null || time >= from) && (to === null || time <= to);
    const most = limit ?? Number.POSITIVE_INFINITY;
    const trim = () => {
      const all = limit === null ? log : log.sort(byTime);
      log = latest(all, most, MOST_CHARACTERS);
      has_more ||= log.length < all.length;
    };
    const after = Math.min(...conversations.map((conversation) => this.#rangeOf(conversation).from)) - 1;
    let characters = 0;
    for (const event of this.#repository.eachEvent(after)) {
      if (!numbers.has(event.number) || !within(timeOf(event))) continue;
      log.push(event);
      characters += JSON.stringify(event).length;
      if (characters <= MOST_CHARACTERS && log.length <= 2 * most) continue;
      trim();
      characters = 0;
    }
    trim();
    return { log, has_more };
  }

  /** The log after a seq: so many events at most, and fewer where they are large; null when there is no such conversation. */
  events(number: number, after: number, limit: number): Logged | null {
    if (this.#executor.conversation(number) === null) return null;
    const events = this.#portion(after, limit, MOST_CHARACTERS);
    const last = events.at(-1)?.seq;
    return { events, has_more: last !== undefined && last < this.#executor.thread.seq };
  }

  #portion(after: number, limit: number, most: number): Event[] {
    return portion(this.#repository.eachEvent(after, Math.min(limit, READ_AT_ONCE)), limit, most);
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
