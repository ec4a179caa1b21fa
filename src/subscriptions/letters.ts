import type { Deliverer } from "./deliverer.ts";
import { type Kept, shown } from "./deliveries.ts";
import type { Delivery } from "./delivery.ts";
import type { DeliveryFilter, Standing } from "./port.ts";
import { AGAIN } from "./turn.ts";

/** What became of what was delivered, and what may be done about it. */
export class Letters {
  readonly #deliverer: Deliverer;

  constructor(deliverer: Deliverer) {
    this.#deliverer = deliverer;
  }

  get #repository() {
    return this.#deliverer.repository;
  }

  page(filter: DeliveryFilter): { deliveries: Delivery[]; next: number | null } {
    const { rows, next } = this.#repository.deliveries.page(filter);
    return { deliveries: rows.map((kept) => this.show(kept)), next };
  }

  show(kept: Kept): Delivery {
    const due = kept.state === "retrying" ? this.#repository.pending(pendingOf(kept))?.due_at : undefined;
    const isWaiting = due !== undefined && !this.#deliverer.isOff;
    return shown(kept, isWaiting ? Math.max(due, this.#deliverer.notBefore, kept.updated_at) : null);
  }

  redeliver(id: number): Delivery | null {
    const kept = this.#repository.deliveries.find(id);
    if (kept === null) return null;
    const begun = kept.state === "retrying" ? kept : { ...kept, state: "retrying" as const, again: true };
    this.#repository.transaction(() => {
      if (kept.state !== "retrying") this.#repository.deliveries.begin(id);
      this.#deliverer.resume(pendingOf(begun));
    });
    this.#deliverer.pump();
    return this.show(begun);
  }

  redeliverAll(): number {
    if (!this.#repository.exists) return 0;
    const { count, lanes } = this.#repository.transaction(() => {
      const begun = this.#repository.deliveries.beginDead();
      for (const lane of begun.lanes) this.#deliverer.resume(AGAIN + lane);
      return begun;
    });
    if (lanes.length > 0) this.#deliverer.pump();
    return count;
  }

  discard(id: number): boolean {
    const kept = this.#repository.deliveries.find(id);
    if (kept === null || kept.state === "delivered") return false;
    this.#repository.transaction(() => {
      this.#repository.deliveries.remove(id);
      if (kept.state === "retrying") this.#passOver(kept);
    });
    this.#deliverer.pump();
    return true;
  }

  #passOver(kept: Kept): void {
    const lane = this.#repository.lane(kept.lane);
    const isHead = !kept.again && lane !== null && lane.seq <= kept.seq;
    if (isHead) this.#deliverer.move(kept.lane, { ...lane, seq: kept.seq, part: kept.part + 1 });
    else this.#deliverer.resume(pendingOf(kept));
  }

  standing(): Standing {
    const { breaker, isOff, behind, notBefore, lineup } = this.#deliverer;
    const failing_since = breaker.opened_at === null ? null : breaker.failing_since;
    const working = failing_since === null ? "working" : "failing";
    const replay = this.#repository.document("replay");
    return {
      state: isOff ? "disabled" : working,
      failing_since: iso(failing_since),
      behind,
      retrying: this.#repository.deliveries.retryingCount(),
      dead: this.#repository.deliveries.deadCount(),
      last_delivered_at: iso(this.#repository.deliveries.lastDeliveredAt()),
      next_attempt_at: isOff ? null : iso(nextAt(lineup.hasMore, lineup.retryAt, notBefore)),
      replaying: replay && !replay.onlyNew ? { from: replay.from, lanes: replay.lanes } : null,
    };
  }
}

const pendingOf = ({ lane, again }: Kept): string => (again ? AGAIN + lane : lane);

const iso = (time: number | null): string | null => (time === null ? null : new Date(time).toISOString());

/** When something is tried next: what is due waits for the breaker alone. Null where nothing waits for a time. */
function nextAt(hasMore: boolean, retryAt: number | null, notBefore: number): number | null {
  if (hasMore) return notBefore === 0 ? null : notBefore;
  return retryAt === null ? null : Math.max(retryAt, notBefore);
}
