import { DurableObject } from "cloudflare:workers";
import { type Login, Logins } from "./logins.ts";
import { type ParkedEvent, type TicketPlace, Tickets } from "./tickets.ts";
import { Uploads } from "./uploads.ts";

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
  readonly #tickets = new Tickets(this.ctx.storage);
  readonly #logins = new Logins(this.ctx.storage);
  readonly #uploads = new Uploads(this.ctx.storage, this.env);

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

  /** What was done under a client's key was erased, and the key may tell of whom. */
  forgetRequest(key: string): void {
    this.ctx.storage.kv.delete(`request:${key}`);
  }

  /** Forgets what was kept long enough, and comes again while there is something younger. */
  override async alarm(): Promise<void> {
    const now = Date.now();
    const known = [
      this.#forget("request:"),
      this.#tickets.expire(now),
      this.#logins.expire(now),
      await this.#uploads.expire(now),
    ];
    const dues = known.filter((due) => due !== null);
    if (dues.length > 0) await this.ctx.storage.setAlarm(Math.min(...dues));
  }

  /** What was kept for a week under these keys. @returns when to come again */
  #forget(prefix: string): number | null {
    const keys = [...this.ctx.storage.kv.list<{ at: number }>({ prefix })];
    const old = keys.filter(([, { at }]) => at <= Date.now() - WEEK_MS);
    for (const [key] of old) this.ctx.storage.kv.delete(key);
    return old.length < keys.length ? Date.now() + WEEK_MS : null;
  }

  expectMessage(file: string): Promise<void> {
    return this.#uploads.expect(file, Date.now());
  }

  takeFile(file: string, threadKey: string, attempt: string): Promise<boolean> {
    return this.#uploads.take(file, threadKey, attempt, Date.now());
  }

  releaseFile(file: string, attempt: string): void {
    this.#uploads.release(file, attempt);
  }

  /** Claims the key unless it is taken; returns who has it. The first claim holds. */
  claim(key: string, destination: Destination): Destination {
    const holder = this.resolve(key);
    if (holder !== null) return holder;
    this.ctx.storage.kv.put(key, destination);
    return destination;
  }

  /** A key leads elsewhere from now on, unless it has come to somebody else meanwhile. */
  move(key: string, from: Destination, to: Destination): void {
    const { tenant_id, inbox_id } = this.resolve(key) ?? to;
    if (tenant_id === from.tenant_id && inbox_id === from.inbox_id) this.ctx.storage.kv.put(key, to);
  }

  /** The thread that somebody's other identifier leads to; of somebody who was erased its hash does. Writes nothing. */
  alias(name: string, hash: string): string | null {
    return (
      this.ctx.storage.kv.get<string>(`alias:${name}`) ?? this.ctx.storage.kv.get<string>(`erased:${hash}`) ?? null
    );
  }

  /** The first thread that claims an identifier has it; returns which that is. */
  claimAlias(name: string, hash: string, threadKey: string): string {
    const holder = this.alias(name, hash);
    if (holder !== null) return holder;
    this.ctx.storage.kv.put(`alias:${name}`, threadKey);
    return threadKey;
  }

  /** Two threads became one: the identifier leads to the one that goes on. */
  moveAlias(name: string, hash: string, from: string, to: string): void {
    if (this.alias(name, hash) !== from) return;
    const isErased = this.ctx.storage.kv.get(`alias:${name}`) === undefined;
    this.ctx.storage.kv.put(isErased ? `erased:${hash}` : `alias:${name}`, to);
  }

  /** Somebody was erased: their identifier leads on, but only who brings it knows it. */
  forgetAlias(name: string, hash: string, threadKey: string): void {
    const holder = this.alias(name, hash) ?? threadKey;
    this.ctx.storage.kv.put(`erased:${hash}`, holder);
    this.ctx.storage.kv.delete(`alias:${name}`);
  }

  /** The same of what leads to this thread, if anything does. */
  hideAlias(name: string, hash: string, threadKey: string): void {
    if (this.ctx.storage.kv.get<string>(`alias:${name}`) === threadKey) this.forgetAlias(name, hash, threadKey);
  }

  /** Where those who sign in by an e-mail may be agents. Writes nothing. */
  login(email: string): Login | null {
    return this.#logins.find(email);
  }

  addLogin(email: string, tenantId: string, salt: string): Login {
    return this.#logins.add(email, tenantId, salt);
  }

  /** Counts an attempt to sign in before it is made; how many milliseconds it must wait, if it must. */
  async attemptSignIn(who: string, free: number): Promise<number> {
    const wait = this.#logins.attempt(who, free, Date.now());
    if (wait === 0 && (await this.ctx.storage.getAlarm()) === null) {
      const due = this.#logins.expire(Date.now());
      if (due !== null) await this.ctx.storage.setAlarm(due);
    }
    return wait;
  }

  giveBackSignIn(who: string): void {
    this.#logins.giveBack(who, Date.now());
  }

  /** Leads a ticket to a conversation; the first holds. Its events are parked until it is confirmed. */
  reserveTicket(ticket: string, conversationId: string): { conversation_id: string; confirmed: boolean } {
    return this.#tickets.reserve(ticket, conversationId);
  }

  /** The conversation's thread has the ticket; returns what waited for it, in the order in which it came. */
  confirmTicket(ticket: string, conversationId: string): ParkedEvent[] {
    return this.#tickets.confirm(ticket, conversationId);
  }

  /** The conversation's thread does not have the ticket. */
  releaseTicket(ticket: string, conversationId: string): void {
    this.#tickets.release(ticket, conversationId);
  }

  /** Where a ticket leads; an event of one that nobody has opened is kept, for eight days. */
  async ticketOrPark(ticket: string, event: ParkedEvent): Promise<TicketPlace> {
    const place = this.#tickets.placeOrPark(ticket, event, Date.now());
    if (place.kind === "parked" && (await this.ctx.storage.getAlarm()) === null) {
      const due = this.#tickets.expire(Date.now());
      if (due !== null) await this.ctx.storage.setAlarm(due);
    }
    return place;
  }

  /** What was parked is where it belongs. */
  forgetParked(ticket: string, ids: string[]): void {
    this.#tickets.forget(ticket, ids);
  }
}
