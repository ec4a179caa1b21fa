import type { Event } from "../domain/events.ts";
import { errorText, log } from "../lib/log.ts";
import type { Executor } from "./executor.ts";
import type { MessageStore } from "./message-store.ts";
import type { Outbox } from "./outbox.ts";
import { movesInLists } from "./showing.ts";

/** So many events are told in one go. */
const TOLD_AT_ONCE = 200;

/** Search, reports and automation read a thread at least so long after its row in the list has changed. */
const FOLLOWED_AFTER_MS = 1_000;

/** So many tellings are under way at a time. */
const MOST_AT_ONCE = 4;

/**
 * Tells the desk how the thread's conversations stand, and what happened since it confirmed anything. What is added
 * meanwhile goes with the next telling; where somebody looks, that one does not wait until the desk has stored the former.
 */
export class Listing {
  readonly #executor: Executor;
  readonly #messages: MessageStore;
  readonly #outbox: Outbox;
  readonly #tenantId: () => string;
  /** Each tells until nothing is new; what was told by one is waited for by all. */
  readonly #rounds = new Set<Promise<void>>();
  /** Somebody may look at a conversation of this thread: until the desk has said otherwise, which sleep forgets. */
  #isWatched = true;
  #watches = 0;
  /** The desk takes its time over what may wait. */
  #mayWait = false;
  /** Up to where the desk was told, whether or not it has confirmed that. */
  #told: number;

  constructor(executor: Executor, messages: MessageStore, outbox: Outbox, tenantId: () => string) {
    this.#executor = executor;
    this.#messages = messages;
    this.#outbox = outbox;
    this.#tenantId = tenantId;
    this.#told = executor.cursors.desk;
  }

  /** Somebody has begun to look at a conversation of this thread: from now on all of it is told at once. */
  watch(): void {
    this.#isWatched = true;
    this.#watches += 1;
  }

  /** Done when the desk has confirmed all that there is, or cannot be reached. */
  async run(): Promise<void> {
    if (this.#mayWait && this.#executor.movedSeq > this.#executor.cursors.desk) this.#hurry();
    if (this.#hasNews && this.#rounds.size < (this.#isWatched ? MOST_AT_ONCE : 1)) this.#begin();
    await Promise.all(this.#rounds);
  }

  #begin(): void {
    const round = this.#all().finally(() => this.#rounds.delete(round));
    this.#rounds.add(round);
  }

  get #hasNews(): boolean {
    return this.#executor.thread.seq > this.#told;
  }

  async #all(): Promise<void> {
    while (this.#hasNews && (await this.#tell()));
  }

  /** @returns false when the desk cannot be reached */
  async #tell(): Promise<boolean> {
    const { changed, thread } = this.#executor;
    this.#told = thread.seq;
    try {
      await this.#forget();
      const views = [...changed.keys()]
        .map((number) => this.#executor.conversation(number))
        .filter((conversation) => conversation !== null)
        .map((conversation) => this.#executor.view(conversation));
      let through = thread.seq;
      const events = this.#executor.untold(TOLD_AT_ONCE);
      // What changes no list is of interest only to who looks at the conversation.
      if (thread.identity && (views.length > 0 || this.#isWatched)) {
        through = events.at(-1)?.seq ?? through;
        this.#told = through;
        const may_wait = !this.#isWatched && !events.some(movesInLists);
        const heard = { thread_key: thread.identity.thread_key, events, may_wait };
        const begun = this.#watches;
        this.#mayWait = may_wait;
        const { watched } = await this.#outbox.project(this.#tenantId(), views, heard);
        // Who began to look meanwhile is not in this answer.
        this.#isWatched = watched || this.#watches !== begun;
      }
      // OP3: no row changes with it, so nobody would read that it waits no longer.
      if (thread.identity && views.length === 0 && events.some((event) => this.#isSentLate(event)))
        await this.#outbox.visit(thread.identity);
      this.#confirm(through);
      return true;
    } catch (error) {
      this.#told = this.#executor.cursors.desk;
      log("warn", "desk.unreachable", { error: errorText(error) });
      return false;
    } finally {
      this.#mayWait = false;
    }
  }

  /** Each telling begins where the desk had confirmed: a later one that is confirmed first holds the former. */
  #confirm(through: number): void {
    const { changed, cursors } = this.#executor;
    for (const [number, seq] of changed) if (seq <= through) changed.delete(number);
    this.#executor.cursors = { ...cursors, desk: Math.max(cursors.desk, through) };
  }

  #isSentLate(event: Event): boolean {
    if (event.type !== "message.status") return false;
    const { queued, accepted } = this.#messages.get(event.message_seq)?.status_times ?? {};
    const isFirst = event.status === "accepted" || accepted === undefined;
    // Also by a clock that was set back since nobody knows whether it was read before.
    return isFirst && queued !== undefined && Math.abs(Date.parse(event.at) - Date.parse(queued)) > FOLLOWED_AFTER_MS;
  }

  /** Something moves in the lists now: what was told before need wait no longer. What fails here fails there, too. */
  #hurry(): void {
    this.#mayWait = false;
    this.#outbox.hurry(this.#tenantId()).catch((error) => log("warn", "desk.unreachable", { error: errorText(error) }));
  }

  /** ER1: what was erased leaves the list before what came since enters it. */
  async #forget(): Promise<void> {
    const { cursors, thread } = this.#executor;
    const { erased, identity } = thread;
    if (erased === null || identity === null || cursors.desk >= erased.seq) return;
    await this.#outbox.forget(this.#tenantId(), identity.thread_key, erased.last_number);
    await this.#outbox.forgetPerson(identity, erased);
  }
}
