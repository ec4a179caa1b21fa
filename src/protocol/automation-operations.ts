import * as z from "zod";
import { AutomationRule, AutomationRun, AutomationTrial, NewAutomationRule } from "./automation.ts";
import { queryInteger } from "./fields.ts";
import { idInPath, operation } from "./operation.ts";
import type { ProblemCode } from "./problem.ts";

const tag = "Automation";
const PATH = "/api/v1/automation/rules";
const managing = { tag, managing: true } as const;
const ofOne = { ...managing, params: idInPath, problems: ["not_found", "forbidden"] as ProblemCode[] };

/** Calls about what happens by itself. */
export const AUTOMATION_OPERATIONS = {
  createAutomationRule: operation({
    ...managing,
    id: "createAutomationRule",
    method: "post",
    path: PATH,
    summary: "Add a rule: events of the log, conditions, actions; it is about what happens from now on",
    body: NewAutomationRule,
    answers: { 201: AutomationRule },
    problems: ["forbidden", "unknown_reference", "automation_rule_limit"],
  }),
  listAutomationRules: operation({
    ...managing,
    id: "listAutomationRules",
    method: "get",
    path: PATH,
    summary: "All rules, in the order in which they are tried: the oldest first",
    answers: { 200: z.object({ rules: z.array(AutomationRule) }) },
    problems: ["forbidden"],
  }),
  getAutomationRule: operation({
    ...ofOne,
    id: "getAutomationRule",
    method: "get",
    path: `${PATH}/{id}`,
    summary: "One rule",
    answers: { 200: AutomationRule },
  }),
  putAutomationRule: operation({
    ...ofOne,
    id: "putAutomationRule",
    method: "put",
    path: `${PATH}/{id}`,
    summary: "Keep a rule in place of what was, or switch it on or off",
    body: NewAutomationRule,
    answers: { 200: AutomationRule },
    problems: ["not_found", "forbidden", "unknown_reference"],
  }),
  deleteAutomationRule: operation({
    ...ofOne,
    id: "deleteAutomationRule",
    method: "delete",
    path: `${PATH}/{id}`,
    summary: "Remove a rule; what it did stays in its log",
    answers: { 204: null },
  }),
  testAutomationRule: operation({
    ...ofOne,
    id: "testAutomationRule",
    method: "post",
    path: `${PATH}/{id}/test`,
    summary: "What a rule would do in a conversation as it stands; nothing is done",
    body: z.strictObject({ conversation_id: z.guid() }),
    answers: { 200: AutomationTrial },
    problems: ["not_found", "forbidden", "conversation_not_found"],
  }),
  listAutomationRuns: operation({
    ...managing,
    id: "listAutomationRuns",
    method: "get",
    path: "/api/v1/automation/runs",
    summary: "What rules did, the latest first; the last 1,000 of each rule are kept",
    query: z.object({
      rule_id: z.guid().optional(),
      conversation_id: z.guid().optional(),
      before: queryInteger(1, Number.MAX_SAFE_INTEGER)
        .optional()
        .meta({ description: "`next_before` of the page before" }),
      limit: queryInteger(1, 200).optional().meta({ description: "At most so many; 50 unless said" }),
    }),
    answers: { 200: z.object({ runs: z.array(AutomationRun), next_before: z.number().int().nullable() }) },
    problems: ["forbidden"],
  }),
};
