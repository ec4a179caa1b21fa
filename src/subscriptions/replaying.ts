import { errorText, log } from "../lib/log.ts";
import type { Deliverer } from "./deliverer.ts";
import type { Lane } from "./repository.ts";
import type { World } from "./world.ts";

const SECOND = 1_000;
const HOUR = 60 * 60 * SECOND;

/** Should the object die meanwhile, or a log not be readable, it goes on after so long. */
const GUARD_MS = 30 * SECOND;

/** So many lanes are set back in one commit, and so many logs are asked at the same time. */
const STEP = 50;
const AT_ONCE = 6;

/** So many steps are made before a replay is answered, and with each alarm. */
const STEPS_AT_ONCE = 4;

/** Only what was changed so lately can have been missed by those who had the settings of before. */
const NEW_MS = 60 * SECOND;

/** Others may have had the settings of before for so long, and told nothing of what is wanted since. */
const CATCH_UP_AFTER_MS = 10 * SECOND;

/** By then the list has heard of what they did, too, whatever was slow or failed. */
const CATCH_UP_AGAIN_MS = 120 * SECOND;

/** What is written in a conversation without a message is written within so long after the last one, as a rule. */
const AFTERMATH_MS = 25 * HOUR;

/** A list that changes while it is read is read anew from its top, so often at most. */
const MOST_PASSES = 3;

/** A replay that is under way. */
export interface Replay {
  /** The time at which it was begun, in epoch milliseconds: lanes remember which replay set them back. */
  id: number;
  /** What happened since then is told again. */
  from: string;
  /** Lanes that are known are left where they are. */
  onlyNew: boolean;
  not_before: number;
  /** First the lanes that are known, then the threads of the tenant. */
  stage: "lanes" | "threads";
  after: string | null;
  /** Threads whose last message is older need not be looked at. */
  until: string;
  passes: number;
  pass_began: string;
  /** How many lanes were set back. */
  lanes: number;
  /** When threads are looked for once more of which nothing was told that is wanted, and since when. */
  again?: { at: number; from: string } | null;
}

/** Sets lanes back to a time, some at a time: what is done is committed with how far it is. */
export class Replaying {
  readonly #deliverer: Deliverer;
  readonly #world: World;
  #running: Promise<number> | null = null;

  constructor(deliverer: Deliverer, world: World) {
    this.#deliverer = deliverer;
    this.#world = world;
  }

  get current(): Replay | null {
    return this.#deliverer.repository.document("replay");
  }

  /** Begins; one that is under way is done with it. @returns how many lanes are set back already */
  async begin(time: string): Promise<number> {
    const now = this.#world.now();
    const before = this.current;
    const from = before && !before.onlyNew && before.from < time ? before.from : time;
    const id = Math.max(now, (before?.id ?? 0) + 1);
    const last = before?.onlyNew ? { at: before.not_before, from: before.from } : null;
    const passes = { until: "", passes: 1, pass_began: iso(now), again: before?.again ?? last };
    this.#save({ id, from, onlyNew: false, not_before: now, stage: "lanes", after: null, lanes: 0, ...passes });
    return this.#some();
  }

  /** Sets one lane back to what follows an event, never forward. @returns how many lanes that were */
  async lane(key: string, after: number): Promise<number> {
    const seq = await this.#known(key, after);
    return this.#deliverer.isOver ? 0 : this.#deliverer.replay(key, seq);
  }

  /** A lane that begins with a replay must not pass over what is still on its way to it. */
  async #known(key: string, seq: number): Promise<number> {
    const isNew = this.#deliverer.repository.lane(key) === null;
    return isNew ? Math.min(seq, await this.#world.source.heard(key)) : seq;
  }

  /** Where other things are wanted than a moment ago, what happened since, and was not told of, is made up for. */
  catchUp(): void {
    const since = this.#deliverer.wantedSince;
    const now = this.#world.now();
    if (since === null || now - Date.parse(since) >= NEW_MS) return;
    const { current } = this;
    // What is being made up for already is not given up.
    const before = this.#catchesUpFrom ?? since;
    const from = before < since ? before : since;
    const again = { at: now + CATCH_UP_AGAIN_MS, from };
    const first = catchingUp(from, now + CATCH_UP_AFTER_MS);
    if (current !== null && !current.onlyNew) this.#save({ ...current, again });
    else this.#save({ id: Math.max(now, (current?.id ?? 0) + 1), lanes: 0, ...first, again });
    this.#world.arm(first.not_before);
  }

  /** After which seq a lane begins that is told of: whoever heard late of a new subscription passed over what came before. */
  async beginning(key: string, after: number): Promise<number> {
    const since = this.#catchesUpFrom;
    if (since === null || this.#deliverer.repository.lane(key) !== null) return after;
    return Math.min(after, await this.#world.source.seqBefore(key, since));
  }

  get #catchesUpFrom(): string | null {
    const { current } = this;
    return (current?.onlyNew ? current.from : current?.again?.from) ?? null;
  }

  /** Goes on with what is under way. Safe at any time. */
  async goOn(): Promise<void> {
    const replay = this.current;
    if (replay === null) return;
    if (this.#world.now() < replay.not_before) this.#world.arm(replay.not_before);
    else await (this.#running ?? this.#some());
  }

  /** Makes some steps, after those that are being made. @returns how many lanes were set back so far */
  #some(): Promise<number> {
    const before = this.#running;
    const running = (async () => {
      await before;
      return this.#steps();
    })().finally(() => {
      if (this.#running === running) this.#running = null;
    });
    this.#running = running;
    return running;
  }

  async #steps(): Promise<number> {
    this.#world.arm(this.#world.now() + GUARD_MS);
    let lanes = 0;
    try {
      for (let step = 0; step < STEPS_AT_ONCE; step++) {
        const replay = this.current;
        if (replay === null || this.#deliverer.isOver) return lanes;
        if (this.#world.now() < replay.not_before) {
          this.#world.arm(replay.not_before);
          return lanes;
        }
        lanes = await this.#step(replay);
      }
      this.#world.arm(this.#world.now() + SECOND);
    } catch (error) {
      log("warn", "subscription.replay_failed", { error: errorText(error) });
    }
    return lanes;
  }

  async #step(replay: Replay): Promise<number> {
    const { keys, next } = replay.stage === "lanes" ? this.#knownLanes(replay) : await this.#threads(replay);
    const wanted = keys.filter((key) => this.#isToBeSet(replay, this.#deliverer.repository.lane(key)));
    const seqs = await inTurn(wanted, async (key) =>
      this.#known(key, await this.#world.source.seqBefore(key, replay.from)),
    );
    // Another one was begun meanwhile, or the subscription is no more.
    const latest = this.current;
    if (this.#deliverer.isOver || latest?.id !== replay.id) return replay.lanes;
    const known = replay.onlyNew ? keys.filter((key) => !wanted.includes(key)) : [];
    const lanes = this.#deliverer.repository.transaction(() => {
      const set = wanted.filter((key, index) => this.#setBack(replay, key, seqs[index] ?? 0));
      const lanes = replay.lanes + set.length;
      const rest = next ?? (latest.again ? { ...catchingUp(latest.again.from, latest.again.at), again: null } : null);
      if (rest === null) this.#deliverer.repository.removeDocument("replay");
      else this.#deliverer.repository.putDocument("replay", { ...latest, ...rest, lanes });
      return lanes;
    });
    // These are where they were, and have what nobody told them of.
    for (const key of known) this.#deliverer.notify(key, 0, Number.MAX_SAFE_INTEGER);
    return lanes;
  }

  #isToBeSet({ id, onlyNew }: Replay, lane: Lane | null): boolean {
    return lane === null || (!onlyNew && lane.replay !== id);
  }

  /** @returns whether the lane was behind nothing of it yet */
  #setBack(replay: Replay, key: string, before: number): boolean {
    const lane = this.#deliverer.repository.lane(key);
    const seq = before + 1;
    if (!this.#isToBeSet(replay, lane) || (lane !== null && lane.seq <= seq)) return false;
    this.#deliverer.move(key, { seq, part: 0, replay: replay.id, isReplaying: !replay.onlyNew });
    return true;
  }

  #knownLanes({ after }: Replay): { keys: string[]; next: Partial<Replay> } {
    const keys = this.#deliverer.repository.lanesAfter(after ?? "", STEP);
    const isLast = keys.length < STEP;
    return { keys, next: isLast ? { stage: "threads", after: null } : { after: keys.at(-1) ?? null } };
  }

  async #threads(replay: Replay): Promise<{ keys: string[]; next: Partial<Replay> | null }> {
    const now = this.#world.now();
    const { threads, next } = await this.#world.source.threads(replay.after);
    const active = threads.filter(({ updated_at }) => updated_at >= replay.from);
    const keys = [...new Set(active.map(({ lane }) => lane))];
    if (next !== null && threads.every(({ last_message_at }) => last_message_at >= replay.until)) {
      return { keys, next: { after: next } };
    }
    // What was written in meanwhile went to the top of the list, and was not met: unless the list was one page.
    const isWhole = replay.after === null || replay.passes >= MOST_PASSES;
    const again = { after: null, until: replay.pass_began, passes: replay.passes + 1, pass_began: iso(now) };
    return { keys, next: isWhole ? null : again };
  }

  #save(replay: Replay): void {
    const { repository } = this.#deliverer;
    repository.transaction(() => {
      this.#deliverer.remember();
      repository.putDocument("replay", replay);
    });
  }
}

/** One look through the threads for what happened since, not before a time. */
const catchingUp = (from: string, not_before: number) => ({
  from,
  not_before,
  ...{ onlyNew: true, stage: "threads" as const, after: null },
  ...{ until: iso(Date.parse(from) - AFTERMATH_MS), passes: 1, pass_began: iso(not_before) },
});

const iso = (time: number): string => new Date(time).toISOString();

/** Asks for each, a few at a time; the answers are in the order of the questions. */
async function inTurn<T>(keys: string[], ask: (key: string) => Promise<T>): Promise<T[]> {
  const answers: T[] = [];
  for (let from = 0; from < keys.length; from += AT_ONCE) {
    answers.push(...(await Promise.all(keys.slice(from, from + AT_ONCE).map(ask))));
  }
  return answers;
}
