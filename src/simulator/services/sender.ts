import type { Clock } from "../clock.ts";
import type { Kept, Waiting } from "./kept.ts";
import type { Services } from "./services.ts";

const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 30_000;
const ANSWER_TIMEOUT_MS = 15_000;
const MOST_IN_FLIGHT = 16;

/** What the store will not take however often it is asked: the rest may go better later. */
const FINAL = [400, 404, 405, 406, 409, 410, 411, 413, 415, 422];

/** How an attempt ended. */
interface Attempt {
  outcome: "taken" | "refused" | "failed";
  status: number | null;
  detail: string | null;
}

/** Posts what the services have to say to the store, each until it is taken or refused for good. */
export class Sender {
  readonly #kept: Kept;
  readonly #services: Services;
  readonly #clock: Clock;
  readonly #fetch: typeof fetch;
  readonly #onAttempt: (waiting: Waiting, attempt: Attempt) => void;
  readonly #busy = new Set<string>();
  #cancelTimer = () => {};
  #closed = false;

  constructor(
    { kept, services, clock, fetch }: { kept: Kept; services: Services; clock: Clock; fetch: typeof globalThis.fetch },
    onAttempt: (waiting: Waiting, attempt: Attempt) => void,
  ) {
    this.#kept = kept;
    this.#services = services;
    this.#clock = clock;
    this.#fetch = fetch;
    this.#onAttempt = onAttempt;
  }

  /** Begins every attempt that may begin, and sets the timer for the next. */
  pump(): void {
    this.#cancelTimer();
    if (this.#closed) return;
    const now = this.#clock.now();
    const ready = this.#services.ready(Number.POSITIVE_INFINITY).filter((one) => this.#mayBegin(one));
    for (const one of ready) {
      if (one.due_at <= now && this.#busy.size < MOST_IN_FLIGHT && !this.#busy.has(busyKey(one)))
        void this.#attempt(one);
    }
    const later = ready.find(({ due_at }) => due_at > now);
    if (later) this.#cancelTimer = this.#clock.after(later.due_at - now, () => this.pump());
  }

  close(): void {
    this.#closed = true;
    this.#cancelTimer();
  }

  #mayBegin(one: Waiting): boolean {
    return !this.#busy.has(busyKey(one)) && this.#kept.settings(one.service).store_url !== null;
  }

  async #attempt(waiting: Waiting): Promise<void> {
    const key = busyKey(waiting);
    this.#busy.add(key);
    const attempt = await this.#post(waiting);
    this.#busy.delete(key);
    if (this.#closed) return;
    const attempts = waiting.attempts + 1;
    if (attempt.outcome === "failed") {
      const delay = Math.min(FIRST_RETRY_MS * 2 ** (attempts - 1), LONGEST_RETRY_MS);
      this.#kept.wait({ ...waiting, attempts, due_at: this.#clock.now() + delay });
    } else this.#kept.forget(waiting.id);
    this.#onAttempt(waiting, attempt);
    this.pump();
  }

  async #post({ service, event }: Waiting): Promise<Attempt> {
    const { store_url, api_key } = this.#kept.settings(service);
    const key = this.#services.presentsBadKey(service) ? "not-the-key" : (api_key ?? "");
    try {
      const answer = await this.#fetch(`${store_url}/api/v1/events`, {
        method: "POST",
        headers: { "Content-Type": "application/cloudevents+json; charset=utf-8", Authorization: `Bearer ${key}` },
        body: JSON.stringify(event),
        signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
        redirect: "manual",
      });
      const detail = (await answer.text()).slice(0, 1_000);
      const outcome = answer.ok ? "taken" : FINAL.includes(answer.status) ? "refused" : "failed";
      return { outcome, status: answer.status, detail };
    } catch (error) {
      return { outcome: "failed", status: null, detail: error instanceof Error ? error.message : String(error) };
    }
  }
}

/** One of a lane is on its way at a time; what is loose waits for nobody. */
const busyKey = ({ id, lane, loose }: Waiting): string => (loose ? id : lane);
