import * as z from "zod";
import { Conversation } from "./conversation.ts";
import { Time } from "./fields.ts";
import { Flow } from "./flow.ts";
import { Name, Variables } from "./flow-nodes.ts";
import { Trial, TrialResult } from "./flow-trial.ts";
import { idInPath, operation } from "./operation.ts";
import type { ProblemCode } from "./problem.ts";

const NewFlow = z.strictObject({
  name: z.string().min(1).max(255).meta({ description: "What the customer's conversation names as who speaks" }),
  flow: Flow,
  enabled: z.boolean().default(true).meta({ description: "Whether its triggers begin it, once it is published" }),
  secrets: z
    .record(Name, z.string().min(1).max(2_048).nullable())
    .default({})
    .meta({ description: "For headers of HTTP calls, never shown; null takes one away, what is not named stays" }),
});

const Summary = z
  .object({
    id: z.guid(),
    name: z.string(),
    enabled: z.boolean(),
    is_live: z.boolean().meta({ description: "Published and enabled" }),
    published_version: z.number().int().nullable().meta({ description: "The version in force" }),
    created_at: Time,
    updated_at: Time,
  })
  .meta({ id: "FlowSummary" });

const Warnings = z
  .array(z.object({ field: z.string(), detail: z.string() }))
  .meta({ description: "What may not be meant so, such as a node that nothing leads to" });

const Detail = Summary.extend({
  flow: Flow.meta({ description: "The draft" }),
  secrets: z.array(z.string()).meta({ description: "Their names" }),
  warnings: Warnings,
}).meta({ id: "FlowDetail" });

const Version = z
  .object({ flow_id: z.guid(), version: z.number().int(), flow: Flow, published_at: Time })
  .meta({ id: "FlowVersion" });

const Start = z.strictObject({
  conversation_id: z.guid(),
  variables: Variables.optional().meta({ description: "`{{variables.<name>}}` from the beginning" }),
});

const PATH = "/api/v1/flows";
const tag = "Flows";
const ofOne = { tag, params: idInPath, problems: ["not_found"] as ProblemCode[] };

/** Calls about flows. */
export const FLOW_OPERATIONS = {
  createFlow: operation({
    id: "createFlow",
    managing: true,
    method: "post",
    path: PATH,
    tag,
    summary: "Keep the draft of a new flow",
    body: NewFlow,
    answers: { 201: Detail },
    problems: ["flow_invalid"],
  }),
  listFlows: operation({
    id: "listFlows",
    method: "get",
    path: PATH,
    tag,
    summary: "All flows, without their drafts",
    answers: { 200: z.object({ flows: z.array(Summary) }) },
  }),
  checkFlow: operation({
    id: "checkFlow",
    method: "post",
    path: `${PATH}/check`,
    tag,
    summary: "What is wrong with a flow, without keeping it",
    body: z.strictObject({ flow: Flow }),
    answers: { 200: z.object({ warnings: Warnings }) },
    problems: ["flow_invalid"],
  }),
  getFlow: operation({
    ...ofOne,
    id: "getFlow",
    method: "get",
    path: `${PATH}/{id}`,
    summary: "One flow with its draft",
    answers: { 200: Detail },
  }),
  putFlow: operation({
    ...ofOne,
    id: "putFlow",
    managing: true,
    method: "put",
    path: `${PATH}/{id}`,
    summary: "Replace a flow's draft; what is in force stays so until it is published",
    body: NewFlow,
    answers: { 200: Detail },
    problems: ["not_found", "flow_invalid"],
  }),
  deleteFlow: operation({
    ...ofOne,
    id: "deleteFlow",
    managing: true,
    method: "delete",
    path: `${PATH}/{id}`,
    summary: "Forget a flow and its versions; executions that have begun go on to their end",
    answers: { 204: null },
  }),
  publishFlow: operation({
    ...ofOne,
    id: "publishFlow",
    managing: true,
    method: "post",
    path: `${PATH}/{id}/publish`,
    summary: "Put the draft in force as the next version; executions that have begun keep theirs",
    answers: { 200: Version },
    problems: ["not_found", "flow_invalid"],
  }),
  listFlowVersions: operation({
    ...ofOne,
    id: "listFlowVersions",
    method: "get",
    path: `${PATH}/{id}/versions`,
    summary: "What was published: the last 20, the newest first",
    answers: { 200: z.object({ versions: z.array(Version) }) },
  }),
  testFlow: operation({
    ...ofOne,
    id: "testFlow",
    method: "post",
    path: `${PATH}/{id}/test`,
    summary: "Play the draft with made-up answers; nothing is sent and nobody is called",
    body: Trial,
    answers: { 200: TrialResult },
  }),
  startFlow: operation({
    ...ofOne,
    id: "startFlow",
    method: "post",
    path: `${PATH}/{id}/start`,
    summary: "Begin the version in force in a conversation",
    body: Start,
    answers: { 200: Conversation },
    problems: [
      "not_found",
      "conversation_not_found",
      "conversation_closed",
      "flow_not_published",
      "flow_running",
      "with_person",
    ],
  }),
};
