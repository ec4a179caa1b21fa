import { describe, expect, test } from "vitest";
import { ApiProblem } from "../../src/console/api/problem.ts";
import {
  type Condition,
  conditionWith,
  FIELDS,
  opsOf,
  valueKindOf,
  valueTyped,
} from "../../src/console/settings/automation/conditions.ts";
import { copied, isOvernight, overlap, withPeriod } from "../../src/console/settings/business-hours/hours.ts";
import { contains, listed, withoutTwins } from "../../src/console/settings/form/contains.ts";
import { faultUnder, hasFaults } from "../../src/console/settings/form/faults.ts";
import { inserted } from "../../src/console/settings/form/inserted.ts";
import { changesOf, same } from "../../src/console/settings/form/same.ts";
import { secondsOf, unitOf } from "../../src/console/settings/form/span.ts";
import { verifyTokenFrom, waitedFor } from "../../src/console/settings/inboxes/inbox.ts";
import { ACTION_TYPES, emptyAction, moved } from "../../src/console/settings/macros/actions.ts";
import { browserOf } from "../../src/console/settings/profile/browser.ts";
import { asExample } from "../../src/console/settings/replies/variables.ts";

describe("a draft", () => {
  test("is the same whatever the order of its fields, and with what is undefined", () => {
    expect(same({ a: 1, b: [{ c: null }] }, { b: [{ c: null, d: undefined }], a: 1 })).toBe(true);
    expect(same([], {})).toBe(false);
    expect(same({ a: null }, { a: {} })).toBe(false);
    expect(same(["x", "y"], ["y", "x"])).toBe(false);
  });

  test("only what differs is saved", () => {
    expect(changesOf({ name: "Shop", ids: ["a"] }, { name: "Shop", ids: ["a", "b"] })).toEqual({ ids: ["a", "b"] });
  });

  test("faults of a field are those of anything in it", () => {
    const errors = [{ field: "actions.1.text", detail: "too short" }];
    const problem = new ApiProblem("invalid_request", 400, { errors });
    expect(faultUnder(problem, "actions.1")).toBe("too short");
    expect(faultUnder(problem, "actions.10")).toBeNull();
    expect(faultUnder(new Error("other"), "actions")).toBeNull();
    expect(hasFaults(problem)).toBe(true);
  });
});

describe("a span", () => {
  test.each([
    [86_400, "day"],
    [5_400, "minute"],
    [7_200, "hour"],
    [90, "second"],
  ] as const)("%i seconds are told in the largest unit that fits", (seconds, unit) => {
    expect(unitOf(seconds, ["second", "minute", "hour", "day"])).toBe(unit);
  });

  test("a unit that is not offered is not chosen", () => expect(unitOf(86_400, ["minute", "hour"])).toBe("hour"));

  test.each([
    ["2", 7_200],
    ["1,5", 5_400],
    ["", null],
    ["0", null],
    ["-3", null],
    ["soon", null],
  ])("“%s” hours", (text, seconds) => expect(secondsOf(text, "hour")).toBe(seconds));
});

describe("words", () => {
  test("are found whatever their case and accents", () => expect(contains("Facturación", "  FACTURACION")).toBe(true));

  test("a list that is pasted is all of it, nothing twice", () =>
    expect(listed("human, Human;\nperson ,, persona")).toEqual(["human", "person", "persona"]));

  test("what the server tells apart are no twins", () =>
    expect(withoutTwins(["दान", "दिन", "A+", "A-"])).toEqual(["दान", "दिन", "A+", "A-"]));

  test("the first of twins stays", () => expect(withoutTwins(["Ayuda", "ayuda", "AYÚDA"])).toEqual(["Ayuda"]));

  test("a variable goes where the cursor is, apart from what is before it at the end", () => {
    expect(inserted("Hello", "{{name}}")).toBe("Hello {{name}}");
    expect(inserted("Hello you!", "{{name}}", 6, 9)).toBe("Hello {{name}}!");
    expect(inserted("", "{{name}}")).toBe("{{name}}");
  });

  test("variables are shown by examples, others by what stands for nothing", () => {
    expect(asExample("Hi {{customer.tier|friend}}, {{ agent.name }}", { "agent.name": "Noor" })).toBe(
      "Hi friend, Noor",
    );
    expect(asExample("{{customer.unheard}}")).toBe("{{customer.unheard}}");
  });
});

describe("business hours", () => {
  test("another period follows the last of the day, within the day", () => {
    expect(withPeriod([])).toEqual([["09:00", "18:00"]]);
    expect(withPeriod([["09:00", "13:00"]])).toEqual([
      ["09:00", "13:00"],
      ["14:00", "18:00"],
    ]);
    expect(withPeriod([["09:00", "23:30"]]).at(-1)).toEqual(["22:00", "24:00"]);
  });

  test("overlapping periods are told, whatever their order", () => {
    expect(
      overlap([
        ["14:00", "18:00"],
        ["09:00", "14:00"],
      ]),
    ).toBe(false);
    expect(
      overlap([
        ["13:00", "18:00"],
        ["09:00", "14:00"],
      ]),
    ).toBe(true);
  });

  test("who closes after midnight closes on the next day", () => {
    expect(isOvernight(["18:00", "02:00"])).toBe(true);
    expect(isOvernight(["18:00", "24:00"])).toBe(false);
  });

  test("a day's hours are given to others", () =>
    expect(copied({ mon: [["08:00", "12:00"]], sat: [] }, "mon", ["tue"])).toEqual({
      mon: [["08:00", "12:00"]],
      tue: [["08:00", "12:00"]],
      sat: [],
    }));
});

describe("conditions", () => {
  test("each field has something that may be asked of it", () => {
    for (const field of Object.keys(FIELDS)) expect(opsOf(field).length).toBeGreaterThan(0);
    expect(opsOf("customer.tier")).toContain("older_than");
  });

  test("a value goes along where it makes sense", () => {
    const condition: Condition = { field: "message.content", op: "contains", value: "refund" };
    expect(conditionWith(condition, "message.content", "in")).toEqual({
      field: "message.content",
      op: "in",
      value: ["refund"],
    });
    expect(conditionWith(condition, "conversation.started_at", "contains")).toEqual({
      field: "conversation.started_at",
      op: "older_than",
      value: 3_600,
    });
    expect(conditionWith(condition, "message.content", "exists")).toEqual({ field: "message.content", op: "exists" });
    expect(conditionWith(condition, "conversation.handoff_requested", "equals").value).toBe(true);
  });

  test("numbers are numbers where the field holds them, a text else", () => {
    expect(valueTyped("conversation.rating", "4")).toBe(4);
    expect(valueTyped("message.content", "4")).toBe("4");
    expect(valueKindOf("customer.since", "older_than")).toBe("span");
  });
});

test("actions are moved, and begin empty by their type", () => {
  expect(moved(["a", "b", "c"], 2, 0)).toEqual(["c", "a", "b"]);
  expect(moved(["a", "b", "c"], 0, 1)).toEqual(["b", "a", "c"]);
  for (const type of ACTION_TYPES) expect(emptyAction(type).type).toBe(type);
});

test("an inbox waits for the verification, then for a message", () => {
  expect(waitedFor({ verified_at: null, last_webhook_at: null })).toBe("verification");
  expect(waitedFor({ verified_at: "2026-01-05T09:00:00.000Z", last_webhook_at: null })).toBe("message");
  expect(waitedFor({ verified_at: null, last_webhook_at: "2026-01-05T09:00:00.000Z" })).toBe("nothing");
});

test("a verify token has as many letters as there was chance, and no spaces", () =>
  expect(verifyTokenFrom(new Uint8Array(24).fill(255))).toMatch(/^[A-Za-z2-9]{24}$/));

test.each([
  ["Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0", "Firefox · Windows"],
  ["Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 CriOS/130.0 Safari/604", "Chrome · iPhone"],
  ["Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1 Version/18.0 Safari/605.1", "Safari · macOS"],
  ["curl/8.5.0", null],
  [null, null],
])("%s is a browser people know", (agent, name) => expect(browserOf(agent)).toBe(name));
