import type { Publication } from "../publishing/publication.ts";
import type { Sent } from "./attempt.ts";
import { FRESH, nextAttempt } from "./backoff.ts";
import { afterFailure, afterSuccess, type Breaker, CLOSED, endsOutage, isHopeless, width } from "./breaker.ts";
import type { Kept } from "./deliveries.ts";
import type { Attempt, DeliveryState } from "./delivery.ts";
import type { Lineup } from "./lineup.ts";
import type { Position, SubscriptionRepository } from "./repository.ts";
import type { Settings, World } from "./world.ts";

/** Something to deliver. */
export interface Item extends Position {
  /** The lane whose log it is in, and the key under which it is pending. */
  lane: string;
  pending: string;
  publication: Publication;
  conversation_id: string | null;
  /** What was noted of it before; null before its first attempt. */
  kept: Kept | null;
  /** Moves on to what follows; part of the commit. */
  pass(): void;
}

/** Makes attempts and commits what came of each: the delivery, its lane's cursor and the breaker, all or nothing. */
export class Courier {
  readonly #repository: SubscriptionRepository;
  readonly #world: Pick<World, "now" | "chance" | "send">;
  readonly #lineup: Lineup;
  readonly #disable: (reason: string) => Promise<void>;
  #breaker: Breaker;

  /** @param disable has the tenant switch the subscription off */
  constructor(
    repository: SubscriptionRepository,
    world: Pick<World, "now" | "chance" | "send">,
    lineup: Lineup,
    disable: (reason: string) => Promise<void>,
  ) {
    this.#repository = repository;
    this.#world = world;
    this.#lineup = lineup;
    this.#disable = disable;
    this.#breaker = repository.document("breaker") ?? CLOSED;
  }

  get breaker(): Breaker {
    return this.#breaker;
  }

  /** How many lanes may be tried at the same time now. */
  get width(): number {
    return width(this.#breaker, this.#world.now());
  }

  /** @param isOver whether what comes of it is nobody's any longer. @returns null then */
  async deliver(item: Item, settings: Settings, isOver: () => boolean): Promise<DeliveryState | null> {
    const started = this.#world.now();
    const sent = await this.#world.send(item.publication, settings);
    if (isOver()) return null;
    const state = this.#settle(item, sent, started);
    const why = this.#reasonToDisable(sent);
    if (why !== null && !isOver()) await this.#disable(why);
    return state;
  }

  #settle(item: Item, { attempt, retryAfter }: Sent, started: number): DeliveryState {
    const [at, chance] = [this.#world.now(), this.#world.chance()];
    const before = this.#repository.pending(item.pending) ?? FRESH;
    const round = { tries: before.tries + 1, since: before.since ?? started };
    const isDelivered = attempt.error === null;
    const due_at = isDelivered ? null : nextAttempt(round, at, chance, retryAfter);
    const state = isDelivered ? "delivered" : due_at === null ? "dead" : "retrying";
    this.#repository.transaction(() => {
      this.#note(item, state, attempt, at);
      if (due_at !== null) this.#repository.putPending(item.pending, { ...round, due_at });
      else if (before.tries > 0) this.#repository.putPending(item.pending, { ...FRESH, due_at: 0 });
      if (due_at === null) item.pass();
      if (isDelivered) this.#succeed(at);
      else this.#setBreaker(afterFailure(this.#breaker, started, at, chance, retryAfter));
    });
    if (due_at !== null) this.#lineup.wait(due_at);
    return state;
  }

  #note({ kept, ...item }: Item, state: DeliveryState, attempt: Attempt, at: number): void {
    const { deliveries } = this.#repository;
    if (kept) {
      deliveries.change(kept, state, kept.again && state === "retrying", attempt, at);
      return;
    }
    const { lane, seq, part, conversation_id } = item;
    const { id: event_id, type } = item.publication;
    deliveries.add({ lane, seq, part, conversation_id, event_id, type, state, again: false, attempts: [attempt] }, at);
  }

  #succeed(at: number): void {
    const after = afterSuccess(this.#breaker, at);
    if (after === this.#breaker) return;
    if (endsOutage(this.#breaker, at)) this.#wakeAll(false);
    this.#setBreaker(after);
  }

  /** The subscriber is back: all that waits is tried at once. Within a transaction. */
  recover(): void {
    this.#wakeAll(false);
    this.#setBreaker(CLOSED);
  }

  /** Somebody mended something: all is tried at once, as for the first time. Within a transaction. */
  restart(): void {
    this.#wakeAll(true);
    this.#setBreaker(CLOSED);
  }

  #wakeAll(anew: boolean): void {
    this.#repository.wakeAll(anew);
    this.#lineup.search();
  }

  #setBreaker(breaker: Breaker): void {
    this.#breaker = breaker;
    this.#repository.putDocument("breaker", breaker);
  }

  #reasonToDisable({ attempt, isGone }: Sent): string | null {
    if (isGone) return "It answered 410: it wants no more.";
    if (attempt.error === null || !isHopeless(this.#breaker, this.#world.now())) return null;
    return "It failed for three days without one success.";
  }
}
