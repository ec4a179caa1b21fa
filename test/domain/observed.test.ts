import { describe, expect, test } from "vitest";
import { conversationId } from "../../src/domain/ids.ts";
import {
  ANN,
  agentSays,
  aiSays,
  assigns,
  DAY,
  given,
  HOUR,
  imports,
  iso,
  nothing,
  observes,
  resolves,
  says,
  THREAD_KEY,
  under,
  wait,
  wake,
} from "./given.ts";

describe("what the business says elsewhere", () => {
  test("MS8 an answer from the business's own phone takes the word from the AI", () => {
    const scene = given(says("hello")).when(observes("I am here", { whatsapp_message_id: "wamid.echo" }));
    expect(scene.types).toEqual(["agent.assigned", "message.echoed"]);
    expect(scene.conversation).toMatchObject({ control: "agent", agent_id: null });
    expect(scene.message).toMatchObject({ direction: "out", origin: "echo", status: "sent", sender_type: "agent" });
    expect(scene.thread.pending).toEqual([]);
    expect(scene.when(aiSays("hi")).types).toEqual(["message.suppressed"]);
  });

  test("MS8 it does not take the word from an agent who has it", () => {
    expect(given(says("hello"), assigns()).when(observes("me too")).conversation.agent_id).toBe("agent-1");
  });

  test("MS8 who writes first from the phone opens a conversation in which no bot begins", () => {
    const scene = nothing.when(observes("good morning"));
    expect(scene.types).toEqual(["conversation.opened", "agent.assigned", "message.echoed"]);
    expect(scene.conversation).toMatchObject({ control: "agent", window_from: null });
  });

  test("MS8 what another app answers silences ours, opens the window as any message does, and is kept both ways", () => {
    const standby = { origin: "standby" } as const;
    const scene = given(says("hello"), wait(HOUR)).when(
      observes("to the other app", {}, { ...standby, direction: "in" }),
      observes("its answer", {}, standby),
    );
    expect(scene.types).toEqual(["control.released", "message.observed", "message.observed"]);
    expect(scene.conversation).toMatchObject({ control: "none", window_from: iso(HOUR) });
    expect(scene.message).toMatchObject({ direction: "out", origin: "standby", status: "sent" });
  });

  test("HO9 another app that passes the thread on to people puts it into the queue", () => {
    const handover = { new_owner_role: "escalation", metadata: "Customer asks for a person" };
    const passed = (at: number) => {
      const command = says("passed on", { metadata: { handover }, message_type: "system" })(at);
      return { ...command, passive: true } as typeof command;
    };
    const scene = given(says("hello")).when(passed);
    expect(scene.event("handoff.requested")).toMatchObject({ trigger: "channel", reason: handover.metadata });
    expect(given(says("hello"), assigns()).when(passed).types).toEqual(["message.received"]);
    expect(given(says("hello"), resolves).when(passed).types).toEqual(["message.received"]);
  });
});

describe("the history", () => {
  test("MS9 it stands in a conversation of its own, with the number 0 and its own times", () => {
    const scene = nothing.when(imports("later", 2 * DAY), imports("earlier", 3 * DAY, { direction: "out" }));
    expect(scene.types).toEqual(["history.begun", "message.imported", "message.imported"]);
    expect(scene.thread.current).toBeNull();
    expect(scene.thread.history).toMatchObject({
      number: 0,
      state: "closed",
      close_reason: "imported",
      started_at: iso(-3 * DAY),
      last_message_at: iso(-2 * DAY),
      message_count: 2,
    });
    expect(scene.message).toMatchObject({
      conversation_id: conversationId(THREAD_KEY, 0),
      origin: "history",
      timestamp: iso(-3 * DAY),
      sender_type: "agent",
    });
  });

  test("MS9 it changes nothing of a conversation that is going on", () => {
    const before = given(says("hello"), wait(HOUR));
    const after = before.when(imports("long ago", 5 * DAY, { whatsapp_message_id: "wamid.old" }));
    expect(after.conversation).toEqual(before.conversation);
    expect(after.due).toBe(before.due);
    expect(after.thread.last_inbound_id).toBe(before.thread.last_inbound_id);
  });

  test("MS9, CV5 what only it tells of the contact is told in the conversation that is going on, and known from then on", () => {
    const nameless = { ...ANN, phone: null, name: null };
    const going = nothing.given(says("hello", {}, { contact: nameless }));
    const begun = going.when(imports("long ago", DAY));
    expect(begun.types).toEqual(["contact.changed", "history.begun", "message.imported"]);
    expect(begun.event("contact.changed")).toMatchObject({ number: 1, contact: ANN });
    expect(begun.when(imports("longer ago", 2 * DAY)).types).toEqual(["message.imported"]);
    const named = { ...ANN, name: "Anna now" };
    const kept = nothing.given(says("hello", {}, { contact: named })).when(imports("long ago", DAY));
    expect(kept.thread.contact.name).toBe("Anna now");
  });

  test("MS9 the first conversation after it has the number 1", () => {
    expect(given(imports("long ago", DAY)).when(says("hello")).conversation.number).toBe(1);
  });

  test("MS9 it opens no service window", () => {
    const scene = given(imports("just now", 1)).when(agentSays("hi"));
    expect(scene.rejection).toEqual({ code: "conversation_not_found" });
  });

  test("IN3 it is purged when its retention has passed, and so is what lies between its messages kept", () => {
    const scene = under({ retention_after_close: 60, inactivity_timeout: null })
      .given(imports("one", DAY), says("hello"), imports("two", DAY))
      .when(wait(HOUR), wake);
    expect(scene.event("messages.purged")).toMatchObject({ number: 0, from_seq: 2, through_seq: 5 });
    expect(scene.conversation.state).toBe("open");
  });
});
