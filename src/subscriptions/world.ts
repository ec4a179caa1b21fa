import type { Publication } from "../publishing/publication.ts";
import type { Subscription } from "../tenant/configuration.ts";
import type { Sent } from "./attempt.ts";
import type { Place } from "./matching.ts";

/** A subscription as its tenant has it, with the secrets in force, newest first. */
export interface Settings {
  subscription: Subscription;
  secrets: string[];
}

/** One of the publications of an event, in its lane's order. */
export interface Listed {
  publication: Publication;
  /** Its place among those of its event: 0, 1, 2… */
  part: number;
  /** When it happened. */
  at: string;
  place: Place;
  conversation_id: string | null;
}

/** What a lane's log says after some event. `through`: the last event that was looked at; `head`: the last there is. */
export interface Stretch {
  listed: Listed[];
  through: number;
  head: number;
}

/** Threads of the tenant, some at a time. `next` leads to those that follow. */
export interface ThreadPage {
  /** The one with the latest message first. */
  threads: { lane: string; updated_at: string; last_message_at: string }[];
  next: string | null;
}

/** The logs that subscriptions are told of. Each may fail, and is then asked again. */
export interface Source {
  read(lane: string, after: number, limit: number): Promise<Stretch>;
  /** The seq of a lane's last event before a time; 0 when there is none. */
  seqBefore(lane: string, time: string): Promise<number>;
  /** Up to which seq of a thread every subscription knows that there is news. */
  heard(lane: string): Promise<number>;
  threads(after: string | null): Promise<ThreadPage>;
}

/** What the delivery needs of the world. Times in epoch milliseconds. */
export interface World {
  now(): number;
  /** From 0 to 1. */
  chance(): number;
  source: Source;
  /** Null where the tenant no longer has this subscription. */
  settings(): Promise<Settings | null>;
  send(publication: Publication, settings: Settings): Promise<Sent>;
  /** Has the tenant switch the subscription off. */
  disable(reason: string): Promise<void>;
  /** Has `wake` called at that time, or earlier. */
  arm(at: number): void;
  /** Work that goes on behind an answer. */
  keep(work: Promise<void>): void;
  /** The subscription is no more: forgets everything. */
  vanish(): Promise<void>;
}
