import { appendFileSync, mkdtempSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openJournal } from "../../src/simulator/journal.ts";
import { newContact } from "../../src/simulator/people.ts";
import { State } from "../../src/simulator/state.ts";

const directory = () => join(mkdtempSync(join(tmpdir(), "simulator-")), "state");

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
