import { DurableObject } from "cloudflare:workers";
import { assignAll, nextDue } from "../src/desk/assigning.ts";
import { NEVER } from "../src/desk/list-facts.ts";
import type { ListQuery } from "../src/desk/list-query.ts";
import { DeskRepository } from "../src/desk/repository.ts";
import type { DeskTicket } from "../src/desk/ticket.ts";
import type { Staff } from "../src/desk/world.ts";
import type { ConversationView } from "../src/domain/conversation.ts";
import { DEFAULT_POLICY } from "../src/domain/policy.ts";
import { idOf, random, someView } from "../test/support/list.ts";

const OUTLETS = 20;
const AGENTS = 50;
/** Most conversations of a business are over. */
const OPEN = 0.05;
const START = Date.UTC(2025, 0, 1);
const EVERY_MS = 20_000;

const outlet = (number: number): string => `00000000-0000-4000-8000-1${String(number).padStart(11, "0")}`;
const iso = (time: number): string => new Date(time).toISOString();

const phoneOf = (number: number): string => `+1555${String(number).padStart(7, "0")}`;

/** A business with twenty outlets and fifty agents, and a conversation every twenty seconds. */
function viewOf(number: number, seq: number, at: number): ConversationView {
  const next = random(number);
  const view = someView(number, seq, next);
  const isOpen = next() < OPEN;
  const place = Math.floor(next() * OUTLETS);
  const agent = next() < 0.6 ? `agent-${place + OUTLETS * Math.floor((next() * AGENTS) / OUTLETS)}` : null;
  const control = !isOpen ? "none" : agent === null ? (next() < 0.3 ? "queue" : "ai") : "agent";
  const isWaiting = isOpen && (control === "queue" || (control === "agent" && next() < 0.4));
  return {
    ...view,
    outlet_id: outlet(place),
    inbox_id: outlet(OUTLETS + place),
    state: isOpen ? "open" : "closed",
    status: isOpen ? (control === "ai" ? "active" : "handed_off") : next() < 0.7 ? "resolved" : "expired",
    control,
    handoff_agent_id: agent,
    handoff_team_id: null,
    priority: null,
    labels: next() < 0.2 ? ["vip"] : next() < 0.001 ? ["lost"] : [],
    snoozed_until: null,
    customer_id: null,
    customer_phone: phoneOf(number),
    started_at: iso(at),
    last_message_at: iso(at),
    last_customer_message_at: iso(at),
    agent_last_seen_at: null,
    waiting_since: isWaiting ? iso(at) : null,
    deleted_at: null,
    last_seq: seq,
  };
}

/** The lists that are measured; the number of rows decides where the deep pages are. */
const lists = (rows: number): { [name: string]: ListQuery } => ({
  "first page": { limit: 51 },
  "first page of an outlet": { outlet_id: outlet(3), limit: 51 },
  "first page, three outlets of an agent": { outlet_ids: [outlet(1), outlet(2), outlet(3)], limit: 51 },
  mine: { view: "mine", viewer: "agent-7", limit: 51 },
  unread: { view: "unread", viewer: "agent-7", limit: 51 },
  "waiting longest": { view: "waiting", limit: 51 },
  "expired, by creation, oldest first": { status: "expired", sort: "created", order: "asc", limit: 51 },
  "rare label": { label: "lost", limit: 51 },
  "deep page": { after: { at: iso(START + (rows / 2) * EVERY_MS), id: idOf(Math.floor(rows / 2)) }, limit: 51 },
  "part of a phone number": {
    text: String(rows - 1234)
      .padStart(7, "0")
      .slice(1),
    limit: 51,
  },
  "part of a name that many have": { text: "aqua", limit: 51 },
});

const CHANGES = ["tickets given out", "update", "update that moves shelves"];

const STAFF: Staff[] = Array.from({ length: AGENTS }, (_, number) => {
  return { id: `agent-${number}`, outlet_ids: [], team_ids: [], capacity: 0 };
});

/** Whoever waits for a person has one. */
const ticketOf = ({ id, outlet_id, started_at, waiting_since }: ConversationView): DeskTicket => ({
  ...{ id, conversation_id: id, outlet_id, team_id: null, agent_id: null, state: "pending" },
  ...{ opened_at: started_at, closed_at: null, waiting_since, is_opened: true },
  ...{ assigning: null, is_moving: false, declined: [], rests_until: null, commands: 1 },
});

/** The first rows are stored as the desk does it; the others are copies of them, of later numbers and times. */
const COPIED = 10_000;
const COPY_ROWS = `
  INSERT INTO conversations (row, id, last_seq, desk_seq, shelf, last_message_at, waiting_at, started_at, is_unread,
    customer_at, customer_seq, customer_id, search, body)
  SELECT row + ?1,
    substr(head, 1, 8) || '-' || substr(head, 9, 4) || '-8' || substr(head, 13) || '-9' || substr(tail, 1, 3) || '-' ||
      substr(tail, 4) || '00000001',
    last_seq, row + ?1, shelf, last_message_at + ?2, iif(waiting_at < ${NEVER}, waiting_at + ?2, waiting_at),
    started_at + ?2, is_unread, customer_at + ?2, customer_seq, customer_id,
    replace(search, printf('%07d', row - 1), printf('%07d', row - 1 + ?1)), body
  FROM (SELECT *, printf('%015x', (row - 1 + ?1) * 7919) AS head, printf('%07x', row - 1 + ?1) AS tail
    FROM conversations WHERE row <= ${COPIED})`;
const COPY_MARKS = `
  INSERT INTO marks (row, mark, shelf, last_message_at, waiting_at, started_at)
  SELECT row + ?1, mark, shelf, last_message_at + ?2, iif(waiting_at < ${NEVER}, waiting_at + ?2, waiting_at),
    started_at + ?2 FROM marks WHERE row <= ${COPIED}`;
const COPY_NAMES = `
  INSERT INTO names (rowid, grams)
  SELECT row, (
    WITH RECURSIVE at (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM at WHERE i < length(search))
    SELECT group_concat(hex(substr(search, i, 3)), ' ') FROM at)
  FROM conversations WHERE row > ?1 AND row <= ?1 + ${COPIED}`;

/** The tables of a desk, and what is measured of them. */
export class Lists extends DurableObject {
  #repository = new DeskRepository(this.ctx.storage);
  #seq = 1_000;

  fill(from: number, to: number): void {
    const views = Array.from({ length: to - from }, (_, at) => viewOf(from + at, 1, START + (from + at) * EVERY_MS));
    this.#repository.save(
      views.map((view) => ({ view, customerSeq: null })),
      true,
    );
  }

  copy(first: number): void {
    const { sql } = this.ctx.storage;
    this.ctx.storage.transactionSync(() => {
      sql.exec(COPY_ROWS, first, first * EVERY_MS);
      sql.exec(COPY_MARKS, first, first * EVERY_MS);
      sql.exec(COPY_NAMES, first);
    });
  }

  done(): void {
    // What it knew is not so any more: rows were copied behind its back.
    this.#repository = new DeskRepository(this.ctx.storage);
    this.#repository.transaction(() => {
      this.#repository.list.recount();
      for (const view of this.#repository.tickets.withoutTicket()) this.#repository.tickets.save(ticketOf(view));
      for (const { id } of STAFF) this.#repository.presence.set(id, "online", null, iso(START));
    });
  }

  names(rows: number): string[] {
    return ["nothing (the call itself)", ...Object.keys(lists(rows)), "counts", ...CHANGES];
  }

  run(name: string, round: number, rows: number): number {
    // Another query in each round: pages that were read before are kept.
    const query = lists(rows)[name] && { ...lists(rows)[name], round };
    if (query) return this.#repository.pages.page(query as ListQuery).length;
    if (name === "counts") return this.#repository.counts.counts({ viewer: "agent-7", outlet_ids: null }).views.all;
    if (name === "tickets given out") return this.#giveOut();
    if (name === "update") return this.#update((round * 7919) % rows, {});
    if (name === "update that moves shelves")
      return this.#update((round * 6007) % rows, { control: "queue", status: "handed_off", state: "open" });
    return 0;
  }

  /** Everybody is there, and has as much to do as they can. */
  #giveOut(): number {
    const { tickets, presence } = this.#repository;
    const policy = { ...DEFAULT_POLICY, assignment: "least_loaded" } as const;
    const round = { world: { policy, staff: STAFF, off: [], teams: new Map() }, tickets, presence, now: Date.now() };
    this.#repository.transaction(() => assignAll(round));
    return nextDue(round) ?? 0;
  }

  #update(number: number, changes: Partial<ConversationView>): number {
    this.#seq += 1;
    const at = START + 2_000_000 * EVERY_MS + this.#seq * 1_000;
    // A copy is as what it was copied from, but for what names it: else its place, its name and its marks change, too.
    const before = viewOf(number % COPIED, this.#seq, START + number * EVERY_MS);
    const own = { id: idOf(number), customer_phone: phoneOf(number) };
    const view = { ...before, ...own, last_message_at: iso(at), ...changes };
    this.#repository.save([{ view, customerSeq: null }], true);
    return 1;
  }
}

interface Env {
  OBJECT: { getByName(name: string): Lists };
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    const [, size = "", what = ""] = pathname.split("/");
    if (size === "") return new Response("ok");
    const lists = env.OBJECT.getByName(size);
    const number = (name: string) => Number(searchParams.get(name));
    if (what === "copy") await lists.copy(number("from"));
    if (what === "done") await lists.done();
    if (what === "fill") await lists.fill(number("from"), number("to"));
    if (what === "names") return Response.json(await lists.names(Number(size)));
    if (what === "run") await lists.run(searchParams.get("name") ?? "", number("round"), Number(size));
    return new Response("done");
  },
};
