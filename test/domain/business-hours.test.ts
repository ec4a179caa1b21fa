import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type BusinessHours, inWordsAt, isOpenAt, isTimeZone, nextOpening } from "../../src/domain/business-hours.ts";

const HOUR = 3_600_000;
const at = (time: string) => Date.parse(time);
const WORKDAYS = {
  mon: [["09:00", "18:00"]],
  tue: [
    ["09:00", "12:00"],
    ["13:00", "18:00"],
  ],
};
const hours = (more: Partial<BusinessHours> = {}): BusinessHours => ({
  time_zone: "Asia/Jakarta",
  weekly: WORKDAYS,
  holidays: [],
  ...more,
});
const opens = (own: BusinessHours, time: string) => {
  const next = nextOpening(own, at(time));
  return next === null ? null : new Date(next).toISOString();
};

describe("hours of a week", () => {
  // 2026-01-05 was a Monday; Jakarta is seven hours ahead.
  test.each([
    ["2026-01-05T01:59:59.999Z", false],
    ["2026-01-05T02:00:00.000Z", true],
    ["2026-01-05T10:59:59.999Z", true],
    ["2026-01-05T11:00:00.000Z", false],
    ["2026-01-06T05:30:00.000Z", false],
    ["2026-01-06T06:00:00.000Z", true],
    ["2026-01-07T03:00:00.000Z", false],
  ])("at %s: %s", (time, open) => {
    expect(isOpenAt(hours(), at(time))).toBe(open);
  });

  test("it opens next after the night, a break, the weekend", () => {
    expect(opens(hours(), "2026-01-05T00:00:00.000Z")).toBe("2026-01-05T02:00:00.000Z");
    expect(opens(hours(), "2026-01-06T05:00:00.000Z")).toBe("2026-01-06T06:00:00.000Z");
    expect(opens(hours(), "2026-01-06T11:00:00.000Z")).toBe("2026-01-12T02:00:00.000Z");
    expect(opens(hours(), "2026-01-05T03:00:00.000Z")).toBe("2026-01-05T03:00:00.000Z");
  });

  test("hours that nobody keeps never open", () => {
    expect(opens(hours({ weekly: {} }), "2026-01-05T03:00:00.000Z")).toBeNull();
    expect(isOpenAt(hours({ weekly: {} }), at("2026-01-05T03:00:00.000Z"))).toBe(false);
  });

  test("a period may pass midnight, end with the day, or last all of it", () => {
    const night = hours({ time_zone: "UTC", weekly: { mon: [["22:00", "02:00"]] } });
    expect(isOpenAt(night, at("2026-01-05T23:00:00Z"))).toBe(true);
    expect(isOpenAt(night, at("2026-01-06T01:59:00Z"))).toBe(true);
    expect(isOpenAt(night, at("2026-01-06T02:00:00Z"))).toBe(false);
    expect(isOpenAt(night, at("2026-01-05T01:00:00Z"))).toBe(false);
    const late = hours({ time_zone: "UTC", weekly: { mon: [["18:00", "24:00"]], tue: [["00:00", "24:00"]] } });
    expect(isOpenAt(late, at("2026-01-05T23:59:59.999Z"))).toBe(true);
    expect(isOpenAt(late, at("2026-01-06T23:59:59.999Z"))).toBe(true);
    expect(isOpenAt(late, at("2026-01-07T00:00:00Z"))).toBe(false);
  });
});

describe("holidays", () => {
  const holidays = [
    { date: "2026-01-05", name: "Founders' day" },
    { date: "2026-01-07", name: "Stocktaking", hours: [["10:00", "14:00"]] },
  ];
  test("on a holiday its own hours hold, or none", () => {
    expect(isOpenAt(hours({ holidays }), at("2026-01-05T03:00:00Z"))).toBe(false);
    expect(isOpenAt(hours({ holidays }), at("2026-01-07T03:00:00Z"))).toBe(true);
    expect(isOpenAt(hours({ holidays }), at("2026-01-07T07:00:00Z"))).toBe(false);
    expect(opens(hours({ holidays }), "2026-01-04T12:00:00Z")).toBe("2026-01-06T02:00:00.000Z");
  });

  test("the night before a holiday goes on into it", () => {
    const own = { time_zone: "UTC", weekly: { sun: [["22:00", "02:00"]] }, holidays };
    expect(isOpenAt(hours(own), at("2026-01-05T01:00:00Z"))).toBe(true);
  });
});

describe("clocks that change", () => {
  const berlin = (from: string, until: string) =>
    hours({ time_zone: "Europe/Berlin", weekly: { sun: [[from, until]] } });

  // On 29 March 2026 the clocks went from 02:00 to 03:00, at 01:00 UTC.
  test("a day without its third hour", () => {
    const own = berlin("01:00", "04:00");
    expect(isOpenAt(own, at("2026-03-29T00:00:00Z"))).toBe(true);
    expect(isOpenAt(own, at("2026-03-29T01:59:59Z"))).toBe(true);
    expect(isOpenAt(own, at("2026-03-29T02:00:00Z"))).toBe(false);
    expect(opens(berlin("02:30", "05:00"), "2026-03-28T12:00:00Z")).toBe("2026-03-29T01:00:00.000Z");
    expect(opens(berlin("02:10", "02:50"), "2026-03-28T12:00:00Z")).toBe("2026-04-05T00:10:00.000Z");
  });

  // On 25 October 2026 they went from 03:00 back to 02:00, at 01:00 UTC.
  test("a day that has its third hour twice", () => {
    const own = berlin("02:00", "03:00");
    expect(opens(own, "2026-10-24T12:00:00Z")).toBe("2026-10-25T00:00:00.000Z");
    expect(isOpenAt(own, at("2026-10-25T01:30:00Z"))).toBe(true);
    expect(isOpenAt(own, at("2026-10-25T02:00:00Z"))).toBe(false);
    expect(opens(berlin("09:00", "18:00"), "2026-10-24T12:00:00Z")).toBe("2026-10-25T08:00:00.000Z");
  });

  test("a zone with quarters of an hour, and one that passed over a day", () => {
    const nepal = hours({ time_zone: "Asia/Kathmandu", weekly: { mon: [["09:00", "18:00"]] } });
    expect(opens(nepal, "2026-01-04T12:00:00Z")).toBe("2026-01-05T03:15:00.000Z");
    const samoa = hours({ time_zone: "Pacific/Apia", weekly: { fri: [["09:00", "18:00"]] } });
    expect(opens(samoa, "2011-12-29T12:00:00Z")).toBe("2012-01-05T19:00:00.000Z");
  });
});

test("a zone that nobody knows is UTC: what must be decided does not fail", () => {
  expect(isTimeZone("Asia/Jakarta")).toBe(true);
  expect(isTimeZone("Mars/Olympus")).toBe(false);
  expect(isOpenAt(hours({ time_zone: "Mars/Olympus" }), at("2026-01-05T09:00:00Z"))).toBe(true);
});

test("a time in words is that of the zone, in the language that is wished for", () => {
  const monday = at("2026-01-05T02:00:00Z");
  expect(inWordsAt("Asia/Jakarta", monday)).toMatch(/^Monday,? 5 January( at|,) 09:00$/);
  expect(inWordsAt("Asia/Jakarta", monday, "id")).toContain("Senin");
});

const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom("00", "15", "30"))
  .map(([hour, minute]) => `${String(hour).padStart(2, "0")}:${minute}`);
const periods = fc.array(fc.tuple(time, fc.oneof(time, fc.constant("24:00"))), { maxLength: 2 });
const anyHours = fc.record({
  time_zone: fc.constantFrom("Asia/Jakarta", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC"),
  weekly: fc.record({ mon: periods, wed: periods, sat: periods, sun: periods }),
  holidays: fc.array(
    fc.record({ date: fc.constantFrom("2026-03-29", "2026-04-06"), name: fc.constant("x"), hours: periods }),
    { maxLength: 2 },
  ),
});

test("whenever it opens next it is open, and at no time before", () => {
  const start = fc.integer({ min: at("2026-03-20T00:00:00Z"), max: at("2026-04-12T00:00:00Z") });
  fc.assert(
    fc.property(anyHours, start, fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), (own, from, part) => {
      const next = nextOpening(own, from);
      if (next === null) return;
      expect(isOpenAt(own, next)).toBe(true);
      const between = from + Math.floor((Math.min(next, from + 200 * HOUR) - from) * part);
      if (between < next) expect(isOpenAt(own, between)).toBe(false);
    }),
    { numRuns: 300 },
  );
});
