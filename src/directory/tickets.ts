import { Database } from "../lib/database.ts";
import { MIGRATIONS } from "./migrations.ts";

/** An event of a ticket that nobody has opened yet. `id` is its own, by which a repetition is known. */
export interface ParkedEvent {
  id: string;
  body: string;
}

/** Where a ticket leads. `confirmed` once the conversation's thread has it; until then its events are parked. */
interface Holder {
  conversation_id: string;
  confirmed: boolean;
}

/** Where an event of a ticket goes, and what of the same ticket goes before it. */
export type TicketPlace =
  | { kind: "known"; conversation_id: string; parked: ParkedEvent[] }
  | { kind: "parked" }
  | { kind: "full" };

/** So many events of one ticket wait for its opening. */
export const MOST_PARKED = 100;
/** What nobody opened in this time belongs to no ticket of ours: services repeat an event for a week at most. */
const LONGEST_WAIT_MS = 8 * 24 * 60 * 60 * 1000;

/** Tickets and the conversations that they are about, and the events that came before their ticket did. */
export class Tickets {
  readonly #storage: DurableObjectStorage;
  readonly #database: Database;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
    this.#database = new Database(storage, MIGRATIONS);
  }

  /** Leads a ticket to a conversation unless it leads somewhere already; returns where it leads. */
  reserve(ticket: string, conversationId: string): Holder {
    const holder = this.#holder(ticket);
    if (holder !== null) return holder;
    const reserved = { conversation_id: conversationId, confirmed: false };
    this.#storage.kv.put(keyOf(ticket), reserved);
    return reserved;
  }

  /** The thread has the ticket; returns the events that waited for this. They stay until they are forgotten. */
  confirm(ticket: string, conversationId: string): ParkedEvent[] {
    const holder = this.#holder(ticket);
    if (holder?.conversation_id !== conversationId) return [];
    if (!holder.confirmed) this.#storage.kv.put(keyOf(ticket), { ...holder, confirmed: true });
    return this.#parked(ticket);
  }

  /** The thread refused the ticket: it may be opened for another conversation. */
  release(ticket: string, conversationId: string): void {
    const holder = this.#holder(ticket);
    if (holder?.conversation_id === conversationId && !holder.confirmed) this.#storage.kv.delete(keyOf(ticket));
  }

  /** Where a ticket leads; where nobody has opened it, the event is kept until somebody does. */
  placeOrPark(ticket: string, { id, body }: ParkedEvent, now: number): TicketPlace {
    const holder = this.#holder(ticket);
    if (holder?.confirmed)
      return { kind: "known", conversation_id: holder.conversation_id, parked: this.#parked(ticket) };
    const parked = this.#parked(ticket);
    if (parked.some((one) => one.id === id)) return { kind: "parked" };
    if (parked.length >= MOST_PARKED) return { kind: "full" };
    this.#database.transaction(() => {
      const insert = "INSERT INTO parked_events (ticket, id, parked_at, body) VALUES (?, ?, ?, ?)";
      this.#database.run(insert, ticket, id, now, body);
    });
    return { kind: "parked" };
  }

  /** These events are where they belong, or are refused for good. */
  forget(ticket: string, ids: readonly string[]): void {
    for (const id of ids) this.#database.run("DELETE FROM parked_events WHERE ticket = ? AND id = ?", ticket, id);
  }

  /** Forgets what has waited too long; returns when the next is due, or null where nothing waits. */
  expire(now: number): number | null {
    if (!this.#database.exists) return null;
    this.#database.run("DELETE FROM parked_events WHERE parked_at <= ?", now - LONGEST_WAIT_MS);
    const [oldest] = this.#database.rows<{ at: number | null }>("SELECT min(parked_at) AS at FROM parked_events");
    return oldest?.at ? oldest.at + LONGEST_WAIT_MS : null;
  }

  #holder(ticket: string): Holder | null {
    return this.#storage.kv.get<Holder>(keyOf(ticket)) ?? null;
  }

  /** In the order in which they came. */
  #parked(ticket: string): ParkedEvent[] {
    const select = "SELECT id, body FROM parked_events WHERE ticket = ? ORDER BY number";
    return this.#database.rows<{ id: string; body: string }>(select, ticket);
  }
}

const keyOf = (ticket: string): string => `ticket:${ticket}`;
