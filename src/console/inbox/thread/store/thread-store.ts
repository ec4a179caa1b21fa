import type { Conversation, LogEvent, Message } from "../../../api/types.ts";
import { isMessageEvent } from "./entry.ts";
import { EMPTY_LOG, type Log, withHead, withPage, withTold } from "./log.ts";
import { around, before, endOf, FULL, WINDOW, type Window } from "./windows.ts";

/** How a thread is read. */
export interface ThreadSource {
  /** The log after a seq, in order. */
  events: (window: Window) => Promise<LogEvent[]>;
  /** The conversation's last messages, where others lie behind them in the log. */
  lastMessages: (limit: number) => Promise<Message[]>;
}

export interface ThreadState {
  log: Log;
  isReady: boolean;
  /** Why nothing can be shown. */
  error: unknown;
  isReadingOlder: boolean;
  olderError: unknown;
  /** What is here goes to the end, and stays with it. */
  isAtEnd: boolean;
  /** The first seq that nobody of us had seen when the conversation was opened. */
  unreadFrom: number | null;
}

export interface ThreadStore {
  get: () => ThreadState;
  onChange: (listener: () => void) => () => void;
  /** Reads what is to be shown first. @param at a place to begin at; the end unless given */
  open: (conversation: Conversation, at: number | null) => Promise<void>;
  older: () => Promise<void>;
  newer: () => Promise<void>;
  /** Reads around a place, unless it is here. */
  jump: (seq: number) => Promise<void>;
  toEnd: () => Promise<void>;
  told: (event: LogEvent) => void;
  /** Somebody says that the log goes so far. */
  headIs: (seq: number) => void;
}

const NOTHING: ThreadState = {
  log: EMPTY_LOG,
  isReady: false,
  error: null,
  isReadingOlder: false,
  olderError: null,
  isAtEnd: false,
  unreadFrom: null,
};

/** So often more is read for a pane that is not full, such as of a thread of flows and retries. */
const MOST_FILLS = 4;

/** What is held of one thread while it is looked at. @param number which conversation of it */
export function threadStore(source: ThreadSource, number: number): ThreadStore {
  let state = NOTHING;
  let readingNewer: Promise<void> | null = null;
  const listeners = new Set<() => void>();
  const change = (part: Partial<ThreadState>): void => {
    state = { ...state, ...part };
    for (const listener of listeners) listener();
  };

  const read = async (window: Window): Promise<number> => {
    const events = await source.events(window);
    // What is of an outlet that the agent does not see is left out: the window has been read all the same.
    const end = Math.min(window.after_seq + window.limit, state.log.head);
    const through = Math.max(events.at(-1)?.seq ?? window.after_seq, end);
    change({ log: withPage(state.log, { events, from: window.after_seq + 1, through }) });
    return events.length;
  };
  const messages = (): number => [...state.log.messages.values()].length;
  const isBeyond = (): boolean => (state.log.events.get(state.log.through)?.number ?? 0) > number;
  const settleEnd = (): void => change({ isAtEnd: isBeyond() || state.log.through >= state.log.head });

  const fill = async (): Promise<void> => {
    for (let count = 0; count < MOST_FILLS && messages() < FULL; count++) {
      const window = before(state.log.from);
      if (window === null) return;
      await read(window);
    }
  };

  const readEnd = async (conversation: Conversation): Promise<void> => {
    await read(endOf(conversation.last_seq));
    const hasOwn = [...state.log.events.values()].some((event) => event.number === number && isMessageEvent(event));
    if (!hasOwn && conversation.message_count > 0) {
      const [last] = await source.lastMessages(1);
      if (last) {
        change({ log: EMPTY_LOG });
        await read({ after_seq: Math.max(0, last.seq - WINDOW + 40), limit: WINDOW });
      }
    }
    await fill();
  };

  const newer = (): Promise<void> => {
    if (readingNewer) return readingNewer;
    const { log } = state;
    if (isBeyond() || log.through >= log.head) {
      settleEnd();
      return Promise.resolve();
    }
    readingNewer = read({ after_seq: log.through, limit: WINDOW })
      .then((count) => {
        // Nobody will tell what is not there.
        if (count === 0) change({ log: { ...state.log, head: state.log.through } });
        settleEnd();
      })
      .finally(() => {
        readingNewer = null;
      })
      .then(() => (state.isAtEnd && state.log.through < state.log.head ? newer() : undefined));
    return readingNewer;
  };

  const followed = (): void => {
    if (state.isReady && state.isAtEnd && state.log.through < state.log.head && !isBeyond())
      void newer().catch(() => undefined);
  };

  return {
    get: () => state,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    open: async (conversation, at) => {
      change({ error: null, log: withHead(state.log, conversation.last_seq) });
      try {
        if (at !== null) await read(around(at));
        else if (!state.isReady || !state.isAtEnd || conversation.last_seq - state.log.through > WINDOW)
          await readEnd(conversation);
        else await newer();
        if (at !== null) await fill();
        settleEnd();
        change({ isReady: true, unreadFrom: at === null ? firstUnread(state.log, conversation) : null });
        followed();
      } catch (error) {
        change(state.isReady ? { isReady: true } : { error });
      }
    },
    older: async () => {
      const window = before(state.log.from);
      if (window === null || state.isReadingOlder || !state.isReady) return;
      change({ isReadingOlder: true, olderError: null });
      const had = state.log.from;
      try {
        await read(window);
        change({ isReadingOlder: false });
      } catch (olderError) {
        change({ isReadingOlder: false, olderError: state.log.from === had ? olderError : null });
      }
    },
    newer,
    jump: async (seq) => {
      if (seq >= state.log.from && seq <= state.log.through) return;
      await read(around(seq));
      settleEnd();
    },
    toEnd: async () => {
      if (state.isAtEnd) return;
      change({ log: withHead(EMPTY_LOG, state.log.head) });
      await read(endOf(state.log.head));
      await fill();
      settleEnd();
    },
    told: (event) => {
      change({ log: withTold(state.log, event) });
      followed();
    },
    headIs: (seq) => {
      if (seq <= state.log.head) return;
      change({ log: withHead(state.log, seq) });
      followed();
    },
  };
}

/** Where begins what the customer said since an agent last looked or answered. */
function firstUnread(log: Log, { unread_count }: Conversation): number | null {
  if (unread_count === 0) return null;
  const said = [...log.messages.values()].filter(({ direction, passive }) => direction === "in" && !passive);
  return said.sort((one, other) => one.seq - other.seq).at(-unread_count)?.seq ?? null;
}
