import * as z from "zod";
import { GivenTime, OpaqueId, queryFlag, queryInteger, Time } from "./fields.ts";
import { idInPath, operation } from "./operation.ts";

const tag = "Search";
const SENDERS = ["customer", "llm", "agent", "flow", "system"] as const;

const text = z.string().min(1).max(200).meta({
  description:
    'Words, all of which are sought, in any spelling of case and accents; `"words that follow each other"`; `-without`; the last word may be unfinished. In scripts without spaces any part of a text is found',
  example: 'refund "order 1042" -paid',
});

/** What may be asked of both searches. */
const common = {
  from: GivenTime.optional(),
  to: GivenTime.optional().meta({ description: "Itself included" }),
  sender_type: z.enum(SENDERS).optional(),
  relevance: queryFlag("`true`: the best of the latest 1,000 first").optional(),
  limit: queryInteger(1, 100).optional().meta({ description: "At most so many; 20 unless said" }),
  cursor: z.string().max(200).optional().meta({ description: "`next_cursor` of the page before" }),
};

const Result = z
  .object({
    kind: z.enum(["message", "note"]),
    message_id: z.guid().nullable().meta({ description: "null of a note" }),
    conversation_id: z.guid(),
    seq: z.number().int().meta({ description: "Its place in the thread's log" }),
    at: Time.meta({ description: "When it was said, by the channel's own time" }),
    sender_type: z.enum(SENDERS),
    customer_name: z.string().nullable(),
    snippet: z.string().meta({ description: "The text, or the part of it around what was found" }),
    highlights: z
      .array(z.tuple([z.number().int(), z.number().int()]))
      .meta({ description: "What was found in the snippet: from and behind, in UTF-16 units as JavaScript counts" }),
  })
  .meta({ id: "SearchResult" });

const next_cursor = z.string().nullable().meta({
  description: "A page may be short, or empty, and have a next one: the search ended where it had looked at enough",
});
const indexed_through = Time.nullable().meta({
  description:
    "When the latest of what can be found happened: usually a second ago, a few where much is said. null while nothing can",
});

const Page = z.object({ results: z.array(Result), next_cursor, indexed_through });

/** Calls that find what was said. */
export const SEARCH_OPERATIONS = {
  search: operation({
    id: "search",
    method: "get",
    path: "/api/v1/search",
    tag,
    summary: "What was said in all conversations that the caller may see, the newest first; and with whom",
    query: z.object({
      q: text.optional(),
      label: z.string().min(1).max(64).optional(),
      inbox_id: z.guid().optional(),
      outlet_id: z.guid().optional(),
      agent_id: OpaqueId.optional().meta({ description: "Who has the conversation" }),
      conversation_id: z.guid().optional(),
      ...common,
    }),
    answers: {
      200: Page.extend({
        conversations: z
          .array(
            z.object({
              conversation_id: z.guid(),
              customer_name: z.string().nullable(),
              customer_phone: z.string().nullable(),
            }),
          )
          .meta({
            description:
              "With the first page: the latest conversation with each of ten people whose name, or four digits or more of whose number, was sought",
          }),
      }),
    },
  }),
  searchConversation: operation({
    id: "searchConversation",
    method: "get",
    path: "/api/v1/conversations/{id}/search",
    tag,
    summary: "What was said in one conversation",
    params: idInPath,
    query: z.object({ q: text, ...common }),
    answers: { 200: Page },
    problems: ["conversation_not_found"],
  }),
  rebuildSearch: operation({
    id: "rebuildSearch",
    managing: true,
    method: "post",
    path: "/api/v1/search/rebuild",
    tag,
    summary: "Forget what can be found, and take it in again from all conversations: until then some is missing",
    answers: { 202: null },
  }),
};
