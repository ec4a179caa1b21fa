import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import type { Sent } from "../../src/subscriptions/attempt.ts";
import { Deliverer } from "../../src/subscriptions/deliverer.ts";
import { Letters } from "../../src/subscriptions/letters.ts";
import { Replaying } from "../../src/subscriptions/replaying.ts";
import { SubscriptionRepository } from "../../src/subscriptions/repository.ts";
import type { Listed, Settings, ThreadPage, World } from "../../src/subscriptions/world.ts";

const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** When every simulation begins. */
export const START = Date.parse("2031-03-01T08:00:00.000Z");

export const iso = (time: number) => new Date(time).toISOString();

/** What a subscriber does with a callback: a status, or nothing at all until the time-out. */
export interface Reaction {
  status: number | null;
  retryAfter?: number;
  /** In milliseconds. */
  takes?: number;
}

export const OK: Reaction = { status: 200 };
export const DOWN: Reaction = { status: 500 };
export const HANGS: Reaction = { status: null, takes: 15 * SECOND };

/** A callback as the subscriber got it. */
export interface Received {
  id: string;
  lane: string;
  seq: number;
  type: string;
  at: number;
  ok: boolean;
}

/** One subscription on the tables of a real object, with a clock, logs and a subscriber of the test's own. */
export class Simulation {
  now = START;
  readonly logs = new Map<string, { type: string; at: string; parts: number }[]>();
  /** Up to where subscriptions know of lanes; of all there is where nothing is said. */
  readonly heard = new Map<string, number>();
  readonly received: Received[] = [];
  react: (event: { lane: string; seq: number; id: string }) => Reaction = () => OK;
  settings: Settings | null = newSettings();
  disabledFor: string[] = [];
  vanished = false;
  reads = 0;
  rings = 0;
  readFails = false;
  chance = () => 0;
  alarmAt: number | null = null;
  deliverer: Deliverer;
  replaying: Replaying;
  letters: Letters;
  /** Rows written since it was last set to 0, those of indexes and of time-keeping included. */
  written = 0;
  readonly #storage: DurableObjectStorage;
  /** Which life of the object this is: what an earlier one still waits for never comes. */
  #life = 0;
  #timers: { at: number; run: () => void }[] = [];

  constructor(storage: DurableObjectStorage) {
    this.#storage = this.#counting(storage);
    ({ deliverer: this.deliverer, replaying: this.replaying, letters: this.letters } = this.#wake());
  }

  get sql(): SqlStorage {
    return this.#storage.sql;
  }

  #counting(storage: DurableObjectStorage): DurableObjectStorage {
    const exec = (query: string, ...bindings: unknown[]) => {
      const cursor = storage.sql.exec(query, ...bindings);
      this.written += cursor.rowsWritten;
      return cursor;
    };
    const transactionSync = <T>(work: () => T) => storage.transactionSync(work);
    return { sql: { exec }, transactionSync } as unknown as DurableObjectStorage;
  }

  /** The object dies and wakes again: what was committed is there, nothing else. */
  crash(): void {
    this.deliverer.stop();
    this.#life++;
    this.#timers = [];
    Object.assign(this, this.#wake());
  }

  #wake() {
    const life = this.#life;
    const alive = <T>(value: T): Promise<T> => (life === this.#life ? Promise.resolve(value) : new Promise(() => {}));
    const world: World = {
      now: () => this.now,
      chance: () => this.chance(),
      source: {
        read: async (lane, after, limit) => {
          this.reads++;
          if (this.readFails) throw new Error("a log that cannot be read");
          const log = this.logs.get(lane) ?? [];
          const seqs = log.map((_, index) => index + 1).filter((seq) => seq > after);
          const some = seqs.slice(0, limit);
          const listed = some.flatMap((seq) => this.#listed(lane, seq));
          const through = seqs.length > limit ? (some.at(-1) ?? log.length) : log.length;
          return alive({ listed, through, head: log.length });
        },
        seqBefore: async (lane, time) => alive((this.logs.get(lane) ?? []).findLastIndex(({ at }) => at < time) + 1),
        heard: async (lane) => alive(this.heard.get(lane) ?? this.logs.get(lane)?.length ?? 0),
        threads: async (after) => alive(this.threads(after)),
      },
      settings: () => alive(this.settings),
      send: (publication) => this.#send(publication.id, publication.type),
      disable: async (reason) => {
        this.disabledFor.push(reason);
        if (this.settings) this.settings.subscription.enabled = false;
      },
      arm: (at) => {
        if (life !== this.#life || (this.alarmAt !== null && this.alarmAt <= at)) return;
        this.alarmAt = at;
        this.written++;
      },
      keep: () => {},
      vanish: async () => {
        this.vanished = true;
      },
    };
    const deliverer = new Deliverer(new SubscriptionRepository(this.#storage), world);
    return { deliverer, replaying: new Replaying(deliverer, world), letters: new Letters(deliverer) };
  }

  /** Two threads a page. */
  threads(after: string | null): ThreadPage {
    const all = [...this.logs].map(([lane, log]) => {
      const at = log.at(-1)?.at ?? iso(START);
      return { lane, updated_at: at, last_message_at: at };
    });
    const sorted = all.sort((one, other) => (one.last_message_at < other.last_message_at ? 1 : -1));
    const from = Number(after ?? 0);
    return { threads: sorted.slice(from, from + 2), next: from + 2 < sorted.length ? String(from + 2) : null };
  }

  #listed(lane: string, seq: number): Listed[] {
    const event = this.logs.get(lane)?.[seq - 1];
    if (!event) return [];
    return Array.from({ length: event.parts }, (_, part) => ({
      publication: {
        id: part === 0 ? `${lane}:${seq}` : `${lane}:${seq}:${part}`,
        type: event.type,
        seq,
        subject: lane,
        time: event.at,
        data: {},
      },
      part,
      at: event.at,
      place: { outlet_id: "outlet", inbox_id: "inbox" },
      conversation_id: lane,
    }));
  }

  #send(id: string, type: string): Promise<Sent> {
    const [lane = "", seq = "0"] = id.split(":");
    const { status, retryAfter = null, takes = 0 } = this.react({ lane, seq: Number(seq), id });
    const ok = status !== null && status >= 200 && status < 300;
    const at = this.now;
    this.received.push({ id, lane, seq: Number(seq), type, at, ok });
    const error = ok ? null : `The answer was ${status}.`;
    const attempt = { at: iso(at), duration_ms: takes, status, error, answer: ok ? "thanks" : "sorry" };
    const sent: Sent = { attempt, isGone: status === 410, retryAfter };
    return takes === 0 ? this.#soon(sent) : new Promise((resolve) => this.#later(takes, () => resolve(sent)));
  }

  /** An answer that a crash may still swallow. */
  #soon(sent: Sent): Promise<Sent> {
    const life = this.#life;
    return new Promise((resolve) => queueMicrotask(() => life === this.#life && resolve(sent)));
  }

  #later(wait: number, run: () => void): void {
    this.#timers.push({ at: this.now + wait, run });
    this.#timers.sort((one, other) => one.at - other.at);
  }

  /** Something happens in a lane; nobody is told of it yet. */
  write(lane: string, type = "message.received", parts = 1): number {
    const log = this.logs.get(lane) ?? [];
    this.logs.set(lane, log);
    log.push({ type, at: iso(this.now), parts });
    return log.length;
  }

  /** Something happens in a lane, and the subscription is told. */
  async tell(lane: string, type?: string, parts?: number): Promise<number> {
    const head = this.write(lane, type, parts);
    await this.notify(lane, head - 1, head);
    return head;
  }

  async notify(lane: string, after: number, head: number): Promise<void> {
    if (!this.deliverer.repository.exists) await this.deliverer.settings();
    await this.deliverer.recheck();
    this.deliverer.notify(lane, await this.replaying.beginning(lane, after), head);
    await this.flush();
  }

  /** Lets everything happen that need not wait for a time. */
  async flush(): Promise<void> {
    for (let round = 0; round < 100; round++) await Promise.resolve();
    await new Promise((resolve) => setTimeout(resolve, 0));
  }

  /** Lets time pass: what is due happens at its time. */
  async pass(span: number): Promise<void> {
    const end = this.now + span;
    for (;;) {
      const timer = this.#timers[0]?.at ?? Number.POSITIVE_INFINITY;
      const next = Math.min(timer, this.alarmAt ?? Number.POSITIVE_INFINITY);
      if (next > end) break;
      this.now = Math.max(this.now, next);
      if (timer <= next) this.#timers.shift()?.run();
      else await this.ring();
      await this.flush();
    }
    this.now = end;
  }

  /** The object's alarm. */
  async ring(): Promise<void> {
    this.alarmAt = null;
    this.rings++;
    this.deliverer.wake();
    await this.replaying.goOn();
    this.deliverer.pump();
  }

  async change(changes: Partial<Settings["subscription"]>): Promise<void> {
    if (this.settings) {
      const subscription = { ...this.settings.subscription, ...changes, updated_at: iso(this.now) };
      this.settings = { ...this.settings, subscription };
    }
    await this.deliverer.changed();
    this.replaying.catchUp();
    await this.flush();
  }

  /** What arrived, `lane:seq`, in its order. */
  get delivered(): string[] {
    return this.received.filter(({ ok }) => ok).map(({ id }) => id);
  }

  deliveredOf(lane: string): number[] {
    return this.received.filter((one) => one.ok && one.lane === lane).map(({ seq }) => seq);
  }

  rows(query: string): Record<string, SqlStorageValue>[] {
    return this.sql.exec(query).toArray();
  }
}

export const newSettings = (more: Partial<Settings["subscription"]> = {}): Settings => ({
  secrets: ["whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz"],
  subscription: {
    id: "subscription",
    url: "https://service.test/callbacks",
    types: ["*"],
    outlet_ids: [],
    inbox_ids: [],
    description: null,
    enabled: true,
    disabled: null,
    created_at: iso(START - DAY),
    updated_at: iso(START - DAY),
    ...more,
  },
});

let objects = 0;

/** Runs a simulation on the tables of an object that no other test has. */
export const simulate = <T>(run: (simulation: Simulation) => Promise<T>): Promise<T> =>
  runInDurableObject(env.SUBSCRIPTION.getByName(`nobody:${++objects}`), (_, { storage }) =>
    run(new Simulation(storage)),
  );
