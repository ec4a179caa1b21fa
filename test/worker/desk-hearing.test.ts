import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { settle } from "../../src/desk/hearing.ts";
import type { Letter } from "../../src/desk/outgoing.ts";
import { DeskRepository } from "../../src/desk/repository.ts";
import { conversationView, SYSTEM } from "../../src/domain/conversation.ts";
import { asksForPerson, given, IDENTITY, releases, type Scene, SECOND, says, wait } from "../domain/given.ts";

const viewOf = ({ thread, conversation }: Scene) =>
  conversationView(IDENTITY, thread.contact, conversation, thread.seq);

const first = given(says("hello"), asksForPerson());
const between = first.given(wait(SECOND), releases());

/** A desk that has asked for the first hand-off's ticket, and has not heard what became of it. */
const asking = (work: (repository: DeskRepository, letter: Letter) => void) =>
  runInDurableObject(env.DESK.getByName(crypto.randomUUID()), (_, { storage }) => {
    const repository = new DeskRepository(storage);
    repository.transaction(() => repository.saveOne(viewOf(first), true));
    const [letter] = repository.outgoing.first(0, 10);
    if (!letter) throw new Error("no ticket was asked for");
    work(repository, letter);
  });

test("AS6 a hand-off gets its ticket though that of the one before it came between the two, and was not opened", async () => {
  const again = between.given(wait(SECOND), asksForPerson());
  await asking((repository, letter) => {
    const { tickets, outgoing } = repository;
    repository.transaction(() => {
      repository.saveOne(viewOf(again), true);
      settle(repository, letter, { conversation: viewOf(between), rejection: null });
    });
    const ticket = tickets.openOf(viewOf(again).id);
    expect(ticket).toMatchObject({ waiting_since: again.conversation.handoff?.requested_at });
    expect(ticket?.id).not.toBe(letter.ticket_id);
    expect(outgoing.first(0, 10)).toMatchObject([{ ticket_id: ticket?.id, command: { type: "open_ticket" } }]);
  });
});

test("AS6 what was to be done with a ticket that was not opened is not done", async () => {
  await asking((repository, letter) => {
    const { tickets, outgoing } = repository;
    const { ticket_id } = letter;
    const offer = { ticket_id, agent_id: "agent-1" };
    const until = first.thread.since ?? "";
    repository.transaction(() => {
      tickets.offer({ ...offer, until: 0 });
      tickets.send(ticket_id, { type: "offer_ticket", number: 1, ...offer, until, actor: SYSTEM });
      settle(repository, letter, { conversation: viewOf(between), rejection: null });
    });
    expect(tickets.find(ticket_id)).toBeNull();
    expect(outgoing.first(0, 10)).toEqual([]);
  });
});
