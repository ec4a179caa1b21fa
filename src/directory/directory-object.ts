import { DurableObject } from "cloudflare:workers";

/** Where an outside key leads. */
export interface Destination {
  tenant_id: string;
  inbox_id: string | null;
}

const WEEK_MS = 7 * 24 * 60 * 60 * 1000;

/**
 * Outside keys, and where they lead. The keys of a kind are spread over 256 objects rather than given one each: on the
 * self-hosted runtime an object that is merely asked has a file of its own from then on, and these keys come from strangers.
 */
export class DirectoryObject extends DurableObject<Cloudflare.Env> {
  /** Null when nobody claimed the key. Writes nothing. */
  resolve(key: string): Destination | null {
    return this.ctx.storage.kv.get<Destination>(key) ?? null;
  }

  /** The hash of what was done under a client's key; null where nothing was. */
  request(key: string): string | null {
    return this.ctx.storage.kv.get<{ fingerprint: string }>(`request:${key}`)?.fingerprint ?? null;
  }

  /** Keeps what was done under a client's key, for a week at least: a client that repeats itself does so within hours. */
  async rememberRequest(key: string, fingerprint: string): Promise<void> {
    if (this.request(key) !== null) return;
    this.ctx.storage.kv.put(`request:${key}`, { fingerprint, at: Date.now() });
    if ((await this.ctx.storage.getAlarm()) === null) await this.ctx.storage.setAlarm(Date.now() + WEEK_MS);
  }

  /** Forgets the clients' keys of more than a week ago, and comes again while there are younger ones. */
  override async alarm(): Promise<void> {
    const keys = [...this.ctx.storage.kv.list<{ at: number }>({ prefix: "request:" })];
    const old = keys.filter(([, { at }]) => at <= Date.now() - WEEK_MS);
    for (const [key] of old) this.ctx.storage.kv.delete(key);
    if (old.length < keys.length) await this.ctx.storage.setAlarm(Date.now() + WEEK_MS);
  }

  /** Claims the key unless it is taken; returns who has it. The first claim holds. */
  claim(key: string, destination: Destination): Destination {
    const holder = this.resolve(key);
    if (holder !== null) return holder;
    this.ctx.storage.kv.put(key, destination);
    return destination;
  }

  /** The thread that somebody's other identifier leads to. Writes nothing. */
  alias(name: string): string | null {
    return this.ctx.storage.kv.get<string>(`alias:${name}`) ?? null;
  }

  /** The first thread that claims an identifier has it; returns which that is. */
  claimAlias(name: string, threadKey: string): string {
    const holder = this.alias(name);
    if (holder !== null) return holder;
    this.ctx.storage.kv.put(`alias:${name}`, threadKey);
    return threadKey;
  }

  /** Two threads became one: the identifier leads to the one that goes on. */
  moveAlias(name: string, from: string, to: string): void {
    if (this.alias(name) === from) this.ctx.storage.kv.put(`alias:${name}`, to);
  }
}
