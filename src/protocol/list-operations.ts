import * as z from "zod";
import { Conversation, STATUSES } from "./conversation.ts";
import { OpaqueId, queryInteger } from "./fields.ts";
import { operation } from "./operation.ts";

const ConversationList = z.array(Conversation);
const whole = z.number().int().min(0);

const View = z.enum(["mine", "unassigned", "all", "snoozed", "mentioned", "unread", "waiting"]).meta({
  description:
    "`mine`: what the agent has. `unassigned`: waits for a person and is nobody's. `mentioned`: a note names the agent. " +
    "`unread`: the customer wrote and nobody has looked or answered, of what the agent has or nobody has. `waiting`: the " +
    "customer waits for a person. All but `all` hold what is open, unless `status` is given; all but `all` and `snoozed` " +
    "leave out what is snoozed.",
});

const Sort = z.enum(["last_message", "waiting", "created"]).meta({
  description: "`waiting`: by since when the customer waits for a person, whoever waits for nobody last",
});

const Count = z.object({
  id: z.string(),
  open: whole.meta({ description: "Whose status is `active` or `handed_off`" }),
  total: whole,
});

const Counts = z
  .object({
    views: z.object({
      mine: whole,
      unassigned: whole,
      all: whole,
      snoozed: whole,
      mentioned: whole,
      unread: whole,
      waiting: whole,
    }),
    statuses: z.object({ active: whole, handed_off: whole, resolved: whole, expired: whole }),
    outlets: z.array(Count),
    inboxes: z.array(Count),
    teams: z.array(Count),
    agents: z.array(Count),
    labels: z.array(z.object({ label: z.string(), open: whole, total: whole })),
  })
  .meta({ id: "ConversationCounts" });

export const Desk = z
  .object({
    rows: whole.meta({ description: "Conversations in the list" }),
    lag: whole.meta({ description: "Conversations whose thread is known to be ahead of the list" }),
    rebuilding: z.object({ done: whole, total: whole }).nullable().meta({ description: "Null while it is not" }),
    seq: whole.meta({ description: "The desk's own count of changes" }),
    sockets: z
      .object({ agents: whole.meta({ description: "Who have any" }), sockets: whole })
      .meta({ description: "Sockets that are open" }),
  })
  .meta({ id: "Desk" });

/** Calls about lists of conversations, and about the desk that keeps them. */
export const LIST_OPERATIONS = {
  listConversations: operation({
    id: "listConversations",
    method: "get",
    path: "/api/v1/conversations",
    tag: "Conversations",
    summary: "A page of the tenant's conversations, the newest message first",
    query: z.object({
      view: View.optional(),
      status: z.enum(STATUSES).optional(),
      outlet_id: z.guid().optional(),
      inbox_id: z.guid().optional(),
      team_id: z.guid().optional(),
      agent_id: OpaqueId.optional().meta({
        description:
          "Who has them; for the views `mine`, `mentioned` and `unread` whose view it is: the caller unless said",
      }),
      label: z.string().min(1).max(64).optional(),
      priority: z.enum(["low", "normal", "high", "urgent"]).optional(),
      q: z.string().min(1).max(100).optional().meta({ description: "Text in the customer's name or phone number" }),
      sort: Sort.optional(),
      order: z
        .enum(["asc", "desc"])
        .optional()
        .meta({ description: "The newest first unless said; of those who wait, who waits longest" }),
      limit: queryInteger(1, 200).optional().meta({ description: "At most so many; 50 unless said" }),
      cursor: z.string().max(500).optional().meta({ description: "`next_cursor` of the page before" }),
    }),
    answers: { 200: z.object({ conversations: ConversationList, next_cursor: z.string().nullable() }) },
  }),
  countConversations: operation({
    id: "countConversations",
    method: "get",
    path: "/api/v1/conversations/counts",
    tag: "Conversations",
    summary: "How many conversations are in each view, and of each status, outlet, inbox, team, agent and label",
    query: z.object({
      agent_id: OpaqueId.optional().meta({ description: "Whose views; the caller's unless said" }),
    }),
    answers: { 200: Counts },
  }),
  activeConversations: operation({
    id: "activeConversations",
    method: "get",
    path: "/api/v1/conversations/active",
    tag: "Conversations",
    summary: "Conversations with status `active`, the newest message first",
    query: z.object({
      outlet_id: z.guid().optional(),
      limit: queryInteger(1, 10_000).optional().meta({ description: "At most so many; 10,000 unless said" }),
    }),
    answers: { 200: ConversationList },
  }),
  getDesk: operation({
    id: "getDesk",
    method: "get",
    path: "/api/v1/desk",
    tag: "Desk",
    managing: true,
    summary: "How the list of conversations stands",
    answers: { 200: Desk },
  }),
  rebuildDesk: operation({
    id: "rebuildDesk",
    method: "post",
    path: "/api/v1/desk/rebuild",
    tag: "Desk",
    managing: true,
    summary: "Ask every thread again how its conversations stand; goes on behind the answer",
    answers: { 202: null },
  }),
};
