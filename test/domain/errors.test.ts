import { describe, expect, test } from "vitest";
import { remedyOf } from "../../src/channels/whatsapp/error-codes.ts";
import { advised, healthOf, troubleOf, verdictOn } from "../../src/channels/whatsapp/errors.ts";

const MINUTE = 60_000;

const error = (code: number, more: object = {}) =>
  JSON.stringify({ error: { message: `(#${code}) No`, code, error_data: { details: "Because" }, ...more } });

/** Every code that is known, by what becomes of the message. */
const OUTCOMES: [outcome: string, codes: number[]][] = [
  ["try_later", [4, 80007, 130429, 131056, 131057, 134101, 2494100]],
  ["unknown", [1, 2, 131000, 131016, 133004]],
  ["held", [0, 3, 10, 33, 190, 200, 299, 368, 131005, 131031, 131033, 131037, 131042, 131044, 131045]],
  ["held", [133000, 133006, 133010, 133016, 134011]],
  ["refused", [100, 130403, 130472, 130497, 131008, 131009, 131020, 131021, 131026, 131030, 131035, 131036]],
  ["refused", [131041, 131047, 131048, 131049, 131050, 131051, 131052, 131053, 131055, 131060, 131061, 131062]],
  ["refused", [131063, 131064, 131201, 132000, 132001, 132005, 132007, 132012, 132015, 132016, 132018, 132068]],
  ["refused", [132069, 134100, 134102, 135000, 137000, 138000, 138999, 2593107, 2593109]],
];

describe.each(OUTCOMES)("%s", (outcome, codes) => {
  test.each(codes)("is what comes of code %i, with words for the agent", (code) => {
    expect(verdictOn(400, error(code), 1)).toMatchObject({ outcome, error: { code } });
    expect(remedyOf(code)?.advice).toMatch(/^[A-Z].{10,}[.]$/);
  });
});

test.each([
  [400, error(99999), "refused"],
  [400, error(99999, { is_transient: true }), "unknown"],
  [400, error(131026, { is_transient: true }), "unknown"],
  [400, error(190, { is_transient: true }), "held"],
  [400, JSON.stringify({ error: { message: "who knows" } }), "refused"],
  [400, error(100, { error_subcode: 33 }), "held"],
  [400, error(100, { error_subcode: 2494010 }), "refused"],
  [502, "<html>Bad gateway</html>", "unknown"],
  [500, "", "unknown"],
  [302, "", "unknown"],
  [200, "{}", "unknown"],
  [200, "null", "unknown"],
  [200, '{"messages":[{}]}', "unknown"],
  [404, "not found", "refused"],
  [401, "", "held"],
  [403, "<html>Forbidden</html>", "held"],
  [429, "slow down", "try_later"],
])("HTTP %i with %s is %s", (status, body, outcome) => {
  expect(verdictOn(status, body, 1).outcome).toBe(outcome);
});

test("an answer with an id is acceptance", () => {
  const answer = JSON.stringify({ contacts: [{ input: "+1", wa_id: "1" }], messages: [{ id: "wamid.1" }] });
  expect(verdictOn(200, answer, 1)).toEqual({ outcome: "accepted", channel_message_id: "wamid.1", wa_id: "1" });
  const byUserId = JSON.stringify({ contacts: [{ user_id: "US.1" }], messages: [{ id: "wamid.1" }] });
  expect(verdictOn(200, byUserId, 1)).toEqual({ outcome: "accepted", channel_message_id: "wamid.1", wa_id: null });
});

test.each([
  [131056, [4_000, 16_000, 64_000, 1_024_000, 1_024_000]],
  [130429, [4_000, 8_000, 16_000, 64_000, 30 * MINUTE]],
  [131057, [MINUTE, 2 * MINUTE, 4 * MINUTE, 16 * MINUTE, 30 * MINUTE]],
  [134101, [10 * MINUTE, 20 * MINUTE, 30 * MINUTE, 30 * MINUTE, 30 * MINUTE]],
])("DL7 what is put off for %i waits ever longer, and not for ever", (code, delays) => {
  const attempts = [1, 2, 3, 5, 20];
  expect(attempts.map((attempt) => verdictOn(400, error(code), attempt))).toMatchObject(
    delays.map((delay_ms) => ({ delay_ms })),
  );
});

test("a refusal says why in the channel's words, and what to do where the channel does not", () => {
  const said = { code: 131026, title: "(#131026) No", detail: "Because" };
  expect(verdictOn(400, error(131026), 1)).toEqual({ outcome: "refused", error: said });
  const terse = JSON.stringify({ error: { message: "(#131047) Re-engagement message", code: 131047 } });
  expect(verdictOn(400, terse, 1)).toMatchObject({
    error: { title: "(#131047) Re-engagement message", detail: expect.stringContaining("send a template") },
  });
  expect(advised({ code: 131047, title: "Re-engagement message", detail: null }).detail).toContain("send a template");
  expect(advised({ code: 5, title: "New", detail: null })).toEqual({ code: 5, title: "New", detail: null });
});

describe("an inbox", () => {
  const trouble = (code: number, attempt = 1) => troubleOf(verdictOn(400, error(code), attempt));

  test("is unhealthy where somebody must mend it, and tried again in five minutes", () => {
    expect(trouble(190)).toEqual({
      status: "unhealthy",
      code: 190,
      reason: "(#190) No: Because",
      retry_after_ms: 5 * MINUTE,
    });
    expect(troubleOf(verdictOn(401, "", 1))).toMatchObject({ status: "unhealthy", code: null });
    expect(troubleOf(verdictOn(400, error(100, { error_subcode: 33 }), 1))).toMatchObject({ status: "unhealthy" });
  });

  test("DL7 is paced where the number was too quick, however often one message was put off, or reported too often", () => {
    expect(trouble(130429)).toMatchObject({ status: "paced", code: 130429, retry_after_ms: 4_000 });
    expect(trouble(130429, 7)).toMatchObject({ retry_after_ms: 4_000 });
    expect(trouble(131048)).toMatchObject({ status: "paced", code: 131048, retry_after_ms: 15 * MINUTE });
  });

  test.each([100, 131026, 131047, 131049, 131056, 131057, 132001, 131000])("suffers nothing from %i", (code) => {
    expect(trouble(code)).toBeNull();
  });

  test("is as badly off where a status tells of it later", () => {
    const error = (code: number | null) => ({ code, title: "No", detail: null });
    expect(healthOf(error(131042))).toMatchObject({ status: "unhealthy", code: 131042, retry_after_ms: 5 * MINUTE });
    expect(healthOf(error(130429))).toMatchObject({ status: "paced", retry_after_ms: 4_000 });
    expect([healthOf(error(131026)), healthOf(error(5)), healthOf(error(null))]).toEqual([null, null, null]);
  });

  test("suffers nothing from a message that went out", () => {
    expect(troubleOf({ outcome: "accepted", channel_message_id: "wamid.1", wa_id: null })).toBeNull();
  });
});
