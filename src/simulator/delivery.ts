import type { Clock } from "./clock.ts";
import type { Delivery } from "./model.ts";
import type { State } from "./state.ts";
import { sign } from "./webhook.ts";

const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 60_000;
const GIVE_UP_AFTER_MS = 60 * 60 * 1_000;
const ANSWER_TIMEOUT_MS = 10_000;
const MOST_IN_FLIGHT = 32;

/** A webhook that was refused this often no longer holds up those behind it. */
const ATTEMPTS_IN_ORDER = 5;

export interface DeliveryOutcome {
  delivered(delivery: Delivery): void;
  /** Not delivered yet (or, in the end, not at all), and why, in words. */
  failed(delivery: Delivery, reason: string, final: boolean): void;
}

const retryDelay = (attempts: number): number => Math.min(FIRST_RETRY_MS * 2 ** (attempts - 1), LONGEST_RETRY_MS);

/** Webhooks that wait until the business answers 200: at least once, and in a chat's order unless one is poison. */
export class Deliveries {
  readonly #state: State;
  readonly #clock: Clock;
  readonly #fetch: typeof fetch;
  readonly #outcome: DeliveryOutcome;
  readonly #queues = new Map<string, string[]>();
  readonly #busy = new Set<string>();
  readonly #ready = new Set<string>();
  /** What got no answer, and waits for a sign of life. */
  readonly #unanswered = new Set<string>();
  readonly #timers = new Map<string, () => void>();
  #closed = false;

  constructor(state: State, clock: Clock, fetcher: typeof fetch, outcome: DeliveryOutcome) {
    this.#state = state;
    this.#clock = clock;
    this.#fetch = fetcher;
    this.#outcome = outcome;
  }

  enqueue(delivery: Pick<Delivery, "id" | "chat" | "phone_number_id" | "message_id" | "carries" | "body">): void {
    const now = this.#clock.now();
    const whole: Delivery = { ...delivery, attempts: 0, created_at: now, due_at: now, unanswered: false };
    this.#state.put("delivery", whole.id, whole);
    this.#line(whole);
    this.#retry(this.#state.get("delivery", this.#queues.get(whole.chat)?.[0] ?? ""));
    this.#pump(whole.chat);
  }

  /** Goes on with what an earlier run left. */
  resume(): void {
    for (const delivery of this.#state.all("delivery")) {
      this.#line(delivery);
      if (delivery.unanswered) this.#unanswered.add(delivery.id);
    }
    for (const chat of this.#queues.keys()) this.#pump(chat);
  }

  /** The number's webhook answers again: what got no answer is tried at once. */
  wake(phoneNumberId: string): void {
    for (const id of [...this.#unanswered]) {
      const delivery = this.#state.get("delivery", id);
      if (delivery?.phone_number_id !== phoneNumberId) continue;
      this.#retry(delivery);
      this.#pump(delivery.chat);
    }
  }

  close(): void {
    this.#closed = true;
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
  }

  /** What got no answer is due at once: somebody is writing again, or the webhook is known to be back. */
  #retry(delivery: Delivery | undefined): void {
    if (!delivery?.unanswered) return;
    this.#unanswered.delete(delivery.id);
    this.#state.merge("delivery", delivery.id, { due_at: this.#clock.now(), unanswered: false });
  }

  #line({ chat, id }: Delivery): void {
    const queue = this.#queues.get(chat);
    if (queue) queue.push(id);
    else this.#queues.set(chat, [id]);
  }

  /** Starts the chat's next attempt, or arms its timer. One attempt a chat is in flight, so order holds. */
  #pump(chat: string): void {
    if (this.#closed || this.#busy.has(chat)) return;
    this.#timers.get(chat)?.();
    this.#timers.delete(chat);
    const next = this.#next(chat);
    if (next === null) return;
    const wait = next.due_at - this.#clock.now();
    if (wait > 0)
      this.#timers.set(
        chat,
        this.#clock.after(wait, () => this.#pump(chat)),
      );
    else if (this.#busy.size >= MOST_IN_FLIGHT) this.#ready.add(chat);
    else void this.#run(chat, next);
  }

  /** The first that is due; those behind one that holds up the chat have to wait for it. */
  #next(chat: string): Delivery | null {
    const ids = this.#queues.get(chat) ?? [];
    let earliest: Delivery | null = null;
    for (const id of ids) {
      const delivery = this.#state.get("delivery", id);
      if (!delivery) continue;
      if (delivery.due_at <= this.#clock.now()) return delivery;
      if (earliest === null || delivery.due_at < earliest.due_at) earliest = delivery;
      if (delivery.unanswered || delivery.attempts < ATTEMPTS_IN_ORDER) break;
    }
    return earliest;
  }

  async #run(chat: string, delivery: Delivery): Promise<void> {
    this.#busy.add(chat);
    const failure = await this.#attempt(delivery);
    this.#busy.delete(chat);
    if (this.#closed) return;
    if (failure === null) this.#succeed(delivery);
    else this.#fail(delivery, failure.reason, failure.unanswered);
    this.#ready.add(chat);
    const ready = [...this.#ready];
    this.#ready.clear();
    for (const other of ready) this.#pump(other);
  }

  #succeed(delivery: Delivery): void {
    this.#forget(delivery);
    this.#outcome.delivered(delivery);
    this.wake(delivery.phone_number_id);
  }

  #fail(delivery: Delivery, reason: string, unanswered: boolean): void {
    const now = this.#clock.now();
    const attempts = delivery.attempts + 1;
    const final = now - delivery.created_at >= GIVE_UP_AFTER_MS;
    if (unanswered) this.#unanswered.add(delivery.id);
    if (final) this.#forget(delivery);
    else this.#state.merge("delivery", delivery.id, { attempts, due_at: now + retryDelay(attempts), unanswered });
    this.#outcome.failed(delivery, reason, final);
  }

  #forget({ id, chat }: Delivery): void {
    this.#state.drop("delivery", id);
    this.#unanswered.delete(id);
    const left = (this.#queues.get(chat) ?? []).filter((other) => other !== id);
    if (left.length > 0) this.#queues.set(chat, left);
    else this.#queues.delete(chat);
  }

  /** Null when the business answered 200; anything else is a failure, as it is for WhatsApp. */
  async #attempt({ phone_number_id, body }: Delivery): Promise<{ reason: string; unanswered: boolean } | null> {
    const number = this.#state.get("number", phone_number_id);
    if (!number) return { reason: "The business number is not registered any more.", unanswered: false };
    const headers = {
      "Content-Type": "application/json",
      "User-Agent": "facebookexternalua",
      "X-Hub-Signature-256": sign(number.app_secret, body),
    };
    const signal = AbortSignal.timeout(ANSWER_TIMEOUT_MS);
    try {
      const fetcher = this.#fetch;
      const answer = await fetcher(number.webhook_url, { method: "POST", headers, body, signal, redirect: "manual" });
      await answer.body?.cancel();
      if (answer.status === 200) return null;
      return { reason: `The business's server answered ${answer.status}.`, unanswered: false };
    } catch {
      return { reason: "The business's server does not answer.", unanswered: true };
    }
  }
}
