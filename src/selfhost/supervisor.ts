import { setTimeout as wait } from "node:timers/promises";
import type { Log } from "./log.ts";
import { Refusal } from "./refusal.ts";
import { type Exit, startWorkerd, type Workerd, type WorkerdOptions } from "./workerd.ts";

const HEALTH_TIMEOUT_MS = 30_000;
/** No runtime answers sooner: to ask would only take the processor from it. */
const FIRST_ASKED_MS = 80;
/** For an upload that is under way. */
const STOP_GRACE_MS = 8_000;
/** The runtime waits for every connection; one whose other side does not answer must not hold us. */
const LEAVE_MS = 1_500;
/** Nobody is served by what is to be renewed. */
const RENEW_GRACE_MS = 1_000;
const MAX_RESTARTS = 5;
/** A runtime that lived so long has nothing to do with the one that died before it. */
const STEADY_MS = 60_000;

/** Keeps one runtime alive: starts it, starts it again when it dies by itself, stops it. */
export class Supervisor {
  /** Rejects when the runtime cannot be kept alive. */
  readonly failed: Promise<never>;
  readonly #options: WorkerdOptions;
  readonly #url: string;
  readonly #token: string;
  readonly #log: Log;
  #fail: (reason: Refusal) => void = () => {};
  #workerd: Workerd | null = null;
  #stopped = false;
  #restarts = 0;
  #renewed = Promise.resolve();

  /** @param token by which the Worker knows that it is this machine that tells it */
  constructor(options: WorkerdOptions, url: string, token: string, log: Log) {
    this.#options = options;
    this.#url = url;
    this.#token = token;
    this.#log = log;
    this.failed = new Promise((_, reject) => {
      this.#fail = reject;
    });
    this.failed.catch(() => {});
  }

  /** Starts the runtime; settles when the Worker answers, and refuses when it does not. */
  async start(): Promise<void> {
    const workerd = startWorkerd(this.#options);
    this.#workerd = workerd;
    this.#stopped = false;
    const ended = workerd.exited.then((exit) => {
      throw new Refusal(`The runtime ended before the Worker answered (${words(exit)}). What it said is above.`);
    });
    await Promise.race([this.#healthy(), ended]);
    const startedAt = Date.now();
    void workerd.exited.then((exit) => {
      if (!this.#stopped) void this.#revive(exit, Date.now() - startedAt);
    });
  }

  /**
   * Stops the runtime: sockets are told, nothing new is taken, and requests in progress finish, unless they take too
   * long. May be called again, with less grace; with none it is killed.
   */
  async stop(graceMs = STOP_GRACE_MS): Promise<void> {
    this.#stopped = true; // from here on its end is no surprise
    // Told to end by a signal, the runtime lets who comes meanwhile wait; the Worker sends them away.
    if (graceMs > 0 && this.#workerd?.isRunning()) await this.#letWorkerEnd(graceMs);
    await this.#workerd?.stop(Math.min(graceMs, LEAVE_MS));
  }

  /** Starts another runtime in place of this one; where that fails, none is kept alive any more. */
  renew(isWanted: () => boolean): Promise<void> {
    // One after the other: two runtimes must not have one state.
    this.#renewed = this.#renewed.then(async () => {
      await this.stop(RENEW_GRACE_MS);
      if (isWanted()) await this.start().catch((error) => this.#fail(error));
    });
    return this.#renewed;
  }

  async #letWorkerEnd(graceMs: number): Promise<void> {
    const headers = { authorization: `Bearer ${this.#token}` };
    const signal = AbortSignal.timeout(graceMs);
    await fetch(`${this.#url}/machine/end`, { method: "POST", headers, signal }).catch(() => null);
  }

  async #revive(exit: Exit, livedMs: number): Promise<void> {
    this.#restarts = livedMs > STEADY_MS ? 1 : this.#restarts + 1;
    if (this.#restarts > MAX_RESTARTS) {
      this.#fail(new Refusal(`The runtime ended ${this.#restarts} times in a row (${words(exit)}): giving up.`));
      return;
    }
    this.#log("warn", "runtime.ended", `The runtime ended by itself (${words(exit)}). Starting it again…`);
    const ended = this.#workerd;
    await wait(200 * (this.#restarts - 1));
    if (this.#stopped || this.#workerd !== ended) return;
    await this.start().then(
      () => this.#log("info", "runtime.restarted", "The Worker answers again."),
      (error) => this.#fail(error),
    );
  }

  async #healthy(): Promise<void> {
    const giveUpAt = Date.now() + HEALTH_TIMEOUT_MS;
    const health = `${this.#url}/health`;
    let answer = "nothing";
    await wait(FIRST_ASKED_MS);
    while (!this.#stopped) {
      const response = await fetch(health, { signal: AbortSignal.timeout(5_000) }).catch(() => null);
      if (response?.status === 200) return;
      if (response) answer = `${response.status} ${await response.text().catch(() => "")}`.trim();
      if (Date.now() >= giveUpAt) {
        throw new Refusal(`The Worker did not become healthy in 30 s: ${health} answered ${answer.slice(0, 500)}.`);
      }
      await wait(25);
    }
  }
}

const words = ({ code, signal }: Exit): string => (signal === null ? `exit code ${code}` : signal);
