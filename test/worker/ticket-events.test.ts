import { runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { confirmTicket, reserveTicket, ticketOrPark } from "../../src/directory/port.ts";
import { MOST_PARKED } from "../../src/directory/tickets.ts";
import { parseConversationId } from "../../src/domain/ids.ts";
import { ConversationObject, DirectoryObject } from "../../src/index.ts";
import { newTenant, type Shop, threadAt } from "../support/api.ts";
import { envelope, logOf, messagesOf, newTalk, outcome, send, type Talk, typesOf, viewOf } from "../support/events.ts";
import { Graph } from "../support/whatsapp.ts";

new Graph();
vi.spyOn(env.CALLBACKS, "send").mockResolvedValue(undefined as never);
vi.spyOn(env.OUTBOUND, "send").mockResolvedValue(undefined as never);

let shop: Shop;
beforeAll(async () => {
  shop = await newTenant();
});
afterEach(() => {
  vi.useRealTimers();
});

let tickets = 0;
const newTicket = (): string => `T:${++tickets} "ü"`;
const agent = { agent_id: "a-7", display_name: "Ana Example" };
const UNKNOWN = "3d77f23b-683d-834e-8731-15e200000001";

interface Event {
  type: string;
  data: object;
}

const post = ({ type, data }: Event) => outcome(shop, type, data);

const openedFor = (ticket_id: string, conversation_id: string): Event => ({
  type: "ticket-opened",
  data: { ...envelope(), ticket_id, conversation_id },
});
const assigned = (ticket_id: string): Event => ({
  type: "agent-assigned",
  data: { ...envelope(), ticket_id, agent_assigned: agent, authorized_by: agent },
});
const commented = (ticket_id: string, comment = "A note"): Event => ({
  type: "ticket-comment-added",
  data: { ...envelope(), ticket_id, comment, authorized_by: agent },
});
const changed = (ticket_id: string, new_state: string): Event => ({
  type: "ticket-state-changed",
  data: { ...envelope(), ticket_id, new_state },
});
const closed = (ticket_id: string, more: object = {}): Event => ({
  type: "ticket-closed",
  data: { ...envelope(), ticket_id, authorized_by: agent, ...more },
});
const answered = (ticket_id: string, body = "I look into it."): Event => ({
  type: "agent-answer-generated",
  data: { ...envelope(), ticket_id, agent_id: "a-7", body },
});

/** Every order of some things. */
const orders = <T>(all: T[]): T[][] =>
  all.length < 2
    ? [all]
    : all.flatMap((first, index) => orders(all.toSpliced(index, 1)).map((rest) => [first, ...rest]));

const notesOf = async (talk: Talk): Promise<string[]> =>
  (await logOf(talk)).filter(({ type }) => type === "note.added").map(({ content }) => content);

describe("events of a ticket that nobody has opened", () => {
  test.for(orders(["opened", "assigned", "commented", "answered"] as const))(
    "wait for it: %s, %s, %s, %s, each of them twice",
    async (order) => {
      const talk = await newTalk(shop);
      const ticket = newTicket();
      const events = {
        opened: openedFor(ticket, talk.id),
        assigned: assigned(ticket),
        commented: commented(ticket),
        answered: answered(ticket),
      };
      const first = order.indexOf("opened");
      const outcomes = [];
      for (const name of order) outcomes.push(await post(events[name]), await post(events[name]));
      const expected = order.flatMap((_, index) => (index < first ? ["waiting", "waiting"] : ["taken", "known"]));
      expect(outcomes).toEqual(expected);
      for (const name of order) expect(await post(events[name])).toBe("known");

      const types = (await typesOf(talk)).filter((type) =>
        ["ticket.opened", "agent.assigned", "note.added", "message.queued"].includes(type),
      );
      const named = { assigned: "agent.assigned", commented: "note.added", answered: "message.queued" };
      const others = order.filter((name) => name !== "opened");
      // An agent who answers before anybody was assigned is assigned by that.
      const once = [...new Set(types)];
      expect(once[0]).toBe("ticket.opened");
      for (const name of others) expect(types).toContain(named[name]);
      expect(types.filter((type) => type !== "agent.assigned")).toEqual([
        "ticket.opened",
        ...others.map((name) => named[name]).filter((type) => type !== "agent.assigned"),
      ]);
      expect(await viewOf(talk)).toMatchObject({
        control: "agent",
        handoff_agent_id: "a-7",
        ticket: { id: ticket, state: "open", agent_id: "a-7" },
      });
    },
  );

  test("EV2 are taken in the order in which they came", async () => {
    const talk = await newTalk(shop);
    const ticket = newTicket();
    const events = [
      assigned(ticket),
      changed(ticket, "standby"),
      commented(ticket, "one"),
      changed(ticket, "open"),
      commented(ticket, "two"),
      closed(ticket),
    ];
    for (const event of events) expect(await post(event)).toBe("waiting");
    expect(await post(openedFor(ticket, talk.id))).toBe("taken");
    expect(await viewOf(talk)).toMatchObject({
      state: "closed",
      close_reason: "ticket_closed",
      closed_by: { type: "agent", id: "a-7" },
      ticket: { state: "closed" },
    });
    expect(await notesOf(talk)).toEqual(["one", "two"]);
  });

  test("that are refused then are let go, and hold up no other", async () => {
    const talk = await newTalk(shop);
    const ticket = newTicket();
    for (const event of [changed(ticket, "standby"), commented(ticket)]) expect(await post(event)).toBe("waiting");
    expect(await post(openedFor(ticket, talk.id))).toBe("taken");
    expect(await notesOf(talk)).toEqual(["A note"]);
    expect((await viewOf(talk)).ticket.state).toBe("pending");
    expect(await post(changed(ticket, "standby"))).toBe("409 ticket_transition");
  });

  test("may be many, not more", async () => {
    const talk = await newTalk(shop);
    const ticket = newTicket();
    const key = { tenant_id: shop.id, ticket_id: ticket };
    const [first, last] = [commented(ticket, "first"), commented(ticket, "last")];
    expect(await post(first)).toBe("waiting");
    for (let count = 1; count < MOST_PARKED - 1; count++) {
      const { uuid } = envelope();
      const event = { uuid, ticket_id: ticket, comment: String(count), conversation_id: null, authorized_by: null };
      await ticketOrPark(env, key, { id: uuid, body: JSON.stringify({ name: "ticket-comment-added", event }) });
    }
    expect(await post(last)).toBe("waiting");
    const { status, json } = await send(shop, "ticket-comment-added", commented(ticket).data);
    expect({ status, code: json.code }).toEqual({ status: 409, code: "too_many_waiting" });
    expect(json.detail).toMatch(/ticket-opened/);
    expect(await post(last)).toBe("waiting");
    await post(openedFor(ticket, talk.id));
    const notes = await notesOf(talk);
    expect(notes).toHaveLength(MOST_PARKED);
    expect([notes[0], notes[1], notes.at(-1)]).toEqual(["first", "1", "last"]);
  });

  test("EV2 are forgotten after eight days", async () => {
    const talk = await newTalk(shop);
    const ticket = newTicket();
    expect(await post(commented(ticket, "old"))).toBe("waiting");
    const shards = Array.from({ length: 256 }, (_, index) => index.toString(16).padStart(2, "0"));
    const stubs = shards.map((shard) => env.DIRECTORY.getByName(`ticket:${shard}`));
    vi.setSystemTime(Date.now() + 8 * 24 * 60 * 60 * 1_000 - 60_000);
    expect(await post(commented(ticket, "young"))).toBe("waiting");
    vi.setSystemTime(Date.now() + 120_000);
    const rang = await Promise.all(stubs.map((stub) => runDurableObjectAlarm(stub)));
    expect(rang).toContain(true);
    vi.useRealTimers();
    await post(openedFor(ticket, talk.id));
    expect(await notesOf(talk)).toEqual(["young"]);
  });

  test("of one tenant are not another's", async () => {
    const talk = await newTalk(shop);
    const other = await newTalk();
    const ticket = newTicket();
    const event = commented(ticket);
    expect(await outcome(other.shop, event.type, event.data)).toBe("waiting");
    expect(await post(openedFor(ticket, talk.id))).toBe("taken");
    expect(await notesOf(talk)).toEqual([]);
    const theirs = openedFor(ticket, other.id);
    expect(await outcome(other.shop, theirs.type, theirs.data)).toBe("taken");
    expect(await notesOf(other)).toEqual(["A note"]);
  });
});

describe("a ticket has one conversation", () => {
  test("EV3 the first that it was opened for", async () => {
    const [one, other] = [await newTalk(shop), await newTalk(shop)];
    const ticket = newTicket();
    expect(await post(openedFor(ticket, one.id))).toBe("taken");
    expect(await post(openedFor(ticket, one.id))).toBe("known");
    const { status, json } = await send(shop, "ticket-opened", openedFor(ticket, other.id).data);
    expect({ status, code: json.code }).toEqual({ status: 409, code: "ticket_taken" });
    expect(json.detail).toContain(one.id);
    expect(await post({ ...closed(ticket, { conversation_id: other.id }) })).toBe("409 ticket_taken");
    expect((await viewOf(other)).ticket).toBeNull();
  });

  test("EV3 also when it is opened for two at once", async () => {
    for (let round = 0; round < 5; round++) {
      const talks = [await newTalk(shop), await newTalk(shop)];
      const ticket = newTicket();
      const outcomes = await Promise.all(talks.map(({ id }) => post(openedFor(ticket, id))));
      expect(outcomes.toSorted()).toEqual(["409 ticket_taken", "taken"]);
      const opened = await Promise.all(talks.map(typesOf));
      expect(opened.flat().filter((type) => type === "ticket.opened")).toHaveLength(1);
    }
  });

  test("and none where its conversation is none", async () => {
    const [talk, theirs] = [await newTalk(shop), await newTalk()];
    const ticket = newTicket();
    for (const id of [UNKNOWN, crypto.randomUUID(), theirs.id])
      expect(await post(openedFor(ticket, id))).toBe("404 conversation_not_found");
    expect(await post(commented(ticket))).toBe("waiting");
    expect(await post(openedFor(ticket, talk.id.toUpperCase()))).toBe("taken");
    expect(await notesOf(talk)).toEqual(["A note"]);
  });

  test("a service's word is enough: an event that names both leads there, too", async () => {
    const talk = await newTalk(shop);
    const ticket = newTicket();
    expect(await post(assigned(ticket))).toBe("waiting");
    expect(await post(closed(ticket, { conversation_id: talk.id }))).toBe("taken");
    expect(await viewOf(talk)).toMatchObject({ state: "closed", ticket: { id: ticket, agent_id: "a-7" } });
    expect(await post(openedFor(ticket, talk.id))).toBe("known");
    expect(await post(commented(ticket, "Afterwards"))).toBe("taken");
    expect(await notesOf(talk)).toEqual(["Afterwards"]);
  });

  test("only the end of the last closes it", async () => {
    const talk = await newTalk(shop);
    const [one, other] = [newTicket(), newTicket()];
    for (const ticket of [one, other]) await post(openedFor(ticket, talk.id));
    expect(await post(closed(one))).toBe("taken");
    expect((await viewOf(talk)).state).toBe("open");
    expect(await post(closed(other))).toBe("taken");
    expect(await viewOf(talk)).toMatchObject({ state: "closed", close_reason: "ticket_closed" });
  });
});

describe("a crash in between is mended", () => {
  const place = (talk: Talk) => parseConversationId(talk.id)?.number ?? 0;
  const key = (ticket_id: string) => ({ tenant_id: shop.id, ticket_id });

  test("after the ticket was led to its conversation", async () => {
    const talk = await newTalk(shop);
    const ticket = newTicket();
    const event = openedFor(ticket, talk.id);
    const away = vi.spyOn(ConversationObject.prototype, "execute").mockRejectedValue(new Error("away"));
    expect((await send(shop, event.type, event.data)).status).toBe(500);
    away.mockRestore();
    expect(await reserveTicket(env, key(ticket), talk.id)).toEqual({ conversation_id: talk.id, confirmed: false });
    expect(await post(commented(ticket))).toBe("waiting");
    expect(await post(event)).toBe("taken");
    expect(await notesOf(talk)).toEqual(["A note"]);
  });

  test("after its thread has the ticket", async () => {
    const talk = await newTalk(shop);
    const ticket = newTicket();
    const event = openedFor(ticket, talk.id);
    const away = vi.spyOn(DirectoryObject.prototype, "confirmTicket").mockRejectedValue(new Error("away") as never);
    expect((await send(shop, event.type, event.data)).status).toBe(500);
    away.mockRestore();
    expect(await typesOf(talk)).toContain("ticket.opened");
    expect(await post(commented(ticket))).toBe("waiting");
    expect(await post(event)).toBe("known");
    expect(await notesOf(talk)).toEqual(["A note"]);
    expect((await typesOf(talk)).filter((type) => type === "ticket.opened")).toHaveLength(1);
  });

  test("before what waited was taken: the next event of the ticket takes it along, in order", async () => {
    const talk = await newTalk(shop);
    const ticket = newTicket();
    for (const note of ["one", "two"]) expect(await post(commented(ticket, note))).toBe("waiting");
    await reserveTicket(env, key(ticket), talk.id);
    const command = { type: "open_ticket", number: place(talk), ticket_id: ticket, actor: { type: "api", id: null } };
    await threadAt(shop.id, talk.id).execute({ keys: [], fingerprint: null, command: command as never });
    await confirmTicket(env, key(ticket), talk.id);
    expect(await post(commented(ticket, "three"))).toBe("taken");
    expect(await notesOf(talk)).toEqual(["one", "two", "three"]);
    expect(await post(openedFor(ticket, talk.id))).not.toMatch(/\d/);
    expect(await notesOf(talk)).toEqual(["one", "two", "three"]);
  });

  test("while what waited was being taken", async () => {
    const talk = await newTalk(shop);
    const ticket = newTicket();
    const waiting = [answered(ticket, "one"), answered(ticket, "two")];
    for (const event of waiting) expect(await post(event)).toBe("waiting");
    const event = openedFor(ticket, talk.id);
    const away = vi.spyOn(DirectoryObject.prototype, "forgetParked").mockRejectedValue(new Error("away") as never);
    expect((await send(shop, event.type, event.data)).status).toBe(500);
    away.mockRestore();
    expect(await post(event)).toBe("known");
    expect((await messagesOf(talk)).map(({ content }) => content)).toEqual(["hello", "one", "two"]);
  });
});
