import { messageId } from "../domain/ids.ts";
import { fetchableFrom } from "../domain/media.ts";
import { claimable } from "../domain/sending.ts";
import { errorText, log } from "../lib/log.ts";
import type { Executor } from "./executor.ts";
import { Listing } from "./listing.ts";
import type { Outbox } from "./outbox.ts";
import type { ConversationRepository } from "./repository.ts";

/** Should the object die before it told everybody, its alarm does so this much later. */
const GUARD_MS = 30_000;

/**
 * Tells others what lies behind their cursor, one round at a time; the desk beside them, so that nothing that leaves waits
 * for a list. A crash repeats a delivery and never loses one.
 */
export class Drain {
  readonly #executor: Executor;
  readonly #repository: ConversationRepository;
  readonly #outbox: Outbox;
  readonly #tenantId: () => string;
  readonly #listing: Listing;
  #running: Promise<void> | null = null;
  /** Files could not be deleted: they are tried again. */
  #hasFilesLeft = false;
  /** Files that came although their message is gone: what was being deleted then is there again. */
  readonly #lateFiles = new Set<string>();
  /** A flow of ours had the word when it was last told of anything. */
  #flowListens = false;
  /** A flow of ours may not have heard of everything: it could not be reached, or has not answered yet. */
  #isFlowBehind = false;
  /** Up to where the queue was given a job. */
  #announced = 0;

  constructor(executor: Executor, repository: ConversationRepository, outbox: Outbox, tenantId: () => string) {
    this.#executor = executor;
    this.#repository = repository;
    this.#outbox = outbox;
    this.#tenantId = tenantId;
    this.#listing = new Listing(executor, repository.messages, outbox, tenantId);
  }

  /** When it must go on if nobody runs it before, in epoch milliseconds; null when all is done. */
  nextDue(at: number): number | null {
    const { desk, services } = this.#executor.cursors;
    const isBehind = Math.min(desk, services) < this.#executor.thread.seq || this.#hasFilesLeft || this.#isFlowBehind;
    return isBehind ? at + GUARD_MS : this.#files.nextDue(at);
  }

  /** Whether all is gone that the thread was to forget: out of the list, and its files. */
  get hasForgotten(): boolean {
    const { erased } = this.#executor.thread;
    return this.#executor.cursors.desk >= (erased?.seq ?? 0) && this.#files.due(Date.now()).length === 0;
  }

  get #files() {
    return this.#repository.messages.filesToDelete;
  }

  /** Every subscription knows of what lies before. */
  heard(through: number): void {
    const { cursors } = this.#executor;
    this.#executor.cursors = { ...cursors, services: Math.max(cursors.services, through) };
  }

  /**
   * A file came; its message may have been taken back, purged or erased while it was being fetched. Should nobody be left to
   * delete it, the alarm has it deleted.
   */
  dropLateFile(messageSeq: number): void {
    const message = this.#repository.messages.get(messageSeq);
    const { identity } = this.#executor.thread;
    if ((message && message.deleted_at === null) || identity === null) return;
    const mediaId = messageId(identity.thread_key, messageSeq);
    this.#files.add({ media_id: mediaId, due_at: 0 });
    this.#lateFiles.add(mediaId);
    this.#hasFilesLeft = true;
  }

  /** Somebody has begun to look at a conversation of this thread: from now on all of it is told at once. */
  watch(): void {
    this.#listing.watch();
  }

  /** @param again whether what was dispatched, and got no verdict in time, is dispatched again */
  async run(again: boolean): Promise<void> {
    await Promise.all([this.#listing.run(), this.#leave(again)]);
  }

  #leave(again: boolean): Promise<void> {
    // The round that is under way does nothing again.
    if (again && this.#running !== null) return this.#running.then(() => this.#leave(true));
    this.#running ??= this.#all(again).finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  /** What is added meanwhile goes with the next round. */
  async #all(again: boolean): Promise<void> {
    let seq: number;
    do {
      ({ seq } = this.#executor.thread);
      this.#isFlowBehind = true;
      await this.#dispatch(again);
      await this.#tellServices(seq, again);
      await this.#deleteMedia();
      this.#isFlowBehind = !(await this.#tellFlow(seq));
    } while (!this.#isFlowBehind && seq < this.#executor.thread.seq);
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

  /** Files of messages that are gone. What cannot be deleted now stays named, and is tried again. */
  async #deleteMedia(): Promise<void> {
    if (this.#executor.thread.identity === null) return;
    this.#hasFilesLeft = false;
    const at = Date.now();
    for (const mediaId of this.#files.due(at)) {
      this.#lateFiles.delete(mediaId);
      const isGone = await this.#outbox.deleteMedia(this.#tenantId(), mediaId);
      if (isGone && !this.#lateFiles.has(mediaId)) this.#files.deleted(mediaId, at);
      else this.#hasFilesLeft = true;
    }
  }
}
