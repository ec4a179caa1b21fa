/** By then nobody is served any more who was switched off (SI2). */
const LATER_MS = 60_000;
const KEY = "second_look";

/** That all is looked at once more after the settings have changed. Kept, since another alarm may ring before. */
export class SecondLook {
  readonly #kept: SyncKvStorage;

  constructor({ kv }: DurableObjectStorage) {
    this.#kept = kv;
  }

  begin(now: number): void {
    this.#kept.put(KEY, now + LATER_MS);
  }

  /** When it is due, in epoch milliseconds; null for never. Once it is, it is no more. */
  due(now: number): number | null {
    const at = this.#kept.get<number>(KEY);
    if (at === undefined) return null;
    if (at > now) return at;
    this.#kept.delete(KEY);
    return null;
  }
}
