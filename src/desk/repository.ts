import type { ConversationView } from "../domain/conversation.ts";
import type { Event } from "../domain/events.ts";
import { conversationId } from "../domain/ids.ts";
import { Database } from "../lib/database.ts";
import { ListCounts } from "./counts.ts";
import { follow } from "./following.ts";
import type { Gathered } from "./gathering.ts";
import { ListPages } from "./list-pages.ts";
import { RebuildStore } from "./list-rebuild-store.ts";
import { ListStore } from "./list-store.ts";
import { MIGRATIONS } from "./migrations.ts";
import { Outgoing } from "./outgoing.ts";
import type { Heard } from "./port.ts";
import { PresenceStore } from "./presence-store.ts";
import { holderOf } from "./ticket.ts";
import { TicketStore } from "./ticket-store.ts";

/** All SQL of the desk: the list, tickets and agents in parts of their own. */
export class DeskRepository {
  readonly #database: Database;
  readonly list: ListStore;
  readonly pages: ListPages;
  readonly counts: ListCounts;
  readonly rebuild: RebuildStore;
  readonly outgoing: Outgoing;
  readonly tickets: TicketStore;
  readonly presence: PresenceStore;

  constructor(storage: DurableObjectStorage) {
    this.#database = new Database(storage, MIGRATIONS);
    this.list = new ListStore(this.#database);
    this.pages = new ListPages(this.#database);
    this.counts = new ListCounts(this.#database);
    this.rebuild = new RebuildStore(this.#database);
    this.outgoing = new Outgoing(this.#database);
    this.tickets = new TicketStore(this.#database, this.outgoing);
    this.presence = new PresenceStore(this.#database);
  }

  get exists(): boolean {
    return this.#database.exists;
  }

  /** One commit: all of it or nothing. */
  transaction<T>(work: () => T): T {
    try {
      return this.#database.transaction(work);
    } catch (error) {
      this.list.shelves.forgetKnown();
      throw error;
    }
  }

  /** How long the list is, and the desk's own count of its changes. */
  get standing(): { rows: number; seq: number } {
    return { rows: this.counts.rows, seq: this.list.seq };
  }

  /** Whose desk it is, as its conversations say. */
  get tenantId(): string | null {
    const query = "SELECT json_extract(body, '$.tenant_id') AS id FROM conversations LIMIT 1";
    return this.#database.rows<{ id: string }>(query)[0]?.id ?? null;
  }

  /**
   * Takes conversations as they stand; what is older than what is held changes nothing.
   * @param playsAgents whether tickets follow from them
   * @returns whether agents have more or less to do
   */
  save(some: readonly Gathered[], playsAgents: boolean): boolean {
    return this.transaction(() => {
      const news = some.map(({ view, customerSeq }) => this.saveOne(view, playsAgents, customerSeq));
      return news.includes(true);
    });
  }

  /** Forgets a thread's conversations up to a number, also those that it is told of afterwards. */
  forget(threadKey: string, through: number): void {
    this.transaction(() => {
      this.list.forgotten.add(threadKey, through);
      this.remove(conversationId(threadKey, 0), conversationId(threadKey, through));
    });
  }

  /** Takes out the conversations with ids in this range, both ends included. Within a transaction. */
  remove(first: string, last: string): void {
    this.tickets.forget(first, last);
    this.list.remove(first, last);
  }

  /** The same of one. Within a transaction. `unlessSince`: see `ListStore.save`. */
  saveOne(
    view: ConversationView,
    playsAgents: boolean,
    customerSeq: number | null = null,
    unlessSince: number | null = null,
  ): boolean {
    const move = this.list.save(view, customerSeq, unlessSince);
    if (move === null || !playsAgents) return false;
    return this.#follow(view) || this.list.isOtherWork(move);
  }

  /** Looks once more at how a conversation stands, of which a ticket was on its way when it was told. Within a transaction. */
  followAgain(id: string): void {
    const view = this.list.view(id);
    if (view !== null) this.#follow(view);
  }

  #follow(view: ConversationView): boolean {
    const known = this.tickets.openOf(view.id);
    const offer = known && this.tickets.offerOf(known.id);
    const following = follow(view, known, offer);
    // AS3: also who takes one that nobody gave to them.
    for (const ticket of following.tickets) {
      const holder = holderOf(ticket);
      const isNew = holder !== (known?.id === ticket.id ? holderOf(known) : null);
      if (holder !== null && isNew && ticket.state !== "closed") this.presence.assigned(holder, view.updated_at);
    }
    return this.tickets.apply(following, offer);
  }

  /** An agent has looked at a conversation up to a seq of its thread. Within a transaction. */
  noteRead(agentId: string, id: string, seq: number): void {
    this.list.noteRead(agentId, id, seq);
  }

  /** AG6: whom notes name finds their conversations. Safe to repeat. */
  noteMentions({ thread_key, events }: Heard): void {
    const notes = events.filter((event) => event.type === "note.added" && event.mentions !== undefined);
    if (notes.length > 0) this.transaction(() => this.#noteMentionsIn(thread_key, notes));
  }

  #noteMentionsIn(threadKey: string, notes: readonly Event[]): void {
    for (const note of notes)
      for (const agentId of (note.type === "note.added" && note.mentions) || [])
        this.noteMention(agentId, conversationId(threadKey, note.number));
  }

  /** A note in a conversation names an agent. Safe to repeat. Within a transaction. */
  noteMention(agentId: string, id: string): void {
    this.list.noteMention(agentId, id);
  }
}
