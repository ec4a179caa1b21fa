/** Where those who sign in by an e-mail may be agents, and the salt of their passwords, by which one is stretched once. */
export interface Login {
  salt: string;
  tenant_ids: string[];
}

interface Attempts {
  count: number;
  at: number;
}

/** What is behind the free attempts waits a second, then two, four… at most so long. */
const LONGEST_WAIT_MS = 5 * 60 * 1000;
/** Who tried nothing for so long begins anew. Never less than the longest wait. */
const FORGOTTEN_MS = 60 * 60 * 1000;

/** E-mails by which agents sign in, and how often that was tried in vain. Of e-mails and addresses only hashes are here. */
export class Logins {
  readonly #storage: DurableObjectStorage;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
  }

  find(email: string): Login | null {
    return this.#storage.kv.get<Login>(`login:${email}`) ?? null;
  }

  /** The first salt holds. */
  add(email: string, tenantId: string, salt: string): Login {
    const known = this.find(email) ?? { salt, tenant_ids: [] };
    if (known.tenant_ids.includes(tenantId)) return known;
    const login = { ...known, tenant_ids: [...known.tenant_ids, tenantId] };
    this.#storage.kv.put(`login:${email}`, login);
    return login;
  }

  /**
   * Counts an attempt before it is made: of many at the same time only those that are free are made.
   * @returns 0, or for how many milliseconds no further one is made; that one is not counted
   */
  attempt(who: string, free: number, now: number): number {
    const { count, at } = this.#attempts(who, now);
    const wait = count < free ? 0 : Math.min(1000 * 2 ** Math.min(count - free, 20), LONGEST_WAIT_MS);
    const left = at + wait - now;
    if (left > 0) return left;
    this.#storage.kv.put(`attempts:${who}`, { count: count + 1, at: now });
    return 0;
  }

  /** It was not in vain. Those before it stay counted: else an account of one's own would pay for guesses at another's. */
  giveBack(who: string, now: number): void {
    const { count, at } = this.#attempts(who, now);
    if (count <= 1) this.#storage.kv.delete(`attempts:${who}`);
    else this.#storage.kv.put(`attempts:${who}`, { count: count - 1, at });
  }

  /** Forgets what was tried long ago. @returns when to come again */
  expire(now: number): number | null {
    const all = [...this.#storage.kv.list<Attempts>({ prefix: "attempts:" })];
    const old = all.filter(([, { at }]) => at <= now - FORGOTTEN_MS);
    for (const [key] of old) this.#storage.kv.delete(key);
    return old.length < all.length ? now + FORGOTTEN_MS : null;
  }

  #attempts(who: string, now: number): Attempts {
    const known = this.#storage.kv.get<Attempts>(`attempts:${who}`);
    return known && known.at > now - FORGOTTEN_MS ? known : { count: 0, at: 0 };
  }
}
