import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openTimeBetween } from "../../src/domain/business-hours.ts";
import { csvOf } from "../../src/http/csv.ts";
import { csvRecords } from "../../src/lib/csv.ts";
import { REPORT_COLUMNS, type ReportName } from "../../src/protocol/report-columns.ts";
import { Calendar, datesBetween, mondayOf } from "../../src/reports/calendar.ts";
import { emptyCell, PERIOD_MS } from "../../src/reports/cell.ts";
import { COLUMNS, figuresOf } from "../../src/reports/columns.ts";
import { noTimes, PRECISION, pourTimes, quantileOf, timeOf } from "../../src/reports/distribution.ts";
import { Adding, periodsOf, type Question } from "../../src/reports/report.ts";
import { DAY, HOUR, MINUTE } from "./given.ts";

describe("distributions", () => {
  const values = fc.array(fc.oneof(fc.nat(60_000), fc.nat(30 * DAY)), { minLength: 1, maxLength: 200 });
  const of = (all: number[]) =>
    all.reduce((sum, value) => {
      pourTimes(sum, timeOf(value));
      return sum;
    }, noTimes());

  test("a median and a ninth decile are told to within one in a hundred", () => {
    fc.assert(
      fc.property(values, fc.constantFrom(0.5, 0.9), (all, part) => {
        const sorted = [...all].sort((one, other) => one - other);
        const exact = sorted[Math.max(1, Math.ceil(part * all.length)) - 1] ?? 0;
        const told = quantileOf(of(all), part) ?? -1;
        expect(Math.abs(told - exact)).toBeLessThanOrEqual(exact * PRECISION + 1e-6);
      }),
    );
  });

  test("two that are added are one of all values", () => {
    fc.assert(
      fc.property(values, values, (one, other) => {
        const sum = of(one);
        pourTimes(sum, of(other));
        expect(sum).toEqual(of([...other, ...one]));
      }),
    );
  });

  test("of nothing there is no median", () => {
    expect(quantileOf(noTimes(), 0.5)).toBeNull();
  });
});

describe("calendars", () => {
  const question = (time_zone: string, from: string, to = from): Question => ({
    ...{ from, to, time_zone, group_by: "hour", outlet_ids: null, teams: [], business_hours: false },
  });
  const hoursOf = (time_zone: string, day: string) => {
    const { from, before } = periodsOf(question(time_zone, day), new Calendar(time_zone));
    return { from: new Date(from * PERIOD_MS).toISOString(), hours: ((before - from) * PERIOD_MS) / HOUR };
  };

  test.each([
    ["UTC", "2026-03-29", "2026-03-29T00:00:00.000Z", 24],
    ["Asia/Jakarta", "2026-03-29", "2026-03-28T17:00:00.000Z", 24],
    ["Asia/Kolkata", "2026-03-29", "2026-03-28T18:30:00.000Z", 24],
    ["America/Sao_Paulo", "2026-03-29", "2026-03-29T03:00:00.000Z", 24],
    ["Europe/Berlin", "2026-03-29", "2026-03-28T23:00:00.000Z", 23],
    ["Europe/Berlin", "2026-10-25", "2026-10-24T22:00:00.000Z", 25],
    ["Australia/Lord_Howe", "2026-04-05", "2026-04-04T13:00:00.000Z", 24.5],
    // At midnight the clocks are put on to one o'clock.
    ["Africa/Cairo", "2026-04-24", "2026-04-23T22:00:00.000Z", 23],
    ["Pacific/Kiritimati", "2026-01-01", "2025-12-31T10:00:00.000Z", 24],
  ])("a day of %s, %s, begins at %s and has %d hours", (timeZone, day, from, hours) => {
    expect(hoursOf(timeZone, day)).toEqual({ from, hours });
  });

  test("RP5 what happened belongs to the day, week, month and hour that the clocks showed", () => {
    const period = Date.parse("2026-02-28T19:00:00.000Z") / PERIOD_MS;
    const place = { period, outlet_id: "o", inbox_id: "i", agent_id: null, team_id: null };
    const keyBy = (group_by: Question["group_by"]) => {
      const adding = new Adding({ ...question("Asia/Kolkata", "2026-02-20", "2026-03-03"), group_by });
      adding.add(place, { counts: { opened: 1 }, times: {} });
      return adding.sums.rows.filter(({ cell }) => cell.counts.opened === 1).map(({ key }) => key);
    };
    expect(keyBy("day")).toEqual(["2026-03-01"]);
    expect(keyBy("week")).toEqual(["2026-02-23"]);
    expect(keyBy("month")).toEqual(["2026-03"]);
    expect(keyBy("hour")).toEqual(["00"]);
    expect(keyBy("weekday")).toEqual(["sun"]);
    expect(keyBy("weekday_hour")).toEqual(["sun 00"]);
    expect(keyBy("inbox")).toEqual(["i"]);
    expect(keyBy("agent")).toEqual([null]);
  });

  test("RP5 days on which nothing happened are there, too", () => {
    const rows = (group_by: Question["group_by"]) =>
      new Adding({ ...question("UTC", "2026-02-27", "2026-03-02"), group_by }).sums.rows.map(({ key }) => key);
    expect(rows("day")).toEqual(["2026-02-27", "2026-02-28", "2026-03-01", "2026-03-02"]);
    expect(rows("week")).toEqual(["2026-02-23", "2026-03-02"]);
    expect(rows("month")).toEqual(["2026-02", "2026-03"]);
    expect(rows("weekday_hour")).toHaveLength(168);
    expect(rows("agent")).toEqual([]);
    expect(datesBetween("2028-02-28", "2028-03-01")).toEqual(["2028-02-28", "2028-02-29", "2028-03-01"]);
    expect(mondayOf("2026-01-01")).toBe("2025-12-29");
  });
});

describe("opening hours", () => {
  const night = {
    time_zone: "Asia/Jakarta",
    weekly: { mon: [["22:00", "02:00"]], tue: [["01:00", "03:00"]] },
    holidays: [],
  };
  const at = (text: string) => Date.parse(text);

  test("of a span only what lies in them counts, overlapping hours once", () => {
    const [from, until] = [at("2026-01-05T00:00:00Z"), at("2026-01-07T00:00:00Z")];
    expect(openTimeBetween(night, from, until)).toBe(5 * HOUR);
    expect(openTimeBetween(night, at("2026-01-05T15:30:00Z"), at("2026-01-05T16:15:00Z"))).toBe(45 * MINUTE);
    expect(openTimeBetween(night, until, from)).toBe(0);
  });

  test("of what is longer than a year only the beginning counts", () => {
    const [from, until] = [at("2020-01-01T00:00:00Z"), at("2026-01-01T00:00:00Z")];
    expect(openTimeBetween(night, from, until)).toBeLessThan(54 * 5 * HOUR);
  });
});

describe("separated values", () => {
  test("RP8 what a cell holds is read again as it was, with an apostrophe before what would be a formula", () => {
    const cell = fc.oneof(fc.string(), fc.constantFrom("=1+1", "@x", "-2", "+3", "\t=x", 'a"b', "a,b", "a\r\nb", "a"));
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 5 }), (rows) => {
        const read = [...csvRecords(csvOf(rows), ",")].map(({ cells }) => cells);
        expect(read.map((cells) => cells.map((one) => one.replace(/^'(?=[=+\-@\t\r\n＝＋－＠])/, "")))).toEqual(
          rows.map((cells) => cells.map((one) => one.replace(/^'(?=[=+\-@\t\r\n＝＋－＠])/, ""))),
        );
        expect(read.flat().every((one) => !/^[=+\-@\t\r]/.test(one))).toBe(true);
      }),
    );
  });

  test("numbers are numbers, and nothing is nothing", () => {
    expect(
      csvOf([
        ["day", "name"],
        [-1, null],
        [0.5, "=x"],
      ]),
    ).toBe("day,name\r\n-1,\r\n0.5,'=x\r\n");
  });
});

test.each(Object.keys(REPORT_COLUMNS) as ReportName[])("the columns of %s are those that are promised", (name) => {
  expect(Object.keys(COLUMNS[name])).toEqual(Object.keys(REPORT_COLUMNS[name]));
  const nothing = figuresOf(name, emptyCell());
  expect(Object.values(nothing).every((figure) => figure === 0 || figure === null)).toBe(true);
});
