import type { Message } from "../domain/message.ts";

/** What is asked of a stored message without reading it. */
export interface Stored {
  seq: number;
  conversation_id: string;
  /** It was said: not suppressed. */
  is_said: boolean;
  /** The message as it is printed. */
  body: string;
}

/** So many of a thread's last messages are kept: a page of them, and some more. */
export const MOST_KEPT = 60;

/** In all, of printed messages: an open object has little memory. */
const MOST_CHARACTERS = 128 * 1024;

/** So many messages are kept as they are read: those that are being talked of. */
const MOST_READ = 4;

/** The end of a thread's messages in memory: nearly all that is ever asked of a thread lies there. */
export class RecentMessages {
  /** Oldest first; each message of the thread from `#from` on. */
  #kept: Stored[] = [];
  #from = Number.POSITIVE_INFINITY;
  #characters = 0;
  #isFilled = false;
  readonly #read = new Map<number, Message>();

  /** Whether as many as may be kept were taken from the store. */
  get isFilled(): boolean {
    return this.#isFilled;
  }

  /** Takes the last messages of the store, oldest first, `MOST_KEPT` of them or all. */
  fill(last: readonly Stored[]): void {
    this.#kept = [...last];
    this.#from = last.length < MOST_KEPT ? 0 : (last[0]?.seq ?? 0);
    this.#characters = last.reduce((sum, { body }) => sum + body.length, 0);
    this.#isFilled = true;
    this.#shrink();
  }

  /** A message was stored behind all others. */
  add(stored: Stored, message: Message): void {
    this.#from = Math.min(this.#from, stored.seq);
    this.#kept.push(stored);
    this.#characters += stored.body.length;
    this.#shrink();
    this.remember(message);
  }

  /** A message is another one now. */
  change(stored: Stored, message: Message): void {
    const index = this.#kept.findIndex(({ seq }) => seq === stored.seq);
    const before = this.#kept[index];
    if (before !== undefined) {
      this.#characters += stored.body.length - before.body.length;
      this.#kept[index] = stored;
      this.#shrink();
    }
    this.remember(message);
  }

  /** What was stored may be gone. */
  forget(): void {
    this.#kept = [];
    this.#from = Number.POSITIVE_INFINITY;
    this.#characters = 0;
    this.#isFilled = false;
    this.#read.clear();
  }

  /** A message as it was last read or written; undefined where the store must be asked. */
  get(seq: number): Message | undefined {
    return this.#read.get(seq);
  }

  /** Keeps a message for the next who asks for it. */
  remember(message: Message): void {
    this.#read.delete(message.seq);
    this.#read.set(message.seq, message);
    for (const oldest of this.#read.keys()) {
      if (this.#read.size <= MOST_READ) return;
      this.#read.delete(oldest);
    }
  }

  /**
   * The last messages of a range that are wanted, printed, oldest first; null where some of them may lie before what is
   * kept.
   */
  last(from: number, through: number, count: number, isWanted: (stored: Stored) => boolean): string[] | null {
    const found: string[] = [];
    for (let index = this.#kept.length - 1; index >= 0 && found.length < count; index--) {
      const stored = this.#kept[index];
      if (stored === undefined || stored.seq < from) break;
      if (stored.seq <= through && isWanted(stored)) found.push(stored.body);
    }
    return found.length === count || this.#from <= from ? found.reverse() : null;
  }

  #shrink(): void {
    let gone = 0;
    for (const { body } of this.#kept) {
      if (this.#kept.length - gone <= MOST_KEPT && this.#characters <= MOST_CHARACTERS) break;
      this.#characters -= body.length;
      gone += 1;
    }
    if (gone === 0) return;
    this.#from = (this.#kept[gone - 1]?.seq ?? this.#from) + 1;
    this.#kept.splice(0, gone);
  }
}
