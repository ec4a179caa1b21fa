import { threadAt } from "../conversation/port.ts";
import { deskOf, viewsOf } from "../desk/port.ts";
import type { ConversationView } from "../domain/conversation.ts";
import { parseConversationId } from "../domain/ids.ts";
import { compare } from "../lib/compare.ts";
import { entryOf, type LogEntry } from "../publishing/log-entry.ts";

/** A document holds so many conversations, the latest. */
const MOST_CONVERSATIONS = 100;

/** A person writes to few inboxes; what they wrote to beyond so many is passed over. */
const MOST_THREADS = 20;

/** Which part of what passed with a customer: a range of time, both ends included, and at most so many entries. */
export interface Part {
  from: string | null;
  to: string | null;
  limit: number;
  /** Only what passed with these outlets; null for all. */
  outlet_ids?: string[] | null;
}

/** What passed with a customer over all inboxes. `next_to`: where there is more before that, the end of it. */
export interface Passed {
  conversations: ConversationView[];
  log: (LogEntry & { conversation_id: string; inbox_id: string; channel: string })[];
  next_to: string | null;
}

/** All that passed with a customer, over all inboxes, in the order of time. */
export async function documentOfCustomer(
  env: Cloudflare.Env,
  tenantId: string,
  customerId: string,
  { from, to, limit, outlet_ids = null }: Part,
): Promise<Passed> {
  const conversations = await conversationsOf(env, tenantId, customerId, outlet_ids);
  const logs = await Promise.all(
    [...byThread(conversations)].map(async ([key, views]) => {
      const numbers = views.map(({ number }) => number);
      const { contact, log, has_more } = await threadAt(env, tenantId, key).document(numbers, { from, to, limit });
      const entries = log.flatMap((event) => {
        const view = views.find(({ number }) => number === event.number);
        if (view === undefined) return [];
        const { id: conversation_id, inbox_id, channel } = view;
        return [{ ...entryOf(event, contact), conversation_id, inbox_id, channel }];
      });
      return { entries, has_more };
    }),
  );
  const entries = logs.flatMap((one) => one.entries).sort(inOrder);
  const log = entries.slice(-limit);
  const hasMore = log.length < entries.length || logs.some(({ has_more }) => has_more);
  const next_to = hasMore ? (log[0]?.timestamp ?? null) : null;
  return { conversations, log, next_to };
}

/** The conversation with a customer in which something was said last; null where there is none. */
export async function latestOfCustomer(
  env: Cloudflare.Env,
  tenantId: string,
  customerId: string,
): Promise<ConversationView | null> {
  const [latest] = viewsOf(await deskOf(env, tenantId).list({ customer_id: customerId, limit: 1 }));
  return latest ?? null;
}

/** The latest conversations with a customer, the oldest first; also those of the time before it was known who writes. */
async function conversationsOf(
  env: Cloudflare.Env,
  tenantId: string,
  customerId: string,
  outletIds: string[] | null,
): Promise<ConversationView[]> {
  const query = { customer_id: customerId, outlet_ids: outletIds, limit: MOST_CONVERSATIONS };
  const listed = viewsOf(await deskOf(env, tenantId).list(query));
  const threads = [...byThread(listed)].slice(0, MOST_THREADS);
  const all = await Promise.all(
    threads.map(async ([key, views]) => {
      const last = Math.max(...views.map(({ number }) => number));
      // The history before them, too, which is conversation 0.
      const numbers = Array.from({ length: Math.min(last + 1, MOST_CONVERSATIONS) }, (_, back) => last - back);
      const { conversations } = await threadAt(env, tenantId, key).document(numbers, {
        from: null,
        to: null,
        limit: 0,
      });
      return conversations;
    }),
  );
  return all
    .flat()
    .filter(({ deleted_at, outlet_id }) => deleted_at === null && (outletIds?.includes(outlet_id) ?? true))
    .sort((one, other) => compare(one.last_message_at, other.last_message_at))
    .slice(-MOST_CONVERSATIONS);
}

/** Conversations by the key of their thread. */
const byThread = (views: ConversationView[]): Map<string, ConversationView[]> =>
  Map.groupBy(views, ({ id }) => parseConversationId(id)?.threadKey ?? "");

const inOrder = (one: Passed["log"][number], other: Passed["log"][number]): number =>
  compare(one.timestamp, other.timestamp) || one.seq - other.seq;
