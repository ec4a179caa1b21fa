/** One that is so long overdue was lost: nothing would ring unless it is set again. */
const LOST_MS = 30_000;

/**
 * The one alarm of an object. It is written only when it must come earlier, since row writes are what the platform
 * bills: one that comes early finds nothing to do.
 */
export class OneAlarm {
  readonly #storage: DurableObjectStorage;
  #at: number | null = null;

  /** Nothing reaches the object before it is known when the alarm rings. */
  constructor(context: DurableObjectState) {
    this.#storage = context.storage;
    void context.blockConcurrencyWhile(async () => {
      this.#at = await context.storage.getAlarm();
    });
  }

  /** It rang, or went with all else that was stored. */
  gone(): void {
    this.#at = null;
  }

  /** @param time epoch milliseconds; null for never */
  arm(time: number | null): void {
    const isComing = this.#at !== null && this.#at > Date.now() - LOST_MS;
    if (time === null || (isComing && Number(this.#at) <= time)) return;
    // What was due since ever is due now: the platform takes no time before the epoch.
    this.#at = Math.max(time, 1);
    // Not awaited: it is part of the same commit, and the answer waits for that in any case.
    void this.#storage.setAlarm(this.#at);
  }
}
