import { describe, expect, test } from "vitest";
import { askedElsewhere, askedIn, daysOf, filterQuery, searchOf } from "../../src/console/reports/asked.ts";
import { definitionOf, drawingOf, REPORT_NAMES } from "../../src/console/reports/catalogue.ts";
import { betterOf, isEmpty, reportFrom, unitOf } from "../../src/console/reports/columns.ts";
import { beside, countOf, isComparable, isDay, todayIn } from "../../src/console/reports/days.ts";
import {
  briefly,
  countTicks,
  shareTicks,
  spanTicks,
  spanWords,
  trendOf,
  written,
} from "../../src/console/reports/numbers.ts";
import {
  drawn,
  lengthFor,
  peakOf,
  ROW,
  rowWords,
  shadeOf,
  sorted,
  sortedNext,
} from "../../src/console/reports/rows.ts";
import { seriesOf } from "../../src/console/reports/series.ts";
import { OPERATIONS } from "../../src/protocol/operations.ts";
import { MOST_REPORT_DAYS, reportQuery, usualGroupingOf } from "../../src/protocol/report.ts";
import { REPORT_COLUMNS } from "../../src/protocol/report-columns.ts";

const row = (key: string | null, figures: { [column: string]: number | null }, name: string | null = null) => ({
  key,
  name,
  figures,
});

describe("the catalogue of reports", () => {
  test.each(REPORT_NAMES)("offers what the API takes: %s", (name) => {
    const { groupings, operation, drawings } = definitionOf(name);
    const accepted = (group_by: string) => reportQuery(name).safeParse({ group_by }).success;
    expect(groupings.filter((one) => !accepted(one))).toEqual([]);
    expect(groupings[0]).toBe(usualGroupingOf(name));
    expect(OPERATIONS[operation as "reportAi"].path).toBe(`/api/v1/reports/${name}`);
    const columns = Object.values(drawings).flatMap((one) => one.columns);
    expect(columns.filter((column) => !Object.hasOwn(REPORT_COLUMNS[name], column))).toEqual([]);
  });

  test("draws the first of a report unless another is chosen", () => {
    expect(drawingOf("ai", null).id).toBe("conversations");
    expect(drawingOf("ai", "reasons").id).toBe("reasons");
    expect(drawingOf("ai", "toString").id).toBe("conversations");
  });

  test("knows the unit of a column, and which way is better", () => {
    expect(["opened", "reply_p90", "failed_share", "rating_average"].map(unitOf)).toEqual([
      "count",
      "span",
      "share",
      "rating",
    ]);
    expect(["opened", "reply_p90", "failed", "rating_average"].map(betterOf)).toEqual([0, -1, -1, 1]);
  });
});

describe("what the address asks for", () => {
  test("is kept by the address", () => {
    const search =
      "?from=2026-10-01&to=2026-10-31&group=week&plot=closings&sort=-opened&team=t-1&hours=open&zone=Asia%2FJakarta";
    expect(searchOf(askedIn(search, "conversations"))).toBe(search);
    expect(searchOf(askedIn("", "hours"))).toBe("");
  });

  test.each([
    ["a grouping that the report has not", "?group=error", ""],
    ["a day that is none", "?from=2026-02-30&to=2026-03-02", ""],
    ["an end before the beginning", "?from=2026-03-02&to=2026-03-01", ""],
    ["more days than a report may have", "?from=2024-01-01&to=2026-01-01", ""],
    ["a period that is not offered", "?period=31", ""],
    ["a time zone that is none", "?zone=Mars%2FBase", ""],
  ])("leaves out %s", (_, search, kept) => {
    expect(searchOf(askedIn(search, "conversations"))).toBe(kept);
  });

  test("goes with one to another report, but for what only one has", () => {
    const asked = askedIn("?period=7&group=week&plot=closings&sort=opened&agent=a-1", "conversations");
    expect(searchOf(askedElsewhere(asked))).toBe("?period=7&agent=a-1");
  });

  test("is asked of the API by its names", () => {
    expect(filterQuery(askedIn("?outlet=o&agent=a&hours=open", "ai"))).toEqual({
      outlet_id: "o",
      agent_id: "a",
      business_hours: "1",
    });
  });
});

describe("days", () => {
  test("end today, where the business is", () => {
    const now = Date.parse("2026-11-21T18:00:00Z");
    expect(todayIn("Asia/Jakarta", now)).toBe("2026-11-22");
    expect(daysOf("7", "2026-11-22")).toEqual({ from: "2026-11-16", to: "2026-11-22" });
    expect(daysOf("today", "2026-11-22")).toEqual({ from: "2026-11-22", to: "2026-11-22" });
  });

  test("before and behind are as many", () => {
    const march = { from: "2024-03-01", to: "2024-03-31" };
    expect(beside(march, -1)).toEqual({ from: "2024-01-30", to: "2024-02-29" });
    expect(beside(beside(march, -1), 1)).toEqual(march);
    expect(countOf(march)).toBe(31);
    expect(countOf({ from: "2025-01-01", to: "2026-02-04" })).toBe(MOST_REPORT_DAYS);
  });

  test("are compared unless most of them is to come", () => {
    expect(isComparable({ from: "2026-11-21", to: "2026-11-21" }, "2026-11-21")).toBe(false);
    expect(isComparable({ from: "2026-11-20", to: "2026-11-20" }, "2026-11-21")).toBe(true);
    expect(isComparable({ from: "2026-11-15", to: "2026-11-21" }, "2026-11-21")).toBe(true);
    expect(isComparable({ from: "2026-11-15", to: "2026-12-21" }, "2026-11-21")).toBe(false);
  });

  test("are written as the calendar has them", () => {
    expect(["2026-02-28", "2026-02-29", "26-02-28", "x", null].map((one) => isDay(one))).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
  });
});

describe("numbers", () => {
  test.each([
    [0, "0 sec"],
    [3.42, "3.4 sec"],
    [59.4, "59 sec"],
    [59.7, "1 min"],
    [315, "5 min 15 sec"],
    [3599.8, "1 hr"],
    [7170, "2 hr"],
    [7500, "2 hr 5 min"],
    [86_399, "1 day"],
    [190_000, "2 days 5 hr"],
  ])("says %d seconds as people do", (seconds, words) => {
    expect(spanWords(seconds, "en")).toBe(words);
  });

  test("are written by their unit, in the agent's language", () => {
    expect(written(12345.6, "count", "en")).toBe("12,345.6");
    expect(written(0.1234, "share", "es").replace(/\s/, " ")).toBe("12,3 %");
    expect(written(4, "rating", "pt")).toBe("4,0");
    expect(written(null, "span", "vi")).toBe("–");
    expect(briefly("reply_median", 5_400, "en")).toBe("2h");
    expect(briefly("opened", 1_250, "en")).toBe("1.3K");
  });

  test("stand beside those before", () => {
    expect(trendOf(112, 100, "count")).toEqual({ way: 1, by: 0.12 });
    expect(trendOf(50, 100, "span")).toEqual({ way: -1, by: 0.5 });
    expect(trendOf(0.5, 0.25, "share")).toEqual({ way: 1, by: 0.25 });
    expect(trendOf(4.02, 4, "rating")).toEqual({ way: 0, by: 0 });
    expect(trendOf(3, 0, "count")).toEqual({ way: 1, by: null });
    expect(trendOf(0, 0, "count")).toEqual({ way: 0, by: 0 });
    expect(trendOf(3, null, "span")).toBeNull();
  });

  test("have axes marked where one looks for them", () => {
    expect(countTicks(0)).toEqual([0, 1]);
    expect(countTicks(64)).toEqual([0, 20, 40, 60, 80]);
    expect(spanTicks(85)).toEqual([0, 30, 60, 90]);
    expect(spanTicks(0)).toEqual([0, 1]);
    expect(spanTicks(400_000).at(-1)).toBeGreaterThanOrEqual(400_000);
    expect(shareTicks(0.03)).toEqual([0, 0.01, 0.02, 0.03]);
    expect(shareTicks(1)).toHaveLength(6);
  });
});

describe("rows", () => {
  const rows = [row("a", { n: 1 }, "Ana"), row("b", { n: null }), row("c", { n: 7 }), row(null, { n: 1 })];
  const keys = (all: { key: string | null }[]) => all.map(({ key }) => key);

  test("are sorted by a column, what is not known last", () => {
    expect(keys(sorted(rows, { column: "n", isDescending: true }))).toEqual(["c", "a", null, "b"]);
    expect(keys(sorted(rows, { column: "n", isDescending: false }))).toEqual(["a", null, "c", "b"]);
    expect(keys(sorted(rows, { column: ROW, isDescending: true }))).toEqual([null, "c", "b", "a"]);
    expect(sorted(rows, null)).toEqual(rows);
  });

  test("a number's greatest come first, then its least", () => {
    const first = sortedNext(null, "n");
    expect(first).toEqual({ column: "n", isDescending: true });
    expect(sortedNext(first, "n")).toEqual({ column: "n", isDescending: false });
    expect(sortedNext(null, ROW)).toEqual({ column: ROW, isDescending: true });
    expect(sortedNext(first, ROW)).toEqual({ column: ROW, isDescending: false });
  });

  test("are called as people call them", () => {
    const words = (key: string | null, of: Parameters<typeof rowWords>[1], name: string | null = null) =>
      rowWords({ key, name }, of, "en", "long");
    expect(words("2026-11-21", "day")).toBe("Sat, Nov 21");
    expect(words("2026-11", "month")).toBe("November 2026");
    expect(words("wed 09", "weekday_hour")).toBe("Wednesday 09:00");
    expect(words("sun", "weekday")).toBe("Sunday");
    expect(words("a", "agent", "Ana")).toBe("Ana");
    expect(words("131026", "error")).toBe("131026");
    expect(words(null, "team")).toBeNull();
    expect(lengthFor({ from: "2025-12-30", to: "2026-01-02" })).toBe("dated");
  });

  test("of things are drawn by how much they have, no more than can be told apart", () => {
    const many = Array.from({ length: 40 }, (_, n) => row(`${n}`, { n }));
    expect(
      drawn(many, ["n"], false)
        .rows.slice(0, 2)
        .map(({ key }) => key),
    ).toEqual(["39", "38"]);
    expect(drawn(many, ["n"], false)).toMatchObject({ rows: { length: 15 }, left: 24 });
    expect(drawn(many, ["n"], true)).toMatchObject({ rows: { length: 40 }, left: 0 });
  });

  test("have a peak where there is anything", () => {
    expect(peakOf(rows, "n")?.key).toBe("c");
    expect(peakOf(rows, "m")).toBeNull();
  });

  test("have shades from nothing to the highest", () => {
    expect([null, 0, 1, 50, 51, 100].map((value) => shadeOf(value, 100))).toEqual([0, 0, 1, 2, 3, 4]);
    expect(shadeOf(3, 0)).toBe(0);
  });
});

describe("a report", () => {
  const answer = { from: "2026-11-01", to: "2026-11-01", time_zone: "UTC", group_by: "day" };

  test("has its figures apart from what its rows are of", () => {
    const rows = [{ key: "2026-11-01", name: null, opened: 2, closed: 0 }];
    const report = reportFrom("conversations", { ...answer, rows, total: { opened: 2, closed: 0 } });
    expect(report.rows).toEqual([row("2026-11-01", { opened: 2, closed: 0 })]);
    expect(isEmpty(report)).toBe(false);
  });

  test("is empty where nothing was counted", () => {
    expect(isEmpty({ rows: [row("a", { n: 0, m: null })], total: { n: 0, m: null } })).toBe(true);
  });

  test("of many numbers draws those of which there is anything", () => {
    const { drawing } = drawingOf("conversations", "closings");
    expect(seriesOf(drawing, { closed_by_ai: 3 })).toEqual([{ column: "closed_by_ai", colour: "var(--plot-2)" }]);
    expect(seriesOf(drawing, {})).toHaveLength(8);
  });
});
