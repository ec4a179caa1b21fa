import * as z from "zod";
import { queryFlag, queryInteger } from "./fields.ts";
import { Inbox, InboxChanges, InboxUpdate, NewInbox, Templates } from "./inbox.ts";
import { InboxCheck, InboxDetail } from "./inbox-setup.ts";
import { idInPath, operation } from "./operation.ts";
import type { ProblemCode } from "./problem.ts";

const ofOne = { tag: "Inboxes", params: idInPath, problems: ["not_found"] as ProblemCode[] };

/** Calls about a tenant's inboxes and how they fare. */
export const INBOX_OPERATIONS = {
  createInbox: operation({
    id: "createInbox",
    managing: true,
    method: "post",
    path: "/api/v1/inboxes",
    tag: "Inboxes",
    summary: "Add an inbox; its secrets are never returned",
    body: NewInbox,
    answers: { 201: Inbox },
    problems: ["phone_number_taken"],
  }),
  listInboxes: operation({
    id: "listInboxes",
    method: "get",
    path: "/api/v1/inboxes",
    tag: "Inboxes",
    summary: "All inboxes",
    answers: { 200: z.object({ inboxes: z.array(Inbox) }) },
  }),
  getInbox: operation({
    ...ofOne,
    id: "getInbox",
    method: "get",
    path: "/api/v1/inboxes/{id}",
    summary: "One inbox: whether it can send, what WhatsApp last said of it, and whether its webhook is called",
    answers: { 200: InboxDetail },
  }),
  checkInbox: operation({
    ...ofOne,
    id: "checkInbox",
    managing: true,
    method: "post",
    path: "/api/v1/inboxes/{id}/check",
    summary:
      "Ask WhatsApp whether the inbox is set up: what is right, what is wrong, and the way out; ten seconds at most",
    answers: { 200: InboxCheck },
    problems: ["not_found", "inbox_stores_only"],
  }),
  changeInbox: operation({
    ...ofOne,
    id: "changeInbox",
    managing: true,
    method: "patch",
    path: "/api/v1/inboxes/{id}",
    summary: "Rename an inbox or rotate its secrets; a new access token lets held messages go",
    body: InboxChanges,
    answers: { 200: Inbox },
  }),
  resumeInbox: operation({
    ...ofOne,
    id: "resumeInbox",
    managing: true,
    method: "post",
    path: "/api/v1/inboxes/{id}/resume",
    summary: "What kept the inbox from sending is mended: held messages go now",
    answers: { 200: Inbox },
  }),
  listInboxUpdates: operation({
    ...ofOne,
    id: "listInboxUpdates",
    method: "get",
    path: "/api/v1/inboxes/{id}/updates",
    summary: "The latest 200 things that WhatsApp said of the number and its account, the newest first",
    query: z.object({
      limit: queryInteger(1, 200).optional().meta({ description: "At most so many; 50 unless said" }),
      before: queryInteger(1, Number.MAX_SAFE_INTEGER)
        .optional()
        .meta({ description: "`next_before` of the page before" }),
    }),
    answers: { 200: z.object({ updates: z.array(InboxUpdate), next_before: z.number().int().nullable() }) },
  }),
  listTemplates: operation({
    ...ofOne,
    id: "listTemplates",
    method: "get",
    path: "/api/v1/inboxes/{id}/templates",
    summary: "The message templates of the inbox's account, at most ten minutes old",
    query: z.object({ refresh: queryFlag("`true` asks WhatsApp now").optional() }),
    answers: { 200: Templates },
    problems: ["not_found", "waba_unknown", "unavailable"],
  }),
};
