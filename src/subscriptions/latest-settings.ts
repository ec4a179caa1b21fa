import type { Settings, World } from "./world.ts";

const LIFETIME_MS = 5_000;

/** The settings of a subscription, at most five seconds old, however many ask for them. */
export class LatestSettings {
  readonly #world: Pick<World, "now" | "settings">;
  readonly #learned: (settings: Settings | null) => Promise<Settings | null>;
  #read: { settings: Settings; until: number } | null = null;
  #reading: Promise<Settings | null> | null = null;
  /** How often they were read, or had to be read anew. */
  #readings = 0;

  /** @param learned is told of what was read, null where the tenant no longer has them; what it returns holds */
  constructor(world: World, learned: (settings: Settings | null) => Promise<Settings | null>) {
    this.#world = world;
    this.#learned = learned;
  }

  get(): Promise<Settings | null> {
    if (this.#read && this.#world.now() < this.#read.until) return Promise.resolve(this.#read.settings);
    this.#reading ??= this.#readNow();
    return this.#reading;
  }

  /** They were changed: they are read anew. */
  forget(): void {
    this.#read = null;
    this.#reading = null;
    this.#readings++;
  }

  async #readNow(): Promise<Settings | null> {
    const reading = ++this.#readings;
    try {
      const read = await this.#world.settings();
      // What was asked before a change may not be what holds after it.
      if (reading !== this.#readings) return this.get();
      const settings = await this.#learned(read);
      this.#read = settings && { settings, until: this.#world.now() + LIFETIME_MS };
      return settings;
    } finally {
      if (reading === this.#readings) this.#reading = null;
    }
  }
}
