import { describe, expect, test } from "vitest";
import { AGENT, given, says } from "./given.ts";

const open = { type: "open_ticket", number: 1, ticket_id: "T-1", actor: AGENT } as const;
const assign = { type: "assign_ticket", number: 1, ticket_id: "T-1", agent_id: "agent-1", actor: AGENT } as const;
const transfer = { type: "transfer_ticket", number: 1, ticket_id: "T-1", team_id: "repairs", actor: AGENT } as const;

describe("a ticket that is given to a team", () => {
  test("TI13 nobody has it or the word any more: it waits for the team's people", () => {
    const scene = given(says("hello"), open, assign).when(transfer);
    expect(scene.types).toEqual(["handoff.requested", "ticket.state_changed"]);
    expect(scene.conversation).toMatchObject({ control: "queue", agent_id: null, handoff: { team_id: "repairs" } });
    expect(scene.conversation.tickets).toMatchObject([{ id: "T-1", state: "pending", agent_id: null }]);
  });

  test("TI13 the reason of the hand-off stays, and the same wish again is no event", () => {
    const scene = given(says("a human, please"), open).when(transfer);
    expect(scene.conversation.handoff?.reason).toContain("keyword: 'human'");
    expect(scene.when(transfer).types).toEqual([]);
  });

  test("TI13 a ticket that stood by wakes; one that is closed cannot be given away", () => {
    const standby = { type: "change_ticket", number: 1, ticket_id: "T-1", state: "standby", actor: AGENT } as const;
    const scene = given(says("hello"), open, assign, standby).when(transfer);
    expect(scene.conversation.snoozed_until).toBeNull();
    const back = { type: "release_handoff", number: 1, actor: AGENT } as const;
    expect(given(says("hello"), open, back).when(transfer).rejection).toMatchObject({ code: "ticket_transition" });
  });

  test("AS6 a ticket of ours is opened only while a person is waited for, or has the word", () => {
    const ours = { ...open, if_waiting: true };
    expect(given(says("hello")).when(ours).types).toEqual([]);
    expect(given(says("a human, please")).when(ours).types).toEqual(["ticket.opened"]);
    const over = { type: "set_status", number: 1, status: "resolved", actor: AGENT } as const;
    expect(given(says("a human, please"), over).when(ours).types).toEqual([]);
  });

  test("AS6 a ticket of ours is not opened beside one that is open", () => {
    const other = { ...open, ticket_id: "T-2", if_waiting: true };
    expect(given(says("a human, please"), open).when(other).types).toEqual([]);
    expect(given(says("a human, please"), open).when({ ...other, if_waiting: false }).types).toEqual(["ticket.opened"]);
  });
});
