import { appendFileSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openJournal, parseJournal } from "../../src/simulator/journal.ts";
import { newContact } from "../../src/simulator/people.ts";
import { State } from "../../src/simulator/state.ts";
import { directoryFor } from "../support/directory.ts";
import { BUDI, CREDENTIALS, NUMBER, simulation } from "./support.ts";

const directory = () => join(directoryFor("simulator"), "state");

function reopened(stateDir: string): State {
  const state = new State();
  openJournal(stateDir, state).close();
  return state;
}

test("what was written is there again, whatever the text", () => {
  const stateDir = directory();
  const state = new State();
  const journal = openJournal(stateDir, state);
  const name = "\u0000 \ud800 😀 \u2028\n";
  state.put("contact", "6281", newContact({ wa_id: "6281", name }));
  state.merge("contact", "6281", { online: false });
  state.merge("settings", "settings", { delivered_after_ms: 5 });
  journal.close();
  const again = reopened(stateDir);
  expect(again.get("contact", "6281")).toMatchObject({ name, online: false });
  expect(again.settings).toMatchObject({ delivered_after_ms: 5, read_after_ms: 600 });
});

test("a line that a crash cut short is left out, and opening writes the journal without its history", () => {
  const stateDir = directory();
  const file = join(stateDir, "simulator.jsonl");
  const state = new State();
  const journal = openJournal(stateDir, state);
  for (let count = 0; count < 50; count++)
    state.put("contact", "6281", newContact({ wa_id: "6281", name: `${count}` }));
  state.put("contact", "6282", newContact({ wa_id: "6282", name: "gone" }));
  state.drop("contact", "6282");
  journal.close();
  appendFileSync(file, '{"kind":"contact","key":"62');
  expect(reopened(stateDir).all("contact")).toHaveLength(1);
  expect(readFileSync(file, "utf8").trim().split("\n")).toHaveLength(1);
  expect(statSync(file).mode & 0o077).toBe(0);
});

test("a journal from before there was more than text is read, and what it left to deliver is delivered", async () => {
  const at = "2026-11-02T08:59:00.000Z";
  const { webhook_url, ...secrets } = CREDENTIALS;
  const number = { phone_number_id: NUMBER, ...secrets, webhook_url, verified: true, verification: "Yes." };
  const contact = { wa_id: BUDI, name: "Budi", user_id: "ID.1", online: true, read_receipts: true };
  const message = { id: "wamid.1", phone_number_id: NUMBER, wa_id: BUDI, direction: "from_customer", type: "text" };
  const fate = {
    text: "Hi",
    reply_to: null,
    timestamp: at,
    status: "pending",
    statuses: {},
    error: null,
    trouble: null,
  };
  const value = { messages: [{ id: "wamid.1", type: "text", text: { body: "Hi" } }] };
  const body = JSON.stringify({ entry: [{ id: "1", changes: [{ value, field: "messages" }] }] });
  const delivery = { id: "wamid.1", chat: `${NUMBER}:${BUDI}`, phone_number_id: NUMBER, message_id: "wamid.1", body };
  const waiting = { carries: "message", attempts: 0, created_at: 0, due_at: 0, unanswered: false };
  const lines = [
    { kind: "number", key: NUMBER, put: number },
    { kind: "contact", key: BUDI, put: { ...contact, auto_read: true, on_whatsapp: true } },
    { kind: "message", key: "wamid.1", put: { ...message, ...fate } },
    { kind: "delivery", key: "wamid.1", put: { ...delivery, ...waiting } },
    { kind: "settings", key: "settings", merge: { read_after_ms: 5 } },
    { kind: "something newer", key: "1", put: {} },
  ];
  const state = new State();
  state.replay(parseJournal(lines.map((line) => JSON.stringify(line)).join("\n")));
  expect(state.settings).toMatchObject({ read_after_ms: 5, webhooks: { batch: 1 } });
  const { clock, business, chat, get } = await simulation({ state, register: false });
  await clock.pass(1_000);
  expect(business.told).toEqual(["Hi"]);
  expect(await chat()).toMatchObject([{ status: "delivered", content: { text: { body: "Hi" } }, reactions: [] }]);
  expect((await get("/simulator/snapshot")).json).toMatchObject({
    numbers: [{ waba_id: expect.stringMatching(/^\d+$/) }],
    contacts: [{ share_phone: true, username: null }],
  });
});
