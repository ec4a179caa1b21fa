import { FRESH } from "./backoff.ts";
import type { Courier, Item } from "./courier.ts";
import type { Kept } from "./deliveries.ts";
import type { Attempt } from "./delivery.ts";
import { isWanted, type Known } from "./known.ts";
import type { Position, SubscriptionRepository } from "./repository.ts";
import type { Settings, Stretch, World } from "./world.ts";

/** So many events are read at a time. */
const READ = 20;

/** After so many deliveries and readings the other lanes have their turn. */
const LONGEST_TURN = 20;

/** Deliveries that are made again beside their lane are pending under its key with this before it. */
export const AGAIN = "again:";

/** A lane's turn, as others may change its course. */
export interface Run {
  /** It was heard of since its log was last read. */
  isStale: boolean;
  /** Its cursor was moved by another hand. */
  isMoved: boolean;
}

/** How a turn ended: there is nothing at or after `seq`, there is more, its first delivery waits, or all must stop. */
export type End = { type: "done"; seq: number } | { type: "more" | "waits" | "stopped" };

/** What a turn needs. */
export interface Turning {
  repository: SubscriptionRepository;
  courier: Courier;
  world: World;
  /** As they are now; null when nothing may be sent. */
  settings(): Promise<{ settings: Settings; known: Known } | null>;
  isOver(): boolean;
}

const STOPPED: End = { type: "stopped" };
const MORE: End = { type: "more" };
const WAITS: End = { type: "waits" };

/** Delivers what a lane has, in its order, until something fails, there is no more, or it is others' turn. */
export async function takeTurn(lane: string, run: Run, turning: Turning): Promise<End> {
  const { repository, world } = turning;
  for (let steps = 0; steps < LONGEST_TURN; ) {
    const now = await turning.settings();
    if (now === null || turning.isOver()) return STOPPED;
    Object.assign(run, { isStale: false, isMoved: false });
    const start = repository.lane(lane);
    if (start === null) return { type: "done", seq: 0 };
    const stretch = await world.source.read(lane, start.seq - 1, READ);
    if (turning.isOver()) return STOPPED;
    if (run.isMoved) continue;
    const page = new Page(lane, stretch, now.known, turning);
    for (const item of page.items) {
      const end = await deliver(item, turning);
      if (end) return end;
      steps++;
      if (run.isMoved) break;
    }
    if (run.isMoved) continue;
    const isLast = stretch.through >= stretch.head;
    page.finish(isLast);
    if (isLast && !run.isStale) return { type: "done", seq: page.end.seq };
    if (!isLast && page.end.seq === start.seq) throw new Error("a log does not go on");
    steps++;
  }
  return MORE;
}

/** Delivers again what was given up, oldest first. */
export async function takeTurnAgain(lane: string, run: Run, turning: Turning): Promise<End> {
  const { repository, world } = turning;
  run.isStale = false;
  for (const { id } of repository.deliveries.retrying(lane, true)) {
    const kept = repository.deliveries.find(id);
    if (!kept?.again) continue;
    const { listed } = await world.source.read(lane, kept.seq - 1, 1);
    if (turning.isOver()) return STOPPED;
    const found = listed.find(({ publication }) => publication.id === kept.event_id);
    const { seq, part, conversation_id } = kept;
    const pending = AGAIN + lane;
    if (!found) repository.transaction(() => bury(kept, pending, turning));
    else {
      const item = { lane, pending, seq, part, conversation_id, publication: found.publication, kept, pass: () => {} };
      const end = await deliver(item, turning);
      if (end) return end;
    }
  }
  return run.isStale ? MORE : { type: "done", seq: Number.POSITIVE_INFINITY };
}

/** @returns how the turn ends with it; null when it goes on */
async function deliver(item: Item, turning: Turning): Promise<End | null> {
  const now = await turning.settings();
  if (now === null || turning.isOver()) return STOPPED;
  const state = await turning.courier.deliver(item, now.settings, turning.isOver);
  if (state === null) return STOPPED;
  if (state === "retrying") return WAITS;
  return turning.courier.width === 0 ? MORE : null;
}

/** A stretch of a lane's log, and what is to be delivered of it. */
class Page {
  readonly items: Item[];
  readonly end: Position;
  readonly #lane: string;
  readonly #turning: Turning;
  /** Where the cursor is, unless another hand moved it. */
  #cursor: Position;

  constructor(lane: string, { listed, through }: Stretch, known: Known, turning: Turning) {
    this.#lane = lane;
    this.#turning = turning;
    const { repository } = turning;
    const start = repository.lane(lane) ?? { seq: 0, part: 0, isReplaying: false };
    this.#cursor = start;
    this.end = { seq: Math.max(start.seq, through + 1), part: 0 };
    const retrying = repository.deliveries.retrying(lane, false);
    const wanted = listed
      .map((one) => ({ ...one, seq: one.publication.seq, type: one.publication.type }))
      .filter((one) => !isBefore(one, start) && isWanted(known, one, start.isReplaying));
    this.items = wanted.map(({ publication, seq, part, conversation_id }, index) => ({
      lane,
      pending: lane,
      seq,
      part,
      publication,
      conversation_id,
      kept: retrying.find(({ event_id }) => event_id === publication.id) ?? null,
      pass: () => this.#pass(wanted[index + 1] ?? this.end),
    }));
    this.#buryPassed(retrying);
  }

  /** What was tried and is not among what follows any longer is passed over: it is unwanted now, or purged. */
  #buryPassed(retrying: Kept[]): void {
    const first = this.items[0] ?? this.end;
    const passed = retrying.filter((kept) => isBefore(kept, first));
    if (passed.length === 0) return;
    this.#turning.repository.transaction(() => {
      for (const kept of passed) bury(kept, this.#lane, this.#turning);
    });
  }

  #pass({ seq, part }: Position): void {
    const { repository } = this.#turning;
    const lane = repository.lane(this.#lane);
    if (lane === null || lane.seq !== this.#cursor.seq || lane.part !== this.#cursor.part) return;
    this.#cursor = { seq, part };
    repository.putLane(this.#lane, { ...lane, seq, part });
  }

  /** Nothing of it is left. At the end of the log a few events that nobody wanted cost less to read again than a row. */
  finish(isLast: boolean): void {
    const { repository } = this.#turning;
    const lane = repository.lane(this.#lane);
    if (lane === null) return;
    const passed = this.end.seq - lane.seq;
    const isWorthIt = passed >= (isLast ? READ : 1) || (isLast && lane.isReplaying);
    if (!isWorthIt) return;
    const isReplaying = lane.isReplaying && !isLast;
    repository.transaction(() => repository.putLane(this.#lane, { ...lane, ...this.end, isReplaying }));
  }
}

const isBefore = (one: Position, other: Position): boolean =>
  one.seq < other.seq || (one.seq === other.seq && one.part < other.part);

/** Gives up what cannot be delivered any longer. Within a transaction. */
function bury(kept: Kept, pending: string, { repository, world }: Turning): void {
  const at = world.now();
  const error = "It is no longer wanted, or no longer in the log.";
  const attempt: Attempt = { at: new Date(at).toISOString(), duration_ms: 0, status: null, error, answer: null };
  repository.deliveries.change(kept, "dead", false, attempt, at);
  repository.putPending(pending, { ...FRESH, due_at: 0 });
}
