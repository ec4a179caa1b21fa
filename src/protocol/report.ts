import * as z from "zod";
import { GivenDay, OpaqueId, queryFlag, TimeZone } from "./fields.ts";
import { REPORT_COLUMNS, type ReportName } from "./report-columns.ts";

/** So many days a report may be about. */
export const MOST_REPORT_DAYS = 400;

const TIME_GROUPINGS = ["day", "week", "month"] as const;
const GROUPINGS = [...TIME_GROUPINGS, "outlet", "inbox", "agent", "team"] as const;

/** What the rows of each report may be of; the first unless said. */
const GROUPINGS_OF = {
  conversations: GROUPINGS,
  responses: GROUPINGS,
  agents: ["agent", ...TIME_GROUPINGS, "outlet", "inbox", "team"],
  teams: ["team", ...TIME_GROUPINGS, "outlet", "inbox", "agent"],
  ai: GROUPINGS,
  deliveries: [...GROUPINGS, "error"],
  hours: ["weekday_hour", "weekday", "hour"],
  satisfaction: GROUPINGS,
} as const satisfies { [Name in Exclude<ReportName, "overview">]: readonly string[] };

export type ListedReport = keyof typeof GROUPINGS_OF;

const Day = GivenDay.refine((day) => day >= "2000" && day < "2200", "must be a day of 2000 to 2199");

const filters = {
  time_zone: TimeZone.optional().meta({
    description: "Whose days they are; that of the first outlet's business hours unless said, else UTC",
  }),
  outlet_id: z.guid().optional(),
  inbox_id: z.guid().optional(),
  agent_id: OpaqueId.optional().meta({ description: "An agent's own bearer sees only its own numbers" }),
  team_id: z
    .guid()
    .optional()
    .meta({ description: "What was for no team counts for those of which the agent is one now" }),
  business_hours: queryFlag("`true`: spans without the time in which the outlet was closed").optional(),
};

/** What a report is asked with. */
export const reportQuery = (name: ListedReport) =>
  z.object({
    from: Day.optional().meta({
      description: `The first day, at most ${MOST_REPORT_DAYS} up to the last; 30 days in all unless said`,
    }),
    to: Day.optional().meta({ description: "The last day, itself included; today unless said" }),
    group_by: z
      .enum(GROUPINGS_OF[name])
      .optional()
      .meta({ description: `What the rows are of; \`${GROUPINGS_OF[name][0]}\` unless said` }),
    ...filters,
    format: z
      .enum(["json", "csv"])
      .optional()
      .meta({ description: "`csv` (RFC 4180, UTF-8) may be asked for by `Accept: text/csv` as well" }),
  });

export type ReportQuery = z.output<ReturnType<typeof reportQuery>>;

export const OverviewQuery = z.object(filters);

/** What the rows of a report are of where nothing is said. */
export const usualGroupingOf = (name: ListedReport) => GROUPINGS_OF[name][0];

/** What a report answers. */
export const reportSchema = (name: ListedReport) =>
  z.object({
    from: z.iso.date(),
    to: z.iso.date(),
    time_zone: z.string(),
    group_by: z.enum(GROUPINGS_OF[name]),
    rows: z.array(
      z.object({
        key: z.string().nullable().meta({
          description:
            "Which day, Monday of a week, month, weekday and hour, error of the channel, or the id of what it is of; null for nobody's",
        }),
        name: z.string().nullable(),
        ...REPORT_COLUMNS[name],
      }),
    ),
    total: z.object(REPORT_COLUMNS[name]),
  });

const Compared = z.object({
  from: z.iso.date(),
  to: z.iso.date(),
  figures: z.object(REPORT_COLUMNS.overview),
  before: z
    .object(REPORT_COLUMNS.overview)
    .meta({ description: "The same of the span before, up to the same time of day" }),
});

/** The numbers of a dashboard. */
export const Overview = z
  .object({ time_zone: z.string(), today: Compared, last_7_days: Compared })
  .meta({ id: "ReportOverview" });
