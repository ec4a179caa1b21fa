import { existsSync, globSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseWebhook } from "../../src/channels/whatsapp/parse.ts";
import { FIXTURES } from "./parse-bodies.ts";

/** Real bodies, which are not part of this repository. */
const REAL = `${import.meta.dirname}/../../../shared/fixtures/whatsapp`;

const throughJson = <T>(value: T): T => JSON.parse(JSON.stringify(value));

/** Every item, set aside alone and parsed again, is the same item again. */
function expectReplayable(body: unknown): void {
  for (const item of parseWebhook(body)) {
    const again = parseWebhook({ object: "whatsapp_business_account", entry: [{ changes: [throughJson(item.raw)] }] });
    expect(throughJson(again)).toEqual([throughJson(item)]);
  }
}

/** All that somebody said in a body, wherever it lies. */
function saidIn(body: unknown): unknown[] {
  if (typeof body !== "object" || body === null) return [];
  return Object.entries(body).flatMap(([key, value]) =>
    (key === "messages" || key === "message_echoes") && Array.isArray(value) ? value : saidIn(value),
  );
}

function expectComplete(body: unknown): void {
  const items = parseWebhook(body);
  expect(items.length).toBeGreaterThan(0);
  const told = items.filter(({ kind }) => kind !== "update").map(({ raw }) => saidIn(raw.value));
  for (const message of saidIn(body)) expect(told).toContainEqual([message]);
}

const bodiesIn = (root: string): [string, unknown][] =>
  globSync("**/*.json", { cwd: root })
    .filter((file) => file !== "send-examples.json")
    .sort()
    .map((file) => [file, JSON.parse(readFileSync(`${root}/${file}`, "utf8"))]);

const checkAll = (root: string) =>
  test.each(bodiesIn(root))("%s", (_, body) => {
    expectComplete(body);
    expectReplayable(body);
  });

describe("our own bodies", () => checkAll(FIXTURES));

if (existsSync(REAL)) describe("real bodies", () => checkAll(REAL));
else test.skip("real bodies are not here: nothing to check", () => {});

/** Words that mean something in a webhook, so that chance comes upon what is nearly right. */
const KEYS = `messages statuses calls message_echoes history threads standby contacts metadata errors context id from to
  from_user_id to_user_id user_id wa_id profile name type text body image edit message reaction message_id revoke
  original_message_id interactive nfm_reply response_json button_reply system previous_user_id timestamp status value
  recipient_id recipient sender phone_number phone_number_id display_phone_number user_preferences user_id_update current
  previous conversation_context history_context group_id event direction duration template components parameters order
  product_items quantity item_price currency call_recording audio sha256 emoji __proto__ constructor toString`.split(
  /\s+/,
);
const WORDS = [
  ...[
    "text",
    "image",
    "interactive",
    "nfm_reply",
    "button_reply",
    "reaction",
    "edit",
    "revoke",
    "system",
    "unsupported",
  ],
  ...["user_changed_number", "user_changed_user_id", "sent", "failed", "read", "connect", "terminate", "call", "group"],
  ...[
    "15551230001",
    "+1 555 123 0001",
    "US.1",
    "15550001111",
    "wamid.1",
    "1790000000",
    "",
    "\u0000",
    "\ud800",
    "{",
    "5",
  ],
  ...["__proto__", "constructor", "template", "control_passed", "stop", "body", "contacts", "order", "location"],
];
const FIELDS = [
  ...["messages", "smb_message_echoes", "standby", "history", "calls", "messaging_handovers", "user_preferences"],
  ...["user_id_update", "account_update", "partner_solutions", "", "tomorrow"],
];

const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5 },
    fc.oneof(fc.constantFrom(...WORDS), fc.integer(), fc.boolean(), fc.constant(null)),
    fc.dictionary(fc.constantFrom(...KEYS), tie("tree"), { maxKeys: 8 }),
    fc.array(tie("tree"), { maxLength: 3 }),
  ),
}));
const holder = fc.dictionary(fc.constantFrom(...KEYS), fc.oneof(tree, fc.array(tree, { maxLength: 3 })), {
  maxKeys: 8,
});
const change = fc.record({ field: fc.constantFrom(...FIELDS), value: fc.oneof(holder, tree) }, { requiredKeys: [] });

test("whatever JSON comes, nothing throws", () => {
  fc.assert(fc.property(fc.jsonValue(), (body) => expectReplayable(throughJson(body))));
  fc.assert(fc.property(fc.jsonValue(), (value) => expectReplayable(throughJson({ entry: [{ changes: [value] }] }))));
});

test("whatever is nearly a webhook, nothing throws, nothing is lost, and each item can be had again", () => {
  const entries = fc.array(
    fc.record({ id: tree, time: tree, changes: fc.array(fc.oneof(change, tree)) }, { requiredKeys: [] }),
  );
  fc.assert(
    fc.property(entries, (entry) => {
      expectReplayable(throughJson({ object: "whatsapp_business_account", entry }));
    }),
    { numRuns: 100 },
  );
});
