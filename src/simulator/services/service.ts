import type { Fields } from "../model.ts";

export const SERVICE_NAMES = ["ms-gateway", "ms-rag", "ms-agents", "ms-flows"] as const;

export type ServiceName = (typeof SERVICE_NAMES)[number];

/** A CloudEvent 1.0 in its structured form, as far as the stand-ins read and write it. */
export interface CloudEvent {
  specversion: "1.0";
  id: string;
  source: string;
  type: string;
  /** Of what the store sends: the conversation's id. */
  subject?: string | undefined;
  time?: string | undefined;
  /** Of what the store sends: its place in the thread's log. */
  seq?: number | undefined;
  datacontenttype?: string | undefined;
  data: Fields;
}

/** What a service wishes to say to the store: an event without its `uuid` and `timestamp`. */
export interface Saying {
  type: string;
  data: Fields;
  /** How long it takes to think of it, in milliseconds. */
  after_ms: number;
  /** Names it where more than one cause may lead to it; without it, it is its cause's own. */
  once?: string;
}

/** A customer whom `ms-gateway` knows. */
export interface Customer {
  /** Digits, as WhatsApp writes them. */
  phone: string;
  codigo_cliente: string;
  name: string;
  [detail: string]: unknown;
}

/** What a service remembers of a conversation. */
export type Memory = Fields | null;

/** What a service knows when it is called. */
export interface Surroundings {
  /** Of this conversation; null when it is new. */
  memory: Memory;
  customers: Customer[];
  /** How long a thought takes, in milliseconds. */
  thinks_ms: number;
}

/** What a service does about an event. Without a `memory` it remembers what it did before. */
export interface Reaction {
  memory?: Memory;
  says: Saying[];
}

/** A service without its transport: which events it wants, and what it does about one. */
export interface StandIn {
  name: ServiceName;
  types: readonly string[];
  thinks_ms: number;
  handle(event: CloudEvent, surroundings: Surroundings): Reaction;
}

/** The event that a developer gives the same id whenever they make it of the same cause. */
export const sameId = (...words: (string | number)[]): string => uuidOf(words.join(" "));

/**
 * A UUID (version 8) that is always the same for the same words. Mixed by hand: a digest is asynchronous, and a stand-in
 * has to be the same in every runtime.
 */
function uuidOf(words: string): string {
  const lanes = [0x9e3779b9, 0x243f6a88, 0xb7e15162, 0xdeadbeef].map((seed) => mixed(words, seed));
  const hex = lanes.map((lane) => lane.toString(16).padStart(8, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

function mixed(words: string, seed: number): number {
  let hash = seed;
  for (const character of `${words} ${seed}`) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
    hash = (hash << 13) | (hash >>> 19);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}

/** One of a list, always the same for the same words. */
export const chosen = <T>(list: readonly [T, ...T[]], words: string): T =>
  list[mixed(words, 1) % list.length] ?? list[0];
