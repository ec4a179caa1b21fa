import type { Command } from "../domain/commands.ts";
import type { ConversationView } from "../domain/conversation.ts";
import type { Database } from "../lib/database.ts";
import type { Following } from "./following.ts";
import type { Outgoing } from "./outgoing.ts";
import type { TicketPage, TicketQuery } from "./port.ts";
import { type DeskTicket, holderOf, type Offer, type TicketView } from "./ticket.ts";
import { WaitingTickets } from "./waiting-tickets.ts";

type Body = { body: string };

/** The tickets of a tenant, and to whom they are offered: SQL. */
export class TicketStore {
  readonly #database: Database;
  readonly #outgoing: Outgoing;
  /** Those that wait for somebody to have them. */
  readonly waiting: WaitingTickets;

  constructor(database: Database, outgoing: Outgoing) {
    this.#database = database;
    this.waiting = new WaitingTickets(database);
    this.#outgoing = outgoing;
  }

  find(id: string): DeskTicket | null {
    return this.#tickets("id = ?", id)[0] ?? null;
  }

  /** The ticket of a conversation that is not closed. */
  openOf(conversationId: string): DeskTicket | null {
    return this.#tickets("conversation_id = ? AND state <> 'closed'", conversationId)[0] ?? null;
  }

  /** Whether anything is to be given to somebody, or was offered. */
  get isBusy(): boolean {
    return this.waiting.isAny || this.#database.rows("SELECT 1 FROM offers LIMIT 1").length > 0;
  }

  /** Keeps a ticket as it is now. @returns whether it was another before */
  save(ticket: DeskTicket): boolean {
    const body = JSON.stringify(ticket);
    const [known] = this.#database.rows<Body>("SELECT body FROM tickets WHERE id = ?", ticket.id);
    if (known?.body === body) return false;
    this.#database.run(
      `INSERT OR REPLACE INTO tickets
         (id, conversation_id, state, outlet_id, team_id, agent_id, waiting_since, opened_at, body)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ticket.id,
      ticket.conversation_id,
      ticket.state,
      ticket.outlet_id,
      ticket.team_id,
      ticket.agent_id,
      ticket.waiting_since,
      ticket.opened_at,
      body,
    );
    return true;
  }

  /** Changes a ticket, if it is still there. */
  change(id: string, changes: Partial<DeskTicket>): void {
    const ticket = this.find(id);
    if (ticket) this.save({ ...ticket, ...changes });
  }

  remove(id: string): void {
    this.#database.run("DELETE FROM tickets WHERE id = ?", id);
    this.endOffer(id);
    this.#outgoing.drop(id);
  }

  /** What follows from how a conversation stands. @returns whether anything does */
  apply({ tickets, commands, endsOffer }: Following, offer: Offer | null): boolean {
    if (endsOffer && offer) this.endOffer(offer.ticket_id);
    const isChanged = tickets.map((ticket) => this.save(ticket)).includes(true);
    // Its thread never had it: what was still to be done with it would open it.
    for (const { id } of tickets.filter((one) => one.state === "closed" && !one.is_opened)) this.#outgoing.drop(id);
    for (const { ticket_id, command } of commands) this.send(ticket_id, command);
    return isChanged || endsOffer || commands.length > 0;
  }

  /** Puts a command about a ticket on its way; each has a number, so that it is taken once. */
  send(ticketId: string, command: Command): string {
    const ticket = this.find(ticketId);
    if (!ticket) throw new Error("a command about a ticket that is not there");
    const key = `desk:${ticketId}:${ticket.commands + 1}`;
    this.save({ ...ticket, commands: ticket.commands + 1 });
    this.#outgoing.add({ conversation_id: ticket.conversation_id, ticket_id: ticketId, key, command });
    return key;
  }

  /** A command that is about no ticket of ours, unless it is on its way already. */
  sendOnce(conversationId: string, key: string, command: Command): void {
    if (!this.#outgoing.has(key)) this.#outgoing.add({ conversation_id: conversationId, ticket_id: "", key, command });
  }

  /** Where conversations lie that agents have: whose, and of which outlet. */
  heldShelves(): { shelf: number; agent_id: string; outlet_id: string }[] {
    return this.#database.rows(
      "SELECT id AS shelf, agent_id, outlet_id FROM shelves WHERE control = 'agent' AND agent_id <> '' AND listed > 0",
    );
  }

  /** Conversations that wait for a person and have no ticket. */
  withoutTicket(): ConversationView[] {
    const rows = this.#database.rows<Body>(
      `SELECT body FROM shelves CROSS JOIN conversations ON conversations.shelf = shelves.id
        WHERE control = 'queue' AND listed > 0 AND NOT EXISTS
          (SELECT 1 FROM tickets WHERE tickets.conversation_id = conversations.id AND tickets.state <> 'closed')`,
    );
    return rows.map(({ body }) => JSON.parse(body) as ConversationView);
  }

  onShelf(shelf: number): ConversationView[] {
    const rows = this.#database.rows<Body>("SELECT body FROM conversations WHERE shelf = ?", shelf);
    return rows.map(({ body }) => JSON.parse(body) as ConversationView);
  }

  offers(): Offer[] {
    return this.#database.rows<{ ticket_id: string; agent_id: string; until: number }>(
      "SELECT ticket_id, agent_id, until FROM offers ORDER BY until, ticket_id",
    );
  }

  offerOf(ticketId: string): Offer | null {
    const select = "SELECT ticket_id, agent_id, until FROM offers WHERE ticket_id = ?";
    return this.#database.rows<{ ticket_id: string; agent_id: string; until: number }>(select, ticketId)[0] ?? null;
  }

  /** The key of the table is the ticket: it is never offered to two at once. */
  offer({ ticket_id, agent_id, until }: Offer): void {
    this.#database.run("INSERT INTO offers (ticket_id, agent_id, until) VALUES (?, ?, ?)", ticket_id, agent_id, until);
  }

  endOffer(ticketId: string): void {
    this.#database.run("DELETE FROM offers WHERE ticket_id = ?", ticketId);
  }

  /** The number of a ticket's conversation within its thread. */
  numberOf(conversationId: string): number {
    return this.conversation(conversationId)?.number ?? 0;
  }

  view(ticket: DeskTicket, outletIds: string[] | null = null): TicketView | null {
    const view = this.conversation(ticket.conversation_id);
    return view && this.#print(ticket, view, outletIds);
  }

  /** Tickets by when they were opened. */
  page({ state, agent_id, team_id, outlet_id, outlet_ids, order, after, limit }: TicketQuery): TicketPage {
    const [direction, beyond] = order === "oldest" ? ["ASC", ">"] : ["DESC", "<"];
    const where = ["1 = 1"];
    const bindings: string[] = [];
    const add = (condition: string, ...values: string[]) => {
      where.push(condition);
      bindings.push(...values);
    };
    if (state) add("tickets.state = ?", state);
    if (agent_id) add("tickets.agent_id = ?", agent_id);
    if (team_id) add("tickets.team_id = ?", team_id);
    if (outlet_id) add("tickets.outlet_id = ?", outlet_id);
    if (outlet_ids) add("tickets.outlet_id IN (SELECT value FROM json_each(?))", JSON.stringify(outlet_ids));
    if (after) add(`(tickets.opened_at, tickets.id) ${beyond} (?, ?)`, after.opened_at, after.id);
    const rows = this.#database.rows<{ body: string; view: string }>(
      `SELECT tickets.body AS body, conversations.body AS view
       FROM tickets JOIN conversations ON conversations.id = tickets.conversation_id
       WHERE ${where.join(" AND ")}
       ORDER BY tickets.opened_at ${direction}, tickets.id ${direction} LIMIT ${Math.trunc(limit) + 1}`,
      ...bindings,
    );
    const tickets = rows
      .slice(0, limit)
      .map(({ body, view }) => this.#print(JSON.parse(body), JSON.parse(view), outlet_ids ?? null));
    const last = tickets.at(-1);
    return { tickets, next: rows.length > limit && last ? { opened_at: last.opened_at, id: last.id } : null };
  }

  /** ER1: what was known of conversations with ids in this range is gone. */
  forget(first: string, last: string): void {
    const ids = "SELECT id FROM tickets WHERE conversation_id BETWEEN ? AND ?";
    this.#database.run(`DELETE FROM offers WHERE ticket_id IN (${ids})`, first, last);
    this.#database.run("DELETE FROM tickets WHERE conversation_id BETWEEN ? AND ?", first, last);
    this.#outgoing.forget(first, last);
  }

  #tickets(where: string, ...bindings: string[]): DeskTicket[] {
    const rows = this.#database.rows<Body>(`SELECT body FROM tickets WHERE ${where}`, ...bindings);
    return rows.map(({ body }) => JSON.parse(body) as DeskTicket);
  }

  /** A conversation of the list as it stands. */
  conversation(conversationId: string): ConversationView | null {
    const [row] = this.#database.rows<Body>("SELECT body FROM conversations WHERE id = ?", conversationId);
    return row ? (JSON.parse(row.body) as ConversationView) : null;
  }

  /** A ticket stays where it was; of a conversation that went on elsewhere it tells those who see that place. */
  #print(ticket: DeskTicket, view: ConversationView, outletIds: string[] | null): TicketView {
    const isSeen = outletIds === null || outletIds.includes(view.outlet_id);
    const offer = this.offerOf(ticket.id);
    const { id, conversation_id, outlet_id, team_id, state, opened_at, closed_at, waiting_since } = ticket;
    return {
      id,
      conversation_id,
      outlet_id,
      inbox_id: view.inbox_id,
      team_id,
      agent_id: holderOf(ticket),
      state,
      offered_to: offer && { agent_id: offer.agent_id, until: new Date(offer.until).toISOString() },
      waiting_since: ticket.assigning === null ? waiting_since : null,
      reason: isSeen ? view.handoff_reason : null,
      customer_name: isSeen ? view.customer_name : null,
      customer_phone: isSeen ? view.customer_phone : null,
      channel: view.channel,
      opened_at,
      closed_at,
    };
  }
}
