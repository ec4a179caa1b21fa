import { expect, test } from "vitest";
import {
  instantOf,
  printField,
  readField,
  snoozeChoices,
  wallTimeAt,
} from "../../src/console/inbox/handling/snooze-times.ts";

const MADRID = "Europe/Madrid";
const JAKARTA = "Asia/Jakarta";
const iso = (at: number) => new Date(at).toISOString();
const chosen = (now: string, timeZone: string) =>
  Object.fromEntries(snoozeChoices(Date.parse(now), timeZone).map(({ id, at }) => [id, iso(at)]));

test("usual times are those of the clocks of a place", () => {
  // A Friday, 14:00 in Jakarta.
  expect(chosen("2026-11-20T07:00:00Z", JAKARTA)).toEqual({
    hour: "2026-11-20T08:00:00.000Z",
    evening: "2026-11-20T11:00:00.000Z",
    tomorrow: "2026-11-21T02:00:00.000Z",
    week: "2026-11-23T02:00:00.000Z",
  });
});

test("in the evening there is none to come, and on a Sunday tomorrow is next week", () => {
  expect(chosen("2026-11-22T18:00:00Z", MADRID)).toEqual({
    hour: "2026-11-22T19:00:00.000Z",
    tomorrow: "2026-11-23T08:00:00.000Z",
  });
  expect(chosen("2026-11-23T08:00:00Z", MADRID).week).toBe("2026-11-30T08:00:00.000Z");
});

test("tomorrow morning is nine o'clock across a change of clocks", () => {
  expect(chosen("2026-03-28T12:00:00Z", MADRID).tomorrow).toBe("2026-03-29T07:00:00.000Z");
  expect(chosen("2026-10-24T12:00:00Z", MADRID).tomorrow).toBe("2026-10-25T08:00:00.000Z");
});

test("a time that a change of clocks leaves out is an hour later; one that comes twice is one of both", () => {
  const left = instantOf({ year: 2026, month: 3, day: 29, hour: 2, minute: 30 }, MADRID);
  expect(wallTimeAt(left, MADRID)).toMatchObject({ hour: 3, minute: 30 });
  const twice = instantOf({ year: 2026, month: 10, day: 25, hour: 2, minute: 30 }, MADRID);
  expect(wallTimeAt(twice, MADRID)).toMatchObject({ hour: 2, minute: 30 });
});

test("every hour of a year is read back as it was printed, in zones of all kinds", () => {
  for (const timeZone of [MADRID, JAKARTA, "America/St_Johns", "Pacific/Chatham", "UTC"]) {
    for (let at = Date.parse("2026-01-01T00:00:00Z"); at < Date.parse("2027-01-01T00:00:00Z"); at += 37 * 3_600_000) {
      const field = printField(at, timeZone);
      expect(printField(readField(field, timeZone) ?? 0, timeZone)).toBe(field);
    }
  }
  expect(readField("", MADRID)).toBeNull();
  expect(readField("tomorrow", MADRID)).toBeNull();
});
