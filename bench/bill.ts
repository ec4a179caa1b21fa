/**
 * What Cloudflare bills beyond what the Workers Paid plan includes, in US dollars, by its public prices:
 * developers.cloudflare.com/workers/platform/pricing, /durable-objects/platform/pricing, /queues/platform/pricing.
 */
const MILLION = 1_000_000;
const PRICES = {
  worker_requests: 0.3 / MILLION,
  cpu_ms: 0.02 / MILLION,
  object_requests: 0.15 / MILLION,
  /** Gigabytes times seconds of objects at work. */
  object_gb_s: 12.5 / MILLION,
  rows_read: 0.001 / MILLION,
  rows_written: 1 / MILLION,
  queue_operations: 0.4 / MILLION,
  /** Of a month. */
  stored_gb: 0.2,
};

/** An object at work is billed as if it had so much memory. */
const OBJECT_GB = 0.128;
/** A message is written to a queue, read and deleted. */
const OPERATIONS_OF_QUEUED = 3;
/** Messages that come in at a socket for which one request is billed. Those that go out are free. */
const SOCKET_MESSAGES_OF_REQUEST = 20;
const GB = 1_000_000_000;

/** What one message takes, on the average. */
export interface Usage {
  worker_requests: number;
  cpu_ms: number;
  /** Calls of objects, their alarms included. */
  object_requests: number;
  socket_messages_in: number;
  /** How long objects are at work, all together. */
  object_ms: number;
  rows_read: number;
  /** Those of indexes, and alarms that are set, included. */
  rows_written: number;
  /** Of 64 kB at most. */
  queued: number;
  stored_bytes: number;
}

export type Bill = Record<keyof typeof PRICES | "total", number>;

/**
 * The bill for so many messages, in dollars; `stored_gb` is that of one month in which all of them are kept.
 * Each item is the number of messages × what one takes × the price.
 */
export function billOf(usage: Usage, messages = MILLION): Bill {
  const taken: Record<keyof typeof PRICES, number> = {
    worker_requests: usage.worker_requests,
    cpu_ms: usage.cpu_ms,
    object_requests: usage.object_requests + usage.socket_messages_in / SOCKET_MESSAGES_OF_REQUEST,
    object_gb_s: (usage.object_ms / 1_000) * OBJECT_GB,
    rows_read: usage.rows_read,
    rows_written: usage.rows_written,
    queue_operations: usage.queued * OPERATIONS_OF_QUEUED,
    stored_gb: usage.stored_bytes / GB,
  };
  const items = Object.keys(PRICES) as (keyof typeof PRICES)[];
  const dollars = items.map((item) => [item, messages * taken[item] * PRICES[item]] as const);
  const total = dollars.reduce((sum, [, one]) => sum + one, 0);
  return { ...Object.fromEntries(dollars), total } as Bill;
}
