import { DurableObject } from "cloudflare:workers";
import { threadAt } from "../conversation/port.ts";
import { deskOf } from "../desk/port.ts";
import { parseConversationId } from "../domain/ids.ts";
import { errorText, log } from "../lib/log.ts";
import { OneAlarm } from "../lib/one-alarm.ts";
import { followersOf } from "./followers.ts";
import { EVENTS_WITHOUT_BREAK, parts } from "./parts.ts";
import type { Passage, Progress } from "./port.ts";
import { FollowingRepository } from "./repository.ts";

/** What changes within this time is followed together: four times as long as it took the last time, within these bounds. */
const GATHER_MS = 1_000;
const GATHER_AT_MOST_MS = 5_000;
const GATHER_FACTOR = 4;

/** What failed is tried again after so long. */
const AGAIN_MS = 10_000;

/** So many threads are followed in one round. */
const THREADS_AT_ONCE = 50;

/** So many threads are read without a break: on one machine nothing else is answered meanwhile. */
const THREADS_WITHOUT_BREAK = 5;
const BREAK_MS = 1;

const MOST_COUNTED = 10_000;

/**
 * Reads what happened in a tenant's threads and gives it to whoever derives something from all of them. The desk's list
 * says which threads have news; a cursor moves only when every follower has taken what lies before it.
 */
export class FollowingObject extends DurableObject<Cloudflare.Env> {
  readonly #repository = new FollowingRepository(this.ctx.storage);
  readonly #alarm = new OneAlarm(this.ctx);
  #running = false;
  #gatherMs = GATHER_MS;
  #failingSince: string | null = null;
  /** Threads in which something was on its way to the channel when they were read: no list tells of its arrival. */
  readonly #unsettled = new Set<string>();
  /** Threads that are to be visited since a round began: what it reads of them may be older. */
  readonly #visited = new Set<string>();
  /** Whether a thread could not be read: the others are followed all the same. */
  #hasFailed = false;
  /** How often it was begun anew: a round that was under way then has nothing to keep. */
  #beginnings = 0;

  nudge(): void {
    this.#alarm.arm(Date.now() + this.#gatherMs);
  }

  visit(threadKey: string): void {
    this.#visited.add(threadKey);
    this.#repository.visit(threadKey);
    this.nudge();
  }

  rewind(): void {
    this.#beginnings += 1;
    this.#repository.rewind();
    this.nudge();
  }

  threads(after: string, count: number): string[] {
    return this.#repository.threads(after, count);
  }

  progress(): Progress {
    const { cursor } = this.#repository;
    return { cursor, visits: this.#repository.visitCount(MOST_COUNTED), failing_since: this.#failingSince };
  }

  /** Never throws: an alarm that fails too often is dropped for good. */
  override async alarm(): Promise<void> {
    this.#alarm.gone();
    // What this one rings for may be younger than what is being followed.
    if (this.#running) return this.nudge();
    this.#running = true;
    this.#hasFailed = false;
    const begun = Date.now();
    try {
      // What changes meanwhile waits for the next alarm, and is gathered until then.
      let end: number | null = null;
      let hasMore = true;
      let isBehind = false;
      while (hasMore) {
        const { head, cursor, hasVisits } = await this.#round();
        end ??= head;
        hasMore = cursor < end || (hasVisits && !this.#hasFailed);
        isBehind = cursor < head;
      }
      const took = Date.now() - begun;
      this.#gatherMs = Math.min(Math.max(GATHER_MS, took * GATHER_FACTOR), GATHER_AT_MOST_MS);
      if (isBehind) this.nudge();
    } catch (error) {
      this.#fail(error);
    } finally {
      if (!this.#hasFailed) this.#failingSince = null;
      this.#running = false;
      for (const threadKey of this.#unsettled) this.visit(threadKey);
      this.#unsettled.clear();
    }
  }

  /** @returns how far it came, and what there is: in the desk's list, and of visits */
  async #round(): Promise<{ head: number; cursor: number; hasVisits: boolean }> {
    const beginning = this.#beginnings;
    const changed = await deskOf(this.env, this.#tenantId).changedSince(this.#repository.cursor, THREADS_AT_ONCE);
    this.#visited.clear();
    const visits = this.#repository.visits(THREADS_AT_ONCE);
    const threads = new Set([...visits, ...changed.ids.flatMap((id) => parseConversationId(id)?.threadKey ?? [])]);
    const ends: Passage[] = [];
    for (const keys of groups([...threads], THREADS_WITHOUT_BREAK)) ends.push(...(await this.#follow(keys)));
    if (beginning !== this.#beginnings) return { head: changed.head, cursor: 0, hasVisits: false };
    const hasMoved = changed.through > this.#repository.cursor || visits.length > 0;
    const visited = visits.filter((key) => !this.#visited.has(key));
    if (hasMoved) this.#repository.advance(ends, visited, Math.max(changed.through, this.#repository.cursor));
    return { head: changed.head, cursor: this.#repository.cursor, hasVisits: visits.length === THREADS_AT_ONCE };
  }

  #fail(error: unknown): void {
    this.#hasFailed = true;
    this.#failingSince ??= new Date().toISOString();
    log("warn", "following.failed", { error: errorText(error) });
    this.#alarm.arm(Date.now() + AGAIN_MS);
  }

  /** @returns the last passage of each thread in which something happened */
  async #follow(threadKeys: string[]): Promise<Passage[]> {
    const passages = await Promise.all(threadKeys.map((key) => this.#read(key)));
    for (const part of parts(passages.flat())) {
      for (const follower of followersOf(this.env, this.#tenantId)) {
        await scheduler.wait(BREAK_MS);
        await follower.take(part);
      }
    }
    for (const { thread_key } of passages.flat().filter(isUnsettled)) this.#unsettled.add(thread_key);
    return passages.flatMap((ofOne) => ofOne.at(-1) ?? []);
  }

  /** The same of a thread that may not be there to be read now: it is visited again. */
  async #read(threadKey: string): Promise<Passage[]> {
    try {
      return await this.#passages(threadKey);
    } catch (error) {
      // Written before the cursor moves past what the list says of it.
      this.#visited.add(threadKey);
      this.#repository.visit(threadKey);
      this.#fail(error);
      return [];
    }
  }

  /** All that happened in a thread since, in parts. */
  async #passages(thread_key: string): Promise<Passage[]> {
    const thread = threadAt(this.env, this.#tenantId, thread_key);
    const passages: Passage[] = [];
    for (let after = this.#repository.through(thread_key); ; ) {
      const { told, through, head, characters } = await thread.tell(after, EVENTS_WITHOUT_BREAK, false);
      if (through > after) passages.push({ thread_key, after, told, through, characters });
      if (through >= head || through <= after) return passages;
      after = through;
    }
  }

  get #tenantId(): string {
    return this.ctx.id.name ?? "";
  }
}

/** Whether something was to be sent of which the channel had said nothing yet. */
function isUnsettled({ told }: Passage): boolean {
  const settled = new Set(told.flatMap(({ event }) => (event.type === "message.status" ? [event.message_seq] : [])));
  return told.some(({ event }) => event.type === "message.queued" && !settled.has(event.seq));
}

function* groups<T>(all: readonly T[], size: number): Generator<T[]> {
  for (let at = 0; at < all.length; at += size) yield all.slice(at, at + size);
}
