import type { ListedReport } from "../../protocol/report.ts";
import type { ColumnOf, Grouping } from "./columns.ts";

/** How numbers are drawn: beside each other, on top of each other, or as lines (over times; else as bars). */
type Shape = "bars" | "stack" | "lines" | "heat";

export interface Drawing<Column extends string = string> {
  shape: Shape;
  columns: readonly Column[];
  /** Colours by their number in the palette, where the order of the palette is not meant. */
  colours?: readonly number[];
}

export interface Definition<Column extends string = string> {
  operation: `report${string}`;
  /** What its rows may be of; the first unless chosen. */
  groupings: readonly Grouping[];
  /** The numbers that are looked at first. */
  tiles: readonly Column[];
  /** What may be drawn of it; the first unless chosen. */
  drawings: { readonly [id: string]: Drawing<Column> };
}

const ALL = ["day", "week", "month", "outlet", "inbox", "agent", "team"] as const;
const GOOD_TO_BAD = [1, 6, 7, 3, 8] as const;

const people = {
  tiles: ["assigned", "messages", "closed", "first_human_response_median", "resolution_median", "rating_average"],
  drawings: {
    work: { shape: "bars", columns: ["assigned", "closed"] },
    messages: { shape: "bars", columns: ["messages"] },
    speed: { shape: "lines", columns: ["first_human_response_median", "reply_median"] },
    resolution: { shape: "lines", columns: ["resolution_median", "resolution_p90"] },
    rating: { shape: "lines", columns: ["rating_average"] },
  },
} as const;

/** Each report: what it may be asked for, and how it is shown. */
const REPORTS = {
  conversations: {
    operation: "reportConversations",
    groupings: ALL,
    tiles: ["opened", "reopened", "closed", "handed_off", "messages_in", "messages_out"],
    drawings: {
      conversations: { shape: "bars", columns: ["opened", "closed", "handed_off"] },
      messages: { shape: "bars", columns: ["messages_in", "messages_out"], colours: [2, 1] },
      closings: {
        shape: "stack",
        columns: [
          "closed_by_agent",
          "closed_by_ai",
          "closed_by_flow",
          "closed_by_api",
          "closed_by_ticket",
          "closed_by_inactivity",
          "closed_by_joining",
          "closed_by_erasure",
        ],
      },
    },
  },
  responses: {
    operation: "reportResponses",
    groupings: ALL,
    tiles: [
      "first_response_median",
      "first_human_response_median",
      "reply_median",
      "wait_median",
      "resolution_median",
      "resolutions",
    ],
    drawings: {
      first: { shape: "lines", columns: ["first_response_median", "first_response_p90"] },
      human: { shape: "lines", columns: ["first_human_response_median", "first_human_response_p90"] },
      reply: { shape: "lines", columns: ["reply_median", "reply_p90"] },
      wait: { shape: "lines", columns: ["wait_median", "wait_p90"] },
      resolution: { shape: "lines", columns: ["resolution_median", "resolution_p90"] },
    },
  },
  agents: {
    operation: "reportAgents",
    groupings: ["agent", "day", "week", "month", "outlet", "inbox", "team"],
    ...people,
  },
  teams: {
    operation: "reportTeams",
    groupings: ["team", "day", "week", "month", "outlet", "inbox", "agent"],
    ...people,
  },
  ai: {
    operation: "reportAi",
    groupings: ALL,
    tiles: ["answers", "conversations", "closed_alone", "handed_off", "handed_off_share", "timed_out"],
    drawings: {
      conversations: { shape: "bars", columns: ["conversations", "closed_alone", "handed_off"], colours: [2, 1, 3] },
      answers: {
        shape: "bars",
        columns: ["answers", "low_confidence", "suppressed", "timed_out"],
        colours: [1, 3, 7, 8],
      },
      reasons: {
        shape: "stack",
        columns: [
          "handoffs_by_keyword",
          "handoffs_by_low_confidence",
          "handoffs_by_sentiment",
          "handoffs_by_ai",
          "handoffs_by_timeout",
          "handoffs_by_flow",
          "handoffs_by_people",
        ],
      },
      share: { shape: "lines", columns: ["handed_off_share"] },
    },
  },
  deliveries: {
    operation: "reportDeliveries",
    groupings: [...ALL, "error"],
    tiles: ["messages", "sent", "delivered", "read", "failed", "failed_share"],
    drawings: {
      progress: { shape: "bars", columns: ["messages", "delivered", "read", "failed"], colours: [7, 1, 2, 8] },
      failed: { shape: "bars", columns: ["failed"], colours: [8] },
      share: { shape: "lines", columns: ["failed_share"], colours: [8] },
    },
  },
  hours: {
    operation: "reportHours",
    groupings: ["weekday_hour", "weekday", "hour"],
    tiles: ["messages_in", "messages_out", "opened", "handed_off", "first_human_response_median"],
    drawings: {
      messages_in: { shape: "heat", columns: ["messages_in"], colours: [2] },
      messages_out: { shape: "heat", columns: ["messages_out"] },
      opened: { shape: "heat", columns: ["opened"] },
      handed_off: { shape: "heat", columns: ["handed_off"], colours: [3] },
      human: { shape: "heat", columns: ["first_human_response_median"], colours: [4] },
    },
  },
  satisfaction: {
    operation: "reportSatisfaction",
    groupings: ALL,
    tiles: ["asked", "ratings", "answered_share", "rating_average", "satisfied_share"],
    drawings: {
      ratings: {
        shape: "stack",
        columns: ["rated_5", "rated_4", "rated_3", "rated_2", "rated_1"],
        colours: GOOD_TO_BAD,
      },
      average: { shape: "lines", columns: ["rating_average"] },
      shares: { shape: "lines", columns: ["satisfied_share", "answered_share"] },
      asked: { shape: "bars", columns: ["asked", "ratings"], colours: [7, 1] },
    },
  },
} as const satisfies { [Name in ListedReport]: Definition<ColumnOf<Name> & string> };

export type DrawingId = { [Name in ListedReport]: keyof (typeof REPORTS)[Name]["drawings"] }[ListedReport];

export const REPORT_NAMES = Object.keys(REPORTS) as ListedReport[];

export const isReport = (name: string): name is ListedReport => Object.hasOwn(REPORTS, name);

/** The same, where it does not matter which report it is. */
export const definitionOf = (name: ListedReport): Definition => REPORTS[name];

/** What is drawn of a report: what was chosen, else the first. */
export function drawingOf(name: ListedReport, chosen: string | null): { id: DrawingId; drawing: Drawing } {
  const { drawings } = definitionOf(name);
  const id = chosen !== null && Object.hasOwn(drawings, chosen) ? chosen : (Object.keys(drawings)[0] ?? "");
  return { id: id as DrawingId, drawing: drawings[id] as Drawing };
}
