import type { REPORT_COLUMNS, ReportName } from "../protocol/report-columns.ts";
import type { Cell, CountName, TimeName } from "./cell.ts";
import { averageOf, type Distribution, noTimes, quantileOf } from "./distribution.ts";

type Column = (cell: Cell) => number | null;
type Columns = { [Report in ReportName]: { [Name in keyof (typeof REPORT_COLUMNS)[Report]]: Column } };

/** A number by the name of its column. */
export type Figures = { [column: string]: number | null };

const of = (cell: Cell, name: CountName): number => cell.counts[name] ?? 0;

/** All that begin so. */
const allOf = (cell: Cell, prefix: `${string}:`): number =>
  Object.entries(cell.counts).reduce((sum, [name, count = 0]) => (name.startsWith(prefix) ? sum + count : sum), 0);

const sum =
  (...names: CountName[]): Column =>
  (cell) =>
    names.reduce((total, name) => total + of(cell, name), 0);

const share = (part: number, whole: number): number | null => (whole === 0 ? null : rounded(part / whole, 10_000));

const rounded = (value: number, parts: number): number => Math.round(value * parts) / parts;

const seconds = (value: number | null): number | null => (value === null ? null : rounded(value / 1_000, 10));

const ofTimes =
  (name: TimeName, read: (times: Distribution) => number | null): Column =>
  (cell) =>
    seconds(read(cell.times[name] ?? noTimes()));

const median = (name: TimeName) => ofTimes(name, (times) => quantileOf(times, 0.5));
const slowest = (name: TimeName) => ofTimes(name, (times) => quantileOf(times, 0.9));
const average = (name: TimeName) => ofTimes(name, averageOf);
const number =
  (name: TimeName): Column =>
  (cell) =>
    cell.times[name]?.count ?? 0;

const SCORES = [1, 2, 3, 4, 5] as const;

const ratings: Column = (cell) => allOf(cell, "rated:");
const rating_average: Column = (cell) => {
  const given = allOf(cell, "rated:");
  const points = SCORES.reduce((total, score) => total + score * of(cell, `rated:${score}`), 0);
  return given === 0 ? null : rounded(points / given, 100);
};

const people = {
  assigned: sum("assigned"),
  messages: sum("said:agent"),
  closed: (cell: Cell) => allOf(cell, "closed:"),
  first_human_response_median: median("first_human_response"),
  first_human_response_p90: slowest("first_human_response"),
  reply_median: median("reply"),
  reply_p90: slowest("reply"),
  resolution_median: median("resolution"),
  resolution_p90: slowest("resolution"),
  ratings,
  rating_average,
};

const messages_out = sum("said:agent", "said:llm", "said:flow", "said:system");
const handed_off_share: Column = (cell) => share(of(cell, "ai_handed_off"), of(cell, "ai_conversations"));

/** What stands in each column of a report. */
export const COLUMNS: Columns = {
  conversations: {
    opened: sum("opened"),
    reopened: sum("reopened"),
    closed: (cell) => allOf(cell, "closed:"),
    closed_by_agent: sum("closed:agent"),
    closed_by_api: sum("closed:api"),
    closed_by_ticket: sum("closed:ticket_closed"),
    closed_by_flow: sum("closed:flow_ended"),
    closed_by_ai: sum("closed:ai"),
    closed_by_inactivity: sum("closed:inactivity"),
    closed_by_joining: sum("closed:superseded"),
    closed_by_erasure: sum("closed:erased"),
    handed_off: sum("handed_off"),
    assigned: sum("assigned"),
    messages_in: sum("received"),
    messages_out,
  },
  responses: {
    first_responses: number("first_response"),
    first_response_average: average("first_response"),
    first_response_median: median("first_response"),
    first_response_p90: slowest("first_response"),
    first_human_responses: number("first_human_response"),
    first_human_response_average: average("first_human_response"),
    first_human_response_median: median("first_human_response"),
    first_human_response_p90: slowest("first_human_response"),
    replies: number("reply"),
    reply_average: average("reply"),
    reply_median: median("reply"),
    reply_p90: slowest("reply"),
    waits: number("wait"),
    wait_average: average("wait"),
    wait_median: median("wait"),
    wait_p90: slowest("wait"),
    resolutions: number("resolution"),
    resolution_average: average("resolution"),
    resolution_median: median("resolution"),
    resolution_p90: slowest("resolution"),
  },
  agents: people,
  teams: people,
  ai: {
    answers: sum("said:llm"),
    conversations: sum("ai_conversations"),
    handed_off: sum("ai_handed_off"),
    handed_off_share,
    closed_alone: sum("ai_alone"),
    low_confidence: sum("ai_unsure"),
    suppressed: sum("ai_suppressed"),
    timed_out: sum("ai_timed_out"),
    handoffs_by_keyword: sum("handoff:keyword"),
    handoffs_by_low_confidence: sum("handoff:low_confidence"),
    handoffs_by_sentiment: sum("handoff:sentiment"),
    handoffs_by_ai: sum("handoff:ai_flag"),
    handoffs_by_timeout: sum("handoff:ai_timeout"),
    handoffs_by_flow: sum("handoff:flow"),
    handoffs_by_people: sum("handoff:agent", "handoff:api", "handoff:ticket", "handoff:channel"),
  },
  deliveries: {
    messages: sum("queued"),
    sent: sum("status:sent"),
    delivered: sum("status:delivered"),
    read: sum("status:read"),
    failed: sum("status:failed"),
    failed_share: (cell) => share(of(cell, "status:failed"), of(cell, "queued")),
  },
  hours: {
    messages_in: sum("received"),
    messages_out,
    opened: sum("opened"),
    handed_off: sum("handed_off"),
    first_human_response_median: median("first_human_response"),
  },
  satisfaction: {
    asked: sum("rating_asked"),
    ratings,
    rating_average,
    answered_share: (cell) => share(allOf(cell, "rated:"), of(cell, "rating_asked")),
    satisfied_share: (cell) => share(of(cell, "rated:4") + of(cell, "rated:5"), allOf(cell, "rated:")),
    rated_5: sum("rated:5"),
    rated_4: sum("rated:4"),
    rated_3: sum("rated:3"),
    rated_2: sum("rated:2"),
    rated_1: sum("rated:1"),
  },
  overview: {
    opened: sum("opened"),
    closed: (cell) => allOf(cell, "closed:"),
    messages_in: sum("received"),
    messages_out,
    handed_off: sum("handed_off"),
    first_response_median: median("first_response"),
    first_human_response_median: median("first_human_response"),
    resolution_median: median("resolution"),
    ai_answers: sum("said:llm"),
    ai_handed_off_share: handed_off_share,
    failed: sum("status:failed"),
    ratings,
    rating_average,
  },
};

/** What a report says of what was counted. */
export const figuresOf = (report: ReportName, cell: Cell): Figures =>
  Object.fromEntries(Object.entries<Column>(COLUMNS[report]).map(([name, column]) => [name, column(cell)]));
