import type { Clock } from "./clock.ts";
import type { Delivery } from "./model.ts";
import { addressFor, type Failure, post } from "./post.ts";
import type { State } from "./state.ts";

const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 60_000;
const GIVE_UP_AFTER_MS = 60 * 60 * 1_000;
const MOST_IN_FLIGHT = 32;

/** Those that come within so long share a POST, where webhooks are batched. */
const GATHER_MS = 100;

/** Webhooks that are shuffled are held back for up to so long. */
const SHUFFLE_MS = 2_000;

/** A webhook that was refused this often no longer holds up those behind it. */
const REFUSALS_IN_ORDER = 5;

const refusalsOf = ({ refusals = 0 }: Delivery): number => refusals;

export interface DeliveryOutcome {
  delivered(delivery: Delivery): void;
  /** Not delivered yet (or, in the end, not at all), and why, in words. */
  failed(delivery: Delivery, reason: string, final: boolean): void;
}

const UNREGISTERED: Failure = { reason: "The business number is not registered any more.", unanswered: false };

type Draft = Pick<Delivery, "id" | "chat" | "phone_number_id" | "message_id" | "carries" | "change">;

const retryDelay = (attempts: number): number => Math.min(FIRST_RETRY_MS * 2 ** (attempts - 1), LONGEST_RETRY_MS);

/** Webhooks that wait until the business answers 200: at least once, and in a chat's order unless one is poison. */
export class Deliveries {
  readonly #state: State;
  readonly #clock: Clock;
  readonly #fetch: typeof fetch;
  readonly #random: () => number;
  readonly #outcome: DeliveryOutcome;
  readonly #queues = new Map<string, string[]>();
  readonly #busy = new Set<string>();
  readonly #ready = new Set<string>();
  /** What got no answer, and waits for a sign of life. */
  readonly #unanswered = new Set<string>();
  readonly #timers = new Map<string, () => void>();
  #waiting: { isOver: () => boolean; end: () => void }[] = [];
  #closed = false;

  constructor(
    state: State,
    { clock, fetch, random }: { clock: Clock; fetch: typeof globalThis.fetch; random: () => number },
    outcome: DeliveryOutcome,
  ) {
    this.#state = state;
    this.#clock = clock;
    this.#fetch = fetch;
    this.#random = random;
    this.#outcome = outcome;
  }

  /** @param urgent tried at once, whatever waits in its chat and the settings say of delays */
  enqueue({ chat: lane, ...draft }: Draft, urgent = false): void {
    const { duplicate, shuffle } = this.#state.settings.webhooks;
    const chat = urgent ? `${lane}:urgent` : lane;
    const now = this.#clock.now();
    for (const id of duplicate ? [draft.id, `${draft.id}:again`] : [draft.id]) {
      const due_at = now + (urgent ? 0 : this.#holdBack());
      const fresh = { attempts: 0, created_at: now, due_at, unanswered: false, loose: shuffle };
      const whole: Delivery = { ...draft, ...fresh, id, chat };
      this.#state.put("delivery", id, whole);
      this.#line(whole);
    }
    this.#retry(this.#state.get("delivery", this.#queues.get(chat)?.[0] ?? ""));
    this.#pump(chat);
  }

  /** Resolves when every webhook about this message has been tried at least once. */
  tried(messageId: string): Promise<void> {
    const isOver = () =>
      !this.#state.all("delivery").some(({ message_id, attempts }) => message_id === messageId && attempts === 0);
    if (isOver()) return Promise.resolve();
    return new Promise((end) => this.#waiting.push({ isOver, end }));
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

  #holdBack(): number {
    const { delay_ms, shuffle, batch } = this.#state.settings.webhooks;
    return delay_ms + (shuffle ? Math.floor(this.#random() * SHUFFLE_MS) : 0) + (batch > 1 ? GATHER_MS : 0);
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

  /** The one that is due first; those behind one that holds up the chat have to wait for it. */
  #next(chat: string): Delivery | null {
    const now = this.#clock.now();
    let earliest: Delivery | null = null;
    for (const id of this.#queues.get(chat) ?? []) {
      const delivery = this.#state.get("delivery", id);
      if (!delivery) continue;
      // Of two that are due the first goes first, unless nothing has to be in order.
      const mayOvertake = delivery.loose || (earliest?.due_at ?? 0) > now;
      if (earliest === null || (mayOvertake && delivery.due_at < earliest.due_at)) earliest = delivery;
      if (!delivery.loose && (delivery.unanswered || refusalsOf(delivery) < REFUSALS_IN_ORDER)) break;
    }
    return earliest;
  }

  async #run(chat: string, first: Delivery): Promise<void> {
    const number = this.#state.get("number", first.phone_number_id);
    const url = number ? addressFor(this.#state, number, first.change.field) : "";
    const together = number ? this.#together(first, url) : [first];
    for (const delivery of together) this.#busy.add(delivery.chat);
    const changes = together.map(({ change }) => change);
    const failure = number ? await post(this.#fetch, number, { url, changes, now: this.#clock.now() }) : UNREGISTERED;
    for (const delivery of together) this.#busy.delete(delivery.chat);
    if (this.#closed) return;
    for (const delivery of together) {
      if (failure === null) this.#succeed(delivery);
      else this.#fail(delivery, failure);
    }
    for (const delivery of together) this.#ready.add(delivery.chat);
    this.#ready.add(chat);
    const ready = [...this.#ready];
    this.#ready.clear();
    for (const other of ready) this.#pump(other);
    this.#endWaiting();
  }

  /** What shares a POST with the first: what follows it in its chat, and what is due in the number's other chats. */
  #together(first: Delivery, url: string): Delivery[] {
    const { batch } = this.#state.settings.webhooks;
    const together = [first];
    const lanes = [first.chat, ...this.#queues.keys()].filter((lane) => !this.#busy.has(lane));
    for (const lane of batch > 1 ? new Set(lanes) : []) {
      for (const id of this.#queues.get(lane) ?? []) {
        const delivery = this.#state.get("delivery", id);
        if (!delivery || together.includes(delivery)) continue;
        if (together.length >= batch || !this.#mayJoin(delivery, first, url)) break;
        together.push(delivery);
      }
    }
    return together;
  }

  #mayJoin(delivery: Delivery, first: Delivery, url: string): boolean {
    const number = this.#state.get("number", delivery.phone_number_id);
    if (!number || delivery.phone_number_id !== first.phone_number_id) return false;
    const isDue = delivery.due_at <= this.#clock.now() + GATHER_MS;
    return isDue && addressFor(this.#state, number, delivery.change.field) === url;
  }

  #endWaiting(): void {
    const over = this.#waiting.filter(({ isOver }) => isOver());
    this.#waiting = this.#waiting.filter((one) => !over.includes(one));
    for (const { end } of over) end();
  }

  #succeed(delivery: Delivery): void {
    this.#forget(delivery);
    this.#outcome.delivered(delivery);
    this.wake(delivery.phone_number_id);
  }

  #fail(delivery: Delivery, { reason, unanswered }: Failure): void {
    const now = this.#clock.now();
    const attempts = delivery.attempts + 1;
    const final = now - delivery.created_at >= GIVE_UP_AFTER_MS;
    if (unanswered) this.#unanswered.add(delivery.id);
    const refusals = refusalsOf(delivery) + (unanswered ? 0 : 1);
    const due_at = now + retryDelay(attempts);
    if (final) this.#forget(delivery);
    else this.#state.merge("delivery", delivery.id, { attempts, refusals, due_at, unanswered });
    this.#outcome.failed(delivery, reason, final);
  }

  #forget({ id, chat }: Delivery): void {
    this.#state.drop("delivery", id);
    this.#unanswered.delete(id);
    const left = (this.#queues.get(chat) ?? []).filter((other) => other !== id);
    if (left.length > 0) this.#queues.set(chat, left);
    else this.#queues.delete(chat);
  }
}
