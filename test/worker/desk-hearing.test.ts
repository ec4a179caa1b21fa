import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { settle } from "../../src/desk/hearing.ts";
import { DeskRepository } from "../../src/desk/repository.ts";
import { conversationView, SYSTEM } from "../../src/domain/conversation.ts";
import { asksForPerson, given, IDENTITY, releases, type Scene, SECOND, says, wait } from "../domain/given.ts";

const viewOf = ({ thread, conversation }: Scene) =>
  conversationView(IDENTITY, thread.contact, conversation, thread.seq);

test("AS6 a hand-off gets its ticket though that of the one before it came between the two, and was not opened", async () => {
  const first = given(says("hello"), asksForPerson());
  const between = first.given(wait(SECOND), releases());
  const again = between.given(wait(SECOND), asksForPerson());
  await runInDurableObject(env.DESK.getByName(crypto.randomUUID()), (_, { storage }) => {
    const repository = new DeskRepository(storage);
    const { tickets, outgoing } = repository;
    repository.transaction(() => repository.saveOne(viewOf(first), true));
    const [letter] = outgoing.first(0);
    if (!letter) throw new Error("no ticket was asked for");
    repository.transaction(() => {
      repository.saveOne(viewOf(again), true);
      settle(repository, letter, { conversation: viewOf(between), rejection: null });
    });
    const ticket = tickets.openOf(viewOf(again).id);
    expect(ticket).toMatchObject({ waiting_since: again.conversation.handoff?.requested_at });
    expect(ticket?.id).not.toBe(letter.ticket_id);
    expect(outgoing.first(0)).toMatchObject([{ ticket_id: ticket?.id, command: { type: "open_ticket" } }]);
  });
});

test("AS6 what was to be done with a ticket that was not opened is not done, and does not open it", async () => {
  const first = given(says("hello"), asksForPerson());
  const between = first.given(wait(SECOND), releases());
  await runInDurableObject(env.DESK.getByName(crypto.randomUUID()), (_, { storage }) => {
    const repository = new DeskRepository(storage);
    const { outgoing, tickets } = repository;
    repository.transaction(() => repository.saveOne(viewOf(first), true));
    const [letter] = outgoing.first(0);
    if (!letter) throw new Error("no ticket was asked for");
    const { ticket_id } = letter;
    const offer = { ticket_id, agent_id: "agent-1", until: 0 };
    repository.transaction(() => {
      tickets.offer(offer);
      tickets.send(ticket_id, {
        type: "offer_ticket",
        number: 1,
        ...offer,
        until: first.thread.since ?? "",
        actor: SYSTEM,
      });
      settle(repository, letter, { conversation: viewOf(between), rejection: null });
    });
    expect(tickets.find(ticket_id)).toBeNull();
    expect(outgoing.first(0)).toEqual([]);
    const offered = between.when({
      type: "offer_ticket",
      number: 1,
      ...offer,
      until: first.thread.since ?? "",
      actor: SYSTEM,
    });
    expect(offered.rejection).toEqual({ code: "not_offered", ticket_id });
  });
});
