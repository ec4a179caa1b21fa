import { DurableObject } from "cloudflare:workers";
import { log } from "../../lib/log.ts";
import { type Consumer, FAILED, type Result, retryDelay } from "./consumer.ts";

export type Format = "text" | "json" | "bytes" | "v8";

/** A message as a producer hands it in; `delay` in seconds. */
export interface Incoming {
  format: Format;
  body: Uint8Array;
  delay?: number;
  id?: string;
  timestamp?: number;
}

interface Message {
  id: string;
  timestamp: number;
  format: Format;
  body: Uint8Array;
  attempts: number;
}

interface Env {
  APP: { queue(name: string, messages: unknown[], metadata: unknown): Promise<Result> };
  QUEUES: { get(queue: string): DurableObjectStub<QueueObject> };
  CONSUMERS: Record<string, Consumer>;
}

/** Batches at a time. Cloudflare has up to 250: a few that hang, as of a service that does not answer, hold nobody else up. */
const IN_FLIGHT = 120;
const CONSUMER_LIMIT_MS = 15 * 60_000;

/**
 * One queue. Its messages are in memory only, on purpose: a job says no more than "look at this thread", and what a
 * crash forgets the thread dispatches again by its alarm. So no message costs a write that waits for the disk.
 */
export class QueueObject extends DurableObject<Env> {
  readonly #name = this.ctx.id.toString();
  readonly #consumer = this.env.CONSUMERS[this.#name];
  readonly #waiting: Message[] = [];
  /** By the time they are due. */
  readonly #delayed: { at: number; message: Message }[] = [];
  #bytes = 0;
  #inFlight = 0;
  /** When messages that wait for a fuller batch leave without one; null when none waits. */
  #batchDue: number | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Takes messages in and delivers what can be delivered. */
  accept(messages: Incoming[]) {
    if (this.#consumer === undefined) {
      log("error", "queue.no_consumer", { queue: this.#name, dropped: messages.length });
      return this.metrics();
    }
    for (const { format, body, delay = 0, id = crypto.randomUUID(), timestamp = Date.now() } of messages) {
      this.#bytes += body.byteLength;
      this.#schedule({ id, timestamp, format, body, attempts: 0 }, delay);
    }
    this.#pump(this.#consumer);
    return this.metrics();
  }

  metrics() {
    return {
      backlogCount: this.#waiting.length + this.#delayed.length,
      backlogBytes: this.#bytes,
      oldestMessageTimestamp: this.#waiting[0]?.timestamp ?? 0,
    };
  }

  #schedule(message: Message, delaySeconds: number): void {
    const at = Date.now() + delaySeconds * 1000;
    if (delaySeconds <= 0) this.#waiting.push(message);
    else this.#delayed.splice(this.#delayed.findLastIndex((other) => other.at <= at) + 1, 0, { at, message });
  }

  /** Starts every batch that may leave now, and sets the timer for the next that may leave later. */
  #pump(consumer: Consumer): void {
    const { max_batch_size = 10, max_batch_timeout = 5, max_concurrency = IN_FLIGHT } = consumer;
    const now = Date.now();
    const later = this.#delayed.findIndex(({ at }) => at > now);
    const due = this.#delayed.splice(0, later < 0 ? this.#delayed.length : later);
    for (const { message } of due) this.#waiting.push(message);
    while (this.#waiting.length > 0 && this.#inFlight < max_concurrency) {
      this.#batchDue ??= now + max_batch_timeout * 1000;
      if (this.#waiting.length < max_batch_size && now < this.#batchDue) break;
      this.#batchDue = null;
      void this.#deliver(consumer, this.#waiting.splice(0, max_batch_size));
    }
    const next = Math.min(this.#delayed[0]?.at ?? Infinity, this.#batchDue ?? Infinity);
    clearTimeout(this.#timer);
    if (next < Infinity) this.#timer = setTimeout(() => this.#pump(consumer), next - now);
  }

  async #deliver(consumer: Consumer, batch: Message[]): Promise<void> {
    this.#inFlight++;
    const result = await this.#consume(batch);
    this.#inFlight--;
    const dead: Message[] = [];
    for (const message of batch) {
      message.attempts++;
      const delay = retryDelay(consumer, result, message);
      const gaveUp = delay !== null && message.attempts > (consumer.max_retries ?? 3);
      if (gaveUp) dead.push(message);
      if (delay === null || gaveUp) this.#bytes -= message.body.byteLength;
      else this.#schedule(message, delay);
    }
    if (dead.length > 0) this.#bury(consumer, dead);
    this.#pump(consumer);
  }

  async #consume(batch: Message[]): Promise<Result> {
    const messages = batch.map(({ id, timestamp, format, body, attempts }) => {
      const content = format === "v8" ? { serializedBody: body } : { body: decode(format, body) };
      return { id, timestamp: new Date(timestamp), attempts: attempts + 1, ...content };
    });
    const ended = new AbortController();
    const consumed = this.env.APP.queue(this.#name, messages, { metrics: this.metrics() });
    const result = await Promise.race([consumed, tooLong(ended.signal)]).catch(() => FAILED);
    ended.abort(); // or every batch would leave its timer behind
    if (result.outcome !== "ok") {
      log("error", "queue.consumer_failed", { queue: this.#name, messages: batch.length, outcome: result.outcome });
    }
    return result;
  }

  #bury({ dead_letter_queue: to }: Consumer, dead: Message[]): void {
    log("warn", "queue.gave_up", { queue: this.#name, messages: dead.length, dead_letter_queue: to ?? null });
    if (to !== undefined) this.ctx.waitUntil(this.env.QUEUES.get(to).accept(dead));
  }
}

/** A consumer that never ends would keep its place for ever. */
const tooLong = (ended: AbortSignal): Promise<Result> =>
  scheduler.wait(CONSUMER_LIMIT_MS, { signal: ended }).then(() => ({ ...FAILED, outcome: "exceededWallTime" }));

function decode(format: "text" | "json" | "bytes", body: Uint8Array): unknown {
  if (format === "bytes") return body;
  const text = new TextDecoder().decode(body);
  return format === "json" ? JSON.parse(text) : text;
}
