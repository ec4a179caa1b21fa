import type { Presence } from "../domain/assignment.ts";
import type { Database } from "../lib/database.ts";
import type { AgentPresence } from "./ticket.ts";

type Row = {
  agent_id: string;
  status: Presence;
  until: number | null;
  seen_at: string | null;
  last_assigned_at: string | null;
};

/** Who is on line, and what they have to do: SQL. */
export class PresenceStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Every agent of whom the desk knows anything. */
  all(): Map<string, AgentPresence> {
    const loads = this.#loads();
    const rows = this.#database.rows<Row>("SELECT * FROM agents");
    const known = rows.map(
      ({ agent_id, status, until, seen_at, last_assigned_at }): AgentPresence => ({
        agent_id,
        status,
        until: until === null ? null : new Date(until).toISOString(),
        last_seen_at: seen_at,
        last_assigned_at,
        load: loads.get(agent_id) ?? 0,
      }),
    );
    const present = new Map(known.map((one) => [one.agent_id, one]));
    for (const [agent_id, load] of loads) if (!present.has(agent_id)) present.set(agent_id, unseen(agent_id, load));
    return present;
  }

  /** Who is there, and until when (epoch milliseconds), as it was said last. */
  statuses(): Map<string, { status: Presence; until: number | null }> {
    const rows = this.#database.rows<Pick<Row, "agent_id" | "status" | "until">>(
      "SELECT agent_id, status, until FROM agents",
    );
    return new Map(rows.map(({ agent_id, status, until }) => [agent_id, { status, until }]));
  }

  /** @param until epoch milliseconds after which the agent is off line */
  set(agentId: string, status: Presence, until: number | null, at: string): void {
    this.#database.run(
      `INSERT INTO agents (agent_id, status, until, seen_at) VALUES (?, ?, ?, ?)
       ON CONFLICT (agent_id) DO UPDATE SET status = excluded.status, until = excluded.until, seen_at = excluded.seen_at`,
      agentId,
      status,
      until,
      at,
    );
  }

  /** AS3: an agent was given a ticket, or has taken one. It may be heard of late. */
  assigned(agentId: string, at: string): void {
    this.#database.run(
      `INSERT INTO agents (agent_id, status, last_assigned_at) VALUES (?, 'offline', ?)
       ON CONFLICT (agent_id) DO UPDATE SET
         last_assigned_at = max(coalesce(last_assigned_at, ''), excluded.last_assigned_at)`,
      agentId,
      at,
    );
  }

  /** Whose time is over is off line. */
  expire(now: number): void {
    const over = "until <= ? AND status <> 'offline'";
    if (this.#database.rows(`SELECT 1 FROM agents WHERE ${over} LIMIT 1`, now).length === 0) return;
    this.#database.run(`UPDATE agents SET status = 'offline', until = NULL WHERE ${over}`, now);
  }

  /** When the next one's time is over; epoch milliseconds. */
  get due(): number | null {
    const query = "SELECT min(until) AS due FROM agents WHERE status <> 'offline'";
    return this.#database.rows<{ due: number | null }>(query)[0]?.due ?? null;
  }

  /** Conversations that agents have and do not sleep, and tickets that are offered, or being given, to them. */
  #loads(): Map<string, number> {
    const rows = this.#database.rows<{ agent_id: string; load: number }>(
      `SELECT agent_id, sum(load) AS load FROM (
         SELECT agent_id, listed AS load FROM shelves
           WHERE control = 'agent' AND agent_id <> '' AND NOT is_snoozed AND listed > 0
         UNION ALL
         SELECT agent_id, count(DISTINCT conversation_id) AS load FROM (
           SELECT offers.agent_id AS agent_id, conversation_id FROM offers CROSS JOIN tickets ON tickets.id = offers.ticket_id
           UNION ALL
           SELECT json_extract(body, '$.assigning'), conversation_id FROM tickets INDEXED BY tickets_assigning
             WHERE json_extract(body, '$.assigning') IS NOT NULL AND state <> 'closed'
         ) AS given WHERE NOT EXISTS (
           SELECT 1 FROM conversations JOIN shelves ON shelves.id = conversations.shelf
             WHERE conversations.id = given.conversation_id AND shelves.control = 'agent'
               AND shelves.agent_id = given.agent_id AND NOT is_snoozed
         ) GROUP BY agent_id
       ) GROUP BY agent_id`,
    );
    return new Map(rows.map(({ agent_id, load }) => [agent_id, load]));
  }
}

/** An agent who was never on line. */
export const unseen = (agent_id: string, load = 0): AgentPresence => ({
  agent_id,
  status: "offline",
  until: null,
  last_seen_at: null,
  last_assigned_at: null,
  load,
});
