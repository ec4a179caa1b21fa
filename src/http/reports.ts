import type { Hono } from "hono";
import { isTimeZone } from "../domain/business-hours.ts";
import type { Operation } from "../protocol/operation.ts";
import { type ListedReport, MOST_REPORT_DAYS, type ReportQuery, usualGroupingOf } from "../protocol/report.ts";
import { REPORT_COLUMNS } from "../protocol/report-columns.ts";
import { REPORT_OPERATIONS } from "../protocol/report-operations.ts";
import { Calendar, dateAfter } from "../reports/calendar.ts";
import { PERIOD_MS } from "../reports/cell.ts";
import { type Answer, reportsOf } from "../reports/port.ts";
import type { Grouping, Question, Selection } from "../reports/report.ts";
import type { Configuration } from "../tenant/configuration.ts";
import { tenantAt } from "../tenant/port.ts";
import type { AppContext, AppEnv, Principal } from "./context.ts";
import { csvOf } from "./csv.ts";
import { problem } from "./problem.ts";
import { route } from "./route.ts";
import { mayManage } from "./staff.ts";

/** A report is about so many days unless said. */
const USUAL_DAYS = 30;

type Filters = Pick<ReportQuery, "time_zone" | "outlet_id" | "inbox_id" | "agent_id" | "team_id" | "business_hours">;
type Row = Answer["rows"][number] & { name: string | null };

/** A tenant's numbers. */
export function reports(app: Hono<AppEnv>): void {
  listed(app, "conversations", REPORT_OPERATIONS.reportConversations);
  listed(app, "responses", REPORT_OPERATIONS.reportResponses);
  listed(app, "agents", REPORT_OPERATIONS.reportAgents);
  listed(app, "teams", REPORT_OPERATIONS.reportTeams);
  listed(app, "ai", REPORT_OPERATIONS.reportAi);
  listed(app, "deliveries", REPORT_OPERATIONS.reportDeliveries);
  listed(app, "hours", REPORT_OPERATIONS.reportHours);
  listed(app, "satisfaction", REPORT_OPERATIONS.reportSatisfaction);

  route(app, REPORT_OPERATIONS.reportOverview, async (c, { query }, principal) => {
    if (!isAllowed(query, principal)) return ofOthers(c);
    const time_zone = timeZoneOf(query, principal.configuration);
    const calendar = new Calendar(time_zone);
    const today = calendar.localOf(Date.now()).date;
    const before = Math.floor(Date.now() / PERIOD_MS) + 1;
    const spans = [1, 7].flatMap((days) => {
      const [from, earlier] = [1 - days, 1 - 2 * days].map((shift) =>
        calendar.firstStepOf(dateAfter(today, shift), PERIOD_MS),
      ) as [number, number];
      return [
        { from, before },
        // No later in its last day than the clocks show now.
        { from: earlier, before: calendar.firstStepLater(dateAfter(today, -days), Date.now(), PERIOD_MS) },
      ];
    });
    // Of what the rows would be does not matter to a total.
    const days = { from: today, to: today, time_zone, group_by: "inbox" } as const;
    const question = { ...selectionOf(query, principal), ...days };
    const figures = await reportsOf(c.env, principal.tenant_id).totals("overview", question, spans);
    const [now, yesterday, week, weekBefore] = figures;
    return c.json({
      time_zone,
      today: { from: today, to: today, figures: now, before: yesterday },
      last_7_days: { from: dateAfter(today, -6), to: today, figures: week, before: weekBefore },
    });
  });
}

function listed(app: Hono<AppEnv>, name: ListedReport, operation: Operation<object, ReportQuery, undefined>): void {
  route(app, operation, async (c, { query }, principal) => {
    if (!isAllowed(query, principal)) return ofOthers(c);
    const time_zone = timeZoneOf(query, principal.configuration);
    const { to = new Calendar(time_zone).localOf(Date.now()).date } = query;
    const { from = dateAfter(to, 1 - USUAL_DAYS), group_by = usualGroupingOf(name) } = query;
    if (from > to || dateAfter(from, MOST_REPORT_DAYS) <= to) {
      const detail = `must be from \`from\` on, and at most ${MOST_REPORT_DAYS} days`;
      return problem(c, "invalid_request", { errors: [{ field: "query.to", detail }] });
    }
    const question = { ...selectionOf(query, principal), from, to, time_zone, group_by };
    const answer = await reportsOf(c.env, principal.tenant_id).report(name, question);
    const rows = await named(c, principal, group_by, answer.rows);
    if (wantsCsv(c, query)) return csv(c, name, question, rows);
    const printed = rows.map(({ key, name, figures }) => ({ key, name, ...figures }));
    return c.json({ from, to, time_zone, group_by, rows: printed, total: answer.total });
  });
}

/** An agent sees its own numbers only, an admin and a key those of all. */
const isAllowed = ({ agent_id }: Filters, principal: Principal): boolean =>
  mayManage(principal) || agent_id === undefined || agent_id === principal.actor.id;

const ofOthers = (c: AppContext): Response =>
  problem(c, "forbidden", { detail: "An agent sees its own numbers only; those of others are for admins and keys." });

function selectionOf(query: Filters, principal: Principal): Selection {
  const { outlet_id, inbox_id, agent_id, team_id, business_hours = false } = query;
  const { actor, scope, configuration } = principal;
  const own = mayManage(principal) ? agent_id : (actor.id ?? "");
  return {
    ...{ outlet_id, inbox_id, team_id, business_hours },
    agent_id: own,
    outlet_ids: scope.outlet_ids,
    teams: configuration.teams.map(({ id, agent_ids }) => ({ id, agent_ids })),
  };
}

/** Days are those of the business unless said. */
/** The time zone that was asked for, else that of the tenant's first outlet. */
export function timeZoneOf({ time_zone }: Pick<Filters, "time_zone">, { outlets, tenant }: Configuration): string {
  const first = outlets.find(({ id }) => id === tenant.default_outlet_id);
  const own = first?.business_hours?.time_zone ?? "UTC";
  // One that another runtime knew must not fail a report.
  return time_zone ?? (isTimeZone(own) ? own : "UTC");
}

/** Rows with what people call what they are of; nobody's come last. */
async function named(
  c: AppContext,
  { tenant_id, configuration }: Principal,
  grouping: Grouping,
  rows: Answer["rows"],
): Promise<Row[]> {
  const { outlets, inboxes, teams } = configuration;
  const agents = grouping === "agent" ? await tenantAt(c.env, tenant_id).agents() : [];
  const known = { outlet: outlets, inbox: inboxes, team: teams, agent: agents }[grouping as string];
  const names = new Map(known?.map(({ id, name }) => [id, name]));
  const withNames = rows.map((row) => ({ ...row, name: names.get(row.key ?? "") ?? null }));
  if (known === undefined && grouping !== "error") return withNames;
  const text = ({ key, name }: Row) => name ?? key ?? "";
  return withNames.sort(
    (one, other) => Number(one.key === null) - Number(other.key === null) || text(one).localeCompare(text(other)),
  );
}

/** What is asked for by the query counts before what a program takes. */
const wantsCsv = (c: AppContext, { format }: ReportQuery): boolean =>
  format === undefined ? /^\s*text\/csv\b/i.test(c.req.header("accept") ?? "") : format === "csv";

function csv(c: AppContext, name: ListedReport, { from, to, group_by }: Question, rows: Row[]): Response {
  const columns = Object.keys(REPORT_COLUMNS[name]);
  const lines = rows.map(({ key, name, figures }) => [key, name, ...columns.map((column) => figures[column] ?? null)]);
  return c.body(csvOf([[group_by, "name", ...columns], ...lines]), 200, {
    "Content-Type": "text/csv; charset=utf-8; header=present",
    "Content-Disposition": `attachment; filename="${name}-${from}-${to}.csv"`,
  });
}
