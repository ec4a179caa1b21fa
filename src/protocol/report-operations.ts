import * as z from "zod";
import { operation } from "./operation.ts";
import { type ListedReport, Overview, OverviewQuery, reportQuery, reportSchema } from "./report.ts";

const tag = "Reports";

/** Everything is counted when it happened, for whoever had the conversation then. */
const report = (name: ListedReport, id: string, summary: string) =>
  operation({
    id,
    method: "get",
    path: `/api/v1/reports/${name}`,
    tag,
    summary,
    query: reportQuery(name),
    answers: { 200: reportSchema(name) },
    forms: { "text/csv": z.string().meta({ description: "RFC 4180 in UTF-8: a line of names, and one for each row" }) },
    problems: ["forbidden"],
  });

/** Calls about a tenant's numbers. */
export const REPORT_OPERATIONS = {
  reportOverview: operation({
    id: "reportOverview",
    method: "get",
    path: "/api/v1/reports/overview",
    tag,
    summary: "Today and the last seven days, beside the day and the seven days before",
    query: OverviewQuery,
    answers: { 200: Overview },
    problems: ["forbidden"],
  }),
  reportConversations: report(
    "conversations",
    "reportConversations",
    "Conversations opened, and closed by what; messages; hand-offs",
  ),
  reportResponses: report("responses", "reportResponses", "How long customers waited, and until it was resolved"),
  reportAgents: report("agents", "reportAgents", "What each agent did"),
  reportTeams: report("teams", "reportTeams", "What each team did"),
  reportAi: report("ai", "reportAi", "What the AI answered, and how much of it went to people"),
  reportDeliveries: report(
    "deliveries",
    "reportDeliveries",
    "What became of messages that were sent, and why some failed",
  ),
  reportHours: report("hours", "reportHours", "When customers write: by weekday and hour"),
  reportSatisfaction: report("satisfaction", "reportSatisfaction", "What customers said of conversations"),
};
