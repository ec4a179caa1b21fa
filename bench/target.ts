import type { Shot } from "./load.ts";

/** A socket that is told of one conversation's messages. */
export interface Listener {
  /** Has `heard` called with the text of each message that arrives. */
  onText(heard: (text: string) => void): void;
  close(): void;
}

/** What a server does beside taking messages. */
interface Calls {
  last(conversationId: string, limit: number): Shot;
  recent(conversationId: string, count: number): Shot;
  active(limit: number): Shot;
  listen(conversationId: string): Promise<Listener>;
}

export type Name = "product" | "same job" | "insert" | "stack";

/** What is measured: a server that does the job, and how its calls are written. */
export interface Target {
  name: Name;
  /** What it is, for who reads the table. */
  what: string;
  url: string;
  /** Processes whose processor time and memory, with all that they started, are its own. */
  pids(): number[];
  /** Where its data lies. */
  directory: string;
  /** Opens the conversation of one person more. @returns its id */
  open(person: number): Promise<string>;
  /** A customer's message with an id of the channel's. */
  append(conversationId: string, text?: string): Shot;
  /** Null where it does nothing but take messages. */
  calls: Calls | null;
  /** Messages of people, each known by a number, in one signed webhook; null where it takes none. */
  webhook: ((people: readonly number[]) => Shot) | null;
  /** Ends all of it and begins it again on its data. @returns milliseconds of the beginning */
  restart(): Promise<number>;
  stop(): Promise<void>;
}

export const TEXT = "Is my order on its way?";
