import { type ConversationPort, threadAt } from "../conversation/port.ts";
import { deskOf, viewsOf } from "../desk/port.ts";
import type { ConversationView } from "../domain/conversation.ts";
import { parseConversationId } from "../domain/ids.ts";
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
    conversations.map(async ({ id, number, inbox_id, channel }) => {
      const documented = await threadOf(env, tenantId, id)?.document(number, from, to);
      if (!documented) return [];
      const place = { conversation_id: id, inbox_id, channel };
      return documented.log.map((event) => ({ ...entryOf(event, documented.contact), ...place }));
    }),
  );
  const entries = logs.flat().sort(inOrder);
  const log = entries.slice(-limit);
  const next_to = log.length < entries.length ? (log[0]?.timestamp ?? null) : null;
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
  const threads = new Map<string, ConversationView>();
  for (const view of listed) {
    const key = parseConversationId(view.id)?.threadKey ?? "";
    const known = threads.get(key);
    if (!known || known.number < view.number) threads.set(key, view);
  }
  const latest = [...threads].slice(0, MOST_THREADS);
  const all = await Promise.all(latest.map(([key, view]) => episodes(threadAt(env, tenantId, key), view.number)));
  return all
    .flat()
    .filter(({ deleted_at, outlet_id }) => deleted_at === null && (outletIds?.includes(outlet_id) ?? true))
    .sort((one, other) => compare(one.last_message_at, other.last_message_at))
    .slice(-MOST_CONVERSATIONS);
}

/** A thread's conversations up to a number; the history before them, too. */
async function episodes(thread: ConversationPort, last: number): Promise<ConversationView[]> {
  const numbers = [...Array(Math.min(last + 1, MOST_CONVERSATIONS)).keys()].map((back) => last - back);
  const found = await Promise.all(numbers.map((number) => thread.conversation(number)));
  return found.filter((view) => view !== null);
}

const threadOf = (env: Cloudflare.Env, tenantId: string, id: string): ConversationPort | null => {
  const place = parseConversationId(id);
  return place && threadAt(env, tenantId, place.threadKey);
};

const inOrder = (one: Passed["log"][number], other: Passed["log"][number]): number =>
  compare(one.timestamp, other.timestamp) || one.seq - other.seq;

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
