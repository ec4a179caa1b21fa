import { fetchableFrom } from "../domain/media.ts";
import { claimable } from "../domain/sending.ts";
import { errorText, log } from "../lib/log.ts";
import { type Executor, movesInLists } from "./executor.ts";
import type { Outbox } from "./outbox.ts";
import type { ConversationRepository } from "./repository.ts";

/** So many events are told in one go. */
const TOLD_AT_ONCE = 200;

/** Tells others what lies behind their cursor, one round at a time. A crash repeats a delivery and never loses one. */
export class Drain {
  readonly #executor: Executor;
  readonly #repository: ConversationRepository;
  readonly #outbox: Outbox;
  readonly #tenantId: () => string;
  #running: Promise<void> | null = null;
  /** Files could not be deleted: they are tried again. */
  #hasFilesLeft = false;
  /** Files that came although their message is gone: what was being deleted then is there again. */
  readonly #lateFiles = new Set<string>();
  /** Somebody may look at a conversation of this thread: until the desk has said otherwise, which sleep forgets. */
  #isWatched = true;
  #watches = 0;
  /** A flow of ours had the word when it was last told of anything. */
  #flowListens = false;
  /** The desk takes its time over what may wait. */
  #mayWait = false;
  /** Up to where the queue was given a job. */
  #announced = 0;

  constructor(executor: Executor, repository: ConversationRepository, outbox: Outbox, tenantId: () => string) {
    this.#executor = executor;
    this.#repository = repository;
    this.#outbox = outbox;
    this.#tenantId = tenantId;
  }

  /** Whether somebody has not heard of everything yet. */
  get isBehind(): boolean {
    const { desk, services } = this.#executor.cursors;
    return Math.min(desk, services) < this.#executor.thread.seq || this.#hasFilesLeft;
  }

  /** Whether all is gone that the thread was to forget: out of the list, and its files. */
  get hasForgotten(): boolean {
    const { erased } = this.#executor.thread;
    return this.#executor.cursors.desk >= (erased?.seq ?? 0) && this.#repository.messages.mediaToDelete().length === 0;
  }

  /** Every subscription knows of what lies before. */
  heard(through: number): void {
    const { cursors } = this.#executor;
    this.#executor.cursors = { ...cursors, services: Math.max(cursors.services, through) };
  }

  /** A file came whose message is gone. Should nobody be left to delete it, the alarm has it deleted. */
  dropFile(mediaId: string): void {
    this.#repository.messages.deleteMedia(mediaId);
    this.#lateFiles.add(mediaId);
    this.#hasFilesLeft = true;
  }

  /** Somebody has begun to look at a conversation of this thread: from now on all of it is told at once. */
  watch(): void {
    this.#isWatched = true;
    this.#watches += 1;
  }

  /** @param again whether what was dispatched, and got no verdict in time, is dispatched again */
  run(again: boolean): Promise<void> {
    // The round that is under way does nothing again.
    if (again && this.#running !== null) return this.#running.then(() => this.run(true));
    if (this.#mayWait && this.#executor.untold(TOLD_AT_ONCE).some(movesInLists)) this.#hurry();
    this.#running ??= this.#all(again).finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  /** What is added meanwhile goes with the next round. */
  async #all(again: boolean): Promise<void> {
    do {
      const { seq } = this.#executor.thread;
      await this.#dispatch(again);
      await this.#tellServices(seq, again);
      await this.#deleteMedia();
      if (!(await this.#tellFlow(seq)) || !(await this.#tellDesk(seq))) return;
    } while (this.#executor.cursors.desk < this.#executor.thread.seq);
  }

  /** One job tells all that there is by then; a queue that forgot it is given it again. */
  async #tellServices(seq: number, again: boolean): Promise<void> {
    const { cursors, thread } = this.#executor;
    if (cursors.services >= seq || (this.#announced >= seq && !again) || thread.identity === null) return;
    if (!(await this.#outbox.hasSubscribers(this.#tenantId()))) return this.heard(seq);
    this.#announced = seq;
    if (!(await this.#outbox.tellServices(thread.identity))) this.#announced = 0;
  }

  async #dispatch(again: boolean): Promise<void> {
    const { identity, media } = this.#executor.thread;
    if (identity === null) return;
    const now = Date.now();
    const asked = this.#executor.thread.current?.turn.asked ?? null;
    if (asked?.by_service === false) await this.#outbox.askAi(identity, asked.seq, again);
    const send = claimable(this.#executor.thread, now);
    if (send) await this.#outbox.dispatch(identity, send, again);
    for (const one of media.filter((file) => fetchableFrom(file) <= now))
      await this.#outbox.fetch(identity, one, again);
  }

  /** Tells a flow of ours how far the log goes, also once when it has just lost the word; false when it cannot be reached. */
  async #tellFlow(seq: number): Promise<boolean> {
    const { current, identity } = this.#executor.thread;
    const isInPlay = (current?.flow_id ?? null) !== null;
    if (identity === null || (!isInPlay && !this.#flowListens)) return true;
    try {
      this.#flowListens = true;
      await this.#outbox.tellFlow(identity, seq);
      this.#flowListens = isInPlay;
      return true;
    } catch (error) {
      log("warn", "flow.unreachable", { error: errorText(error) });
      return false;
    }
  }

  /** Tells the desk how the conversations stand that have changed, and what happened; false when it cannot be reached. */
  async #tellDesk(seq: number): Promise<boolean> {
    const { changed, thread } = this.#executor;
    const numbers = [...changed];
    changed.clear();
    try {
      await this.#forget();
      const views = numbers
        .map((number) => this.#executor.conversation(number))
        .filter((conversation) => conversation !== null)
        .map((conversation) => this.#executor.view(conversation));
      let through = seq;
      // What changes no list is of interest only to who looks at the conversation.
      if (thread.identity && (views.length > 0 || this.#isWatched)) {
        const events = this.#executor.untold(TOLD_AT_ONCE);
        if (events.length === TOLD_AT_ONCE) through = events.at(-1)?.seq ?? seq;
        const may_wait = !this.#isWatched && !events.some(movesInLists);
        const heard = { thread_key: thread.identity.thread_key, events, may_wait };
        const begun = this.#watches;
        this.#mayWait = may_wait;
        const { watched } = await this.#outbox.project(this.#tenantId(), views, heard);
        // Who began to look meanwhile is not in this answer.
        this.#isWatched = watched || this.#watches !== begun;
      }
      this.#executor.cursors = { ...this.#executor.cursors, desk: through };
      return true;
    } catch (error) {
      for (const number of numbers) changed.add(number);
      log("warn", "desk.unreachable", { error: errorText(error) });
      return false;
    } finally {
      this.#mayWait = false;
    }
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

  /** Files of messages that are gone. What cannot be deleted now stays named, and is tried again. */
  async #deleteMedia(): Promise<void> {
    if (this.#executor.thread.identity === null) return;
    this.#hasFilesLeft = false;
    for (const mediaId of this.#repository.messages.mediaToDelete()) {
      this.#lateFiles.delete(mediaId);
      const isGone = await this.#outbox.deleteMedia(this.#tenantId(), mediaId);
      if (isGone && !this.#lateFiles.has(mediaId)) this.#repository.messages.forgetMedia(mediaId);
      else this.#hasFilesLeft = true;
    }
  }
}
