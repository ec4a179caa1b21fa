/** What goes wrong, each from 0 to 1: chosen anew for every history, so that some see much of one thing only. */
export interface Faults {
  /** A call is lost on its way, or its answer is. */
  lost: number;
  /** What may come twice does. */
  repeated: number;
  /** Something takes not milliseconds but up to a minute. */
  slow: number;
  /** After a step an object dies, and with it all that it had in memory. */
  crash: number;
  /** A queue forgets a job, or its consumer dies with it. */
  forgotten: number;
  /** After a step an alarm rings that nobody set. */
  rings: number;
  /** After a step the clock is set forward or back. */
  clock: number;
}

export const NO_FAULTS: Faults = { lost: 0, repeated: 0, slow: 0, crash: 0, forgotten: 0, rings: 0, clock: 0 };

/** Numbers from 0 to 1 that follow from a seed (mulberry32). */
export function chanceOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface Task {
  at: number;
  order: number;
  run: () => void;
}

/** Something with an alarm of its own. */
export interface Ringing {
  readonly name: string;
  readonly alarmAt: number | null;
  ring(): void;
  kill(): void;
}

const immediately = setImmediate;

/** A turn of Node's loop would do them, too, and take as long as a quarter of all that happens. */
const doMicrotasks = () => (process as unknown as { _tickCallback(): void })._tickCallback();

const attempt = async (run: () => void): Promise<void> => run();

/** Time, chance and the order of things. Whatever happens is a task: one at a time, in an order that follows from the seed. */
export class World {
  readonly chance: () => number;
  /** In half of all histories people do more, and shops have chosen more. Seeds that are kept are of the other half. */
  readonly isBusy: boolean;
  /** In half of those, services play the parts of some. */
  readonly hasServices: boolean;
  /** In the other half of these and of those, search, reports and automation follow. */
  readonly hasFollowers: boolean;
  /** In a quarter of those in which people do more, messages are kept for minutes only. */
  readonly purges: boolean;
  /** In half of those in which people do more, agents send files. */
  readonly attaches: boolean;
  /** In an eighth of all histories, what services are told is changed meanwhile. */
  readonly administers: boolean;
  /** In another eighth, people get other numbers and user ids. */
  readonly moves: boolean;
  /** Milliseconds that have passed in truth; clocks may say otherwise. */
  elapsed = 0;
  /** What clocks show beside that. */
  offset: number;
  faults = NO_FAULTS;
  readonly history: string[] = [];
  readonly ringing: Ringing[] = [];
  steps = 0;
  #order = 0;
  readonly #tasks: Task[] = [];

  constructor(seed: number, start: number) {
    this.chance = chanceOf(seed);
    this.isBusy = seed % 4 > 1;
    this.hasServices = seed % 8 > 5;
    this.hasFollowers = seed % 4 === 3;
    this.purges = Math.floor(seed / 2) % 8 === 5;
    this.attaches = seed % 4 === 2;
    this.administers = Math.floor(seed / 8) % 8 === 5;
    this.moves = Math.floor(seed / 64) % 8 === 5;
    this.offset = start;
  }

  /** What clocks show, in epoch milliseconds. */
  get now(): number {
    return this.offset + this.elapsed;
  }

  note(what: string): void {
    this.history.push(`${String(this.elapsed).padStart(9)} ${what}`);
  }

  happens(probability: number): boolean {
    return probability > 0 && this.chance() < probability;
  }

  pick<T>(from: readonly T[]): T {
    return from[Math.floor(this.chance() * from.length)] as T;
  }

  /** How long something is under way, in milliseconds. */
  delay(): number {
    const longest = this.happens(this.faults.slow) ? 60_000 : 30;
    return Math.floor(this.chance() * longest);
  }

  /** @returns what calls it off */
  after(milliseconds: number, run: () => void): () => void {
    const task = { at: this.elapsed + milliseconds, order: this.#order++, run };
    this.#tasks.push(task);
    return () => {
      const place = this.#tasks.indexOf(task);
      if (place >= 0) this.#tasks.splice(place, 1);
    };
  }

  /** Lets happen what happens until so many milliseconds have passed. Throws where it would never end. */
  async run(milliseconds: number, mostSteps: number): Promise<void> {
    const run = () => this.#run(milliseconds, mostSteps);
    // Not from within a microtask: there, what a task leads to would wait for the end of all tasks.
    await new Promise((resolve, reject) => immediately(() => attempt(run).then(resolve, reject)));
  }

  #run(milliseconds: number, mostSteps: number): void {
    const end = this.elapsed + milliseconds;
    const last = this.steps + mostSteps;
    for (;;) {
      const task = this.#next(end);
      if (task === null) break;
      if (this.steps++ > last) throw new Error("it does not come to rest");
      this.elapsed = Math.max(this.elapsed, task.at);
      task.run();
      // All that follows without anything to wait for happens before anything else does.
      doMicrotasks();
      this.#disturb();
    }
    this.elapsed = end;
  }

  #next(end: number): Task | null {
    let first: Task | null = null;
    let index = -1;
    for (const [place, task] of this.#tasks.entries()) {
      if (first && (task.at > first.at || (task.at === first.at && task.order > first.order))) continue;
      [first, index] = [task, place];
    }
    const alarm = this.#alarm();
    if (alarm && (first === null || alarm.at < first.at)) return alarm.at > end ? null : alarm;
    if (first === null || first.at > end) return null;
    this.#tasks.splice(index, 1);
    return first;
  }

  #alarm(): Task | null {
    let first: Ringing | null = null;
    for (const one of this.ringing) {
      if (one.alarmAt !== null && (first === null || one.alarmAt < Number(first.alarmAt))) first = one;
    }
    const rings = first;
    if (rings === null) return null;
    return { at: Math.max(this.elapsed, Number(rings.alarmAt) - this.offset), order: 0, run: () => rings.ring() };
  }

  #disturb(): void {
    const { crash, rings, clock } = this.faults;
    if (this.happens(crash)) this.pick(this.ringing).kill();
    if (this.happens(rings)) this.pick(this.ringing).ring();
    if (this.happens(clock)) {
      this.offset += this.pick([-20_000, -1_000, 1_000, 20_000, 600_000]);
      this.note(`the clock shows ${new Date(this.now).toISOString()}`);
    }
  }
}
