import { errorText, log } from "../lib/log.ts";
import type { Breaker } from "./breaker.ts";
import { Courier } from "./courier.ts";
import { type Known, noted } from "./known.ts";
import { LatestSettings } from "./latest-settings.ts";
import { Lineup } from "./lineup.ts";
import type { Lane, SubscriptionRepository } from "./repository.ts";
import { AGAIN, type Run, type Turning, takeTurn, takeTurnAgain } from "./turn.ts";
import type { Settings, World } from "./world.ts";

const SECOND = 1_000;

/** Should the object die with work under way, its alarm comes back so much later. */
const GUARD_MS = 30 * SECOND;

/** A lane that had nothing for so long is no longer pending. */
const QUIET_MS = 20 * SECOND;

/** What could not be read is read again after so long. */
const UNREAD_MS = 30 * SECOND;

/** So often what is kept no longer is looked for: a busy subscriber is told a thing each second. */
const TRIM_MS = 6 * 60 * 60 * SECOND;

/** Delivers what lanes have: in order in each, several of them at a time, as the subscriber's health allows. */
export class Deliverer {
  readonly repository: SubscriptionRepository;
  readonly lineup: Lineup;
  readonly courier: Courier;
  readonly #world: World;
  readonly #running = new Map<string, Run>();
  readonly #turning: Turning;
  readonly #latest: LatestSettings;
  #isOver = false;
  #known: Known | null;
  /** Nothing is tried before: the settings could not be read. */
  #notBefore = 0;
  #trimAt = 0;

  constructor(repository: SubscriptionRepository, world: World) {
    this.repository = repository;
    this.#world = world;
    this.#latest = new LatestSettings(world, (settings) => this.#learned(settings));
    this.lineup = new Lineup((now, after, limit) => repository.due(now, after, limit));
    this.courier = new Courier(repository, world, this.lineup, (reason) => this.#disable(reason));
    this.#known = repository.document("known");
    this.#turning = {
      repository,
      world,
      courier: this.courier,
      settings: () => this.#current(),
      isOver: () => this.#isOver,
    };
    if (repository.exists) this.lineup.search();
  }

  /** Nothing that is still under way has an effect from here on. */
  stop(): void {
    this.#isOver = true;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  get isOff(): boolean {
    return this.#known?.isOff ?? false;
  }

  /** Since when that is wanted which is wanted now; null where nothing is known of it. */
  get wantedSince(): string | null {
    return this.#known?.earlier.at(-1)?.until ?? null;
  }

  get breaker(): Breaker {
    return this.courier.breaker;
  }

  /** When the next attempt may be made at the earliest. */
  get notBefore(): number {
    return Math.max(this.#notBefore, this.courier.breaker.not_before);
  }

  /** Lanes with something to deliver. */
  get behind(): number {
    return this.repository.pendingCount() - this.lineup.quietCount;
  }

  /** A lane has events up to `head`; one that is not known begins after `after`. */
  notify(lane: string, after: number, head: number): void {
    const run = this.#running.get(lane);
    if (run) run.isStale = true;
    else if (this.#isNews(lane, head)) {
      if (this.repository.pending(lane) === null) this.repository.transaction(() => this.#begin(lane, after));
      this.lineup.add(lane);
    }
    this.pump();
  }

  /** A repeated job tells of what a lane has passed already. */
  #isNews(lane: string, head: number): boolean {
    const from = this.lineup.quietFrom(lane) ?? this.repository.lane(lane)?.seq ?? 0;
    return head >= from;
  }

  #begin(lane: string, after: number): void {
    this.remember();
    const isKnown = this.repository.lane(lane) !== null;
    if (!isKnown) this.repository.putLane(lane, { seq: after + 1, part: 0, replay: 0, isReplaying: false });
    this.repository.pend(lane);
  }

  /** Sets a lane to a place in its log, from which it goes on at once. Within a transaction. */
  move(key: string, lane: Lane): void {
    this.repository.putLane(key, lane);
    this.resume(key);
  }

  /** Sets a lane back to what follows an event, never forward. @returns how many lanes that were */
  replay(key: string, after: number): number {
    const lane = this.repository.lane(key);
    if (lane !== null && lane.seq <= after + 1) return 0;
    this.repository.transaction(() => {
      this.remember();
      this.move(key, { seq: after + 1, part: 0, replay: lane?.replay ?? 0, isReplaying: true });
    });
    return 1;
  }

  /** The subscriber was seen to be there: all that waits is tried now. */
  recover(): void {
    if (this.repository.exists) this.repository.transaction(() => this.courier.recover());
    this.pump();
  }

  /** Has a lane looked at as for the first time. Within a transaction. */
  resume(pending: string): void {
    this.repository.putPending(pending, { due_at: 0, tries: 0, since: null });
    const run = this.#running.get(pending);
    if (run) Object.assign(run, { isStale: true, isMoved: true });
    else this.lineup.add(pending);
  }

  /** Lets as many lanes have their turn as may. Safe at any time. */
  pump(): void {
    if (this.#isOver) return;
    const now = this.#world.now();
    if (this.lineup.retryAt !== null && this.lineup.retryAt <= now) this.lineup.search();
    while (this.#running.size < this.#width(now)) {
      const isRunning = (lane: string) => this.#running.has(lane);
      const lane = this.lineup.next(now, isRunning, () => this.repository.nextDue(now));
      if (lane === null) break;
      const run = { isStale: false, isMoved: false };
      this.#running.set(lane, run);
      this.#world.keep(this.#run(lane, run));
    }
    this.#arm(now);
  }

  #width(now: number): number {
    return this.isOff || now < this.#notBefore ? 0 : this.courier.width;
  }

  async #run(lane: string, run: Run): Promise<void> {
    try {
      const again = lane.startsWith(AGAIN);
      const due = this.repository.pending(lane)?.due_at;
      if (due === undefined || due > this.#world.now()) return;
      const turn = again
        ? takeTurnAgain(lane.slice(AGAIN.length), run, this.#turning)
        : takeTurn(lane, run, this.#turning);
      const end = await turn;
      if (end.type === "waits") return;
      const isDone = end.type === "done" && !run.isStale && !run.isMoved;
      if (isDone) this.lineup.settle(lane, end.seq, this.#world.now());
      else this.lineup.add(lane);
    } catch (error) {
      log("warn", "subscription.turn_failed", { error: errorText(error) });
      if (!this.#isOver) this.#putOff(lane);
    } finally {
      this.#running.delete(lane);
      this.pump();
    }
  }

  /** What a lane has could not be read: that is no attempt. */
  #putOff(lane: string): void {
    const pending = this.repository.pending(lane);
    if (pending === null) return;
    const due_at = this.#world.now() + UNREAD_MS;
    this.repository.transaction(() => this.repository.putPending(lane, { ...pending, due_at }));
    this.lineup.wait(due_at);
  }

  /** Does what the time has come for: the object's alarm. */
  wake(): void {
    const now = this.#world.now();
    const swept = this.lineup.sweep(now - QUIET_MS);
    if (swept.length > 0) this.repository.transaction(() => this.repository.unpend(swept));
    if (now >= this.#trimAt && this.repository.exists) {
      const left = this.repository.transaction(() => this.repository.deliveries.trim(now));
      this.#trimAt = left === "nothing" ? Number.POSITIVE_INFINITY : now + (left === "more" ? SECOND : TRIM_MS);
    }
    this.lineup.search();
    this.pump();
  }

  /** When the object must be woken: for what waits, and for what would be left were it to die now. */
  #arm(now: number): void {
    const { retryAt, quietCount, hasMore } = this.lineup;
    const times: number[] = [];
    if (this.#running.size > 0 || quietCount > 0) times.push(now + GUARD_MS);
    // While as many lanes as may have their turn, the end of one of them is what the others wait for.
    const isFull = this.#running.size > 0 && this.#running.size >= this.#width(now);
    if (!this.isOff && !isFull) {
      if (hasMore) times.push(Math.max(this.notBefore, now + SECOND));
      if (retryAt !== null) times.push(Math.max(retryAt, this.notBefore));
    }
    if (Number.isFinite(this.#trimAt) && this.#trimAt > 0) times.push(this.#trimAt);
    if (times.length > 0) this.#world.arm(Math.min(...times));
  }

  /** Settings, at most five seconds old. Null, and all is forgotten, where the tenant no longer has them. */
  settings(): Promise<Settings | null> {
    return this.#latest.get();
  }

  async #learned(settings: Settings | null): Promise<Settings | null> {
    if (this.#isOver) return null;
    if (settings !== null) this.#note(settings);
    else {
      this.stop();
      await this.#world.vanish();
    }
    return settings;
  }

  /** Another URL, or being switched on, is a new beginning. What is not written yet is made of the settings again. */
  #note({ subscription }: Settings): void {
    const before = this.#known;
    const known = noted(before, subscription);
    this.#known = known;
    if (!this.repository.exists || known === before) return;
    const isMended = before !== null && (known.url !== before.url || (before.isOff && !known.isOff));
    this.repository.transaction(() => {
      this.repository.putDocument("known", known);
      if (isMended) this.courier.restart();
    });
  }

  /** Writes down with the first thing that is written what the settings were. Within a transaction. */
  remember(): void {
    if (this.#known && this.repository.document("known") === null) this.repository.putDocument("known", this.#known);
  }

  async #disable(reason: string): Promise<void> {
    try {
      await this.#world.disable(reason);
      this.#latest.forget();
    } catch (error) {
      // The next attempt that fails says so again.
      log("warn", "subscription.disable_failed", { error: errorText(error) });
    }
  }

  /** The settings were changed: they are read anew, and it goes on. */
  async changed(): Promise<void> {
    this.#latest.forget();
    if ((await this.settings()) !== null) this.wake();
  }

  /** Whoever switched it on may have said so in vain: whether it is still off is asked when there is news. */
  async recheck(): Promise<void> {
    if (!this.isOff) return;
    await this.settings();
    if (!this.isOff) this.wake();
  }

  /** The settings with which to deliver; null when nothing may be. */
  async #current(): Promise<{ settings: Settings; known: Known } | null> {
    try {
      const settings = await this.settings();
      if (settings === null || this.#known === null || this.#known.isOff) return null;
      return { settings, known: this.#known };
    } catch (error) {
      log("warn", "subscription.settings_unread", { error: errorText(error) });
      this.#notBefore = this.#world.now() + UNREAD_MS;
      return null;
    }
  }
}
