import { expect, test } from "vitest";
import { follow } from "../../src/desk/following.ts";
import { conversationView } from "../../src/domain/conversation.ts";
import { asksForPerson, given, IDENTITY, opensTicket, releases, type Scene, SECOND, says, wait } from "./given.ts";

const viewOf = ({ thread, conversation }: Scene) =>
  conversationView(IDENTITY, thread.contact, conversation, thread.seq);

test.each([
  ["had ended", true],
  ["was opened and had ended", false],
])("AS6 a hand-off gets its ticket though the desk never heard that the one before it %s", (_what, hears) => {
  const first = given(says("hello"), asksForPerson());
  const [ticket] = follow(viewOf(first), null, null).tickets;
  const opened = first.given(opensTicket(ticket?.id ?? ""));
  const [known] = hears ? follow(viewOf(opened), ticket ?? null, null).tickets : [ticket];
  const again = opened.given(wait(SECOND), releases(), wait(SECOND), asksForPerson());
  const { tickets, commands } = follow(viewOf(again), known ?? null, null);
  const [ended, next] = tickets;
  expect(ended).toMatchObject({ id: ticket?.id, state: "closed", is_opened: true, waiting_since: null });
  expect(next).toMatchObject({ state: "pending", waiting_since: again.conversation.handoff?.requested_at });
  expect(next?.id).not.toBe(ticket?.id);
  expect(commands).toMatchObject([{ ticket_id: next?.id, command: { type: "open_ticket", ticket_id: next?.id } }]);
});
