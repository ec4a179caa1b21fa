import * as z from "zod";
import {
  Assistant,
  AssistantChanges,
  AssistantQuestion,
  AssistantReply,
  AssistantUsage,
  NewAssistant,
} from "./assistant.ts";
import { queryInteger } from "./fields.ts";
import { operation } from "./operation.ts";

const tag = "AI agent";
const path = "/api/v1/assistant";

/** Calls about how the embedded AI agent speaks. */
export const ASSISTANT_OPERATIONS = {
  getAssistant: operation({
    id: "getAssistant",
    method: "get",
    path,
    tag,
    summary: "How the embedded AI agent speaks",
    answers: { 200: Assistant },
  }),
  putAssistant: operation({
    id: "putAssistant",
    managing: true,
    method: "put",
    path,
    tag,
    summary: "Set how it speaks, in place of what was",
    body: NewAssistant,
    answers: { 200: Assistant },
    problems: ["url_not_allowed"],
  }),
  changeAssistant: operation({
    id: "changeAssistant",
    managing: true,
    method: "patch",
    path,
    tag,
    summary: "Change some of how it speaks",
    body: AssistantChanges,
    answers: { 200: Assistant },
    problems: ["url_not_allowed"],
  }),
  askAssistant: operation({
    id: "askAssistant",
    method: "post",
    path: `${path}/test`,
    tag,
    summary: "What it would answer to a question, without any conversation; counted like any other",
    body: AssistantQuestion,
    answers: { 200: AssistantReply },
  }),
  assistantUsage: operation({
    id: "assistantUsage",
    method: "get",
    path: `${path}/usage`,
    tag,
    summary: "What its model took, by day (UTC), the newest first",
    query: z.object({ days: queryInteger(1, 366).optional() }),
    answers: { 200: AssistantUsage },
  }),
};
