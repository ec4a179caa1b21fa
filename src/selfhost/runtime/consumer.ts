/** A consumer's settings, with the names and the defaults of `wrangler.toml`. */
export interface Consumer {
  max_batch_size?: number;
  max_batch_timeout?: number;
  max_retries?: number;
  max_concurrency?: number;
  retry_delay?: number;
  dead_letter_queue?: string;
}

/** What the runtime says of a batch that it gave to the consumer. */
export interface Result {
  outcome: string;
  ackAll: boolean;
  retryBatch: { retry: boolean; delaySeconds?: number };
  explicitAcks: string[];
  retryMessages: { msgId: string; delaySeconds?: number }[];
}

const MAX_BACKOFF_SECONDS = 60;

/** Of a consumer that could not even be asked. */
export const FAILED: Result = {
  outcome: "exception",
  ackAll: false,
  retryBatch: { retry: false },
  explicitAcks: [],
  retryMessages: [],
};

/** Seconds until the message comes again; null when it is done with. An explicit word on a message counts most. */
export function retryDelay(
  consumer: Consumer,
  result: Result,
  { id, attempts }: { id: string; attempts: number },
): number | null {
  const own = result.retryMessages.find(({ msgId }) => msgId === id);
  if (own === undefined) {
    if (result.ackAll || result.explicitAcks.includes(id)) return null;
    if (result.outcome === "ok" && !result.retryBatch.retry) return null;
  }
  const backoff = Math.min(2 ** (attempts - 1), MAX_BACKOFF_SECONDS);
  return own?.delaySeconds ?? result.retryBatch.delaySeconds ?? consumer.retry_delay ?? backoff;
}
