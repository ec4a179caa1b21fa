import type { Told } from "../conversation/told.ts";

/**
 * What happened in a thread after what its followers have heard, in order. `after`: what they have heard of it before;
 * `through`: the last seq that was looked at.
 */
export interface Passage {
  thread_key: string;
  after: number;
  told: Told[];
  through: number;
  /** How much that is, about. */
  characters: number;
}

/** Who derives something from all threads of a tenant: at least once, in order within a thread; drops what it has. */
export interface Follower {
  take(passages: Passage[]): Promise<void>;
}

/** How far the followers are. */
export interface Progress {
  /** The desk's count of changes up to which every follower has taken what happened. */
  cursor: number;
  /** Threads with news that the list does not tell of, 10,000 at most. */
  visits: number;
  /** Since when nothing could be given to them (ISO 8601), as far as that is remembered; null while it can. */
  failing_since: string | null;
}

/** The following object as others see it. */
export interface FollowingPort {
  /** The tenant's list has changed: what happened is soon given to the followers. Quick, and safe to repeat. */
  nudge(): Promise<void>;
  /** A thread has news that the list does not tell of: it was erased. Safe to repeat. */
  visit(threadKey: string): Promise<void>;
  /** All is given to them again from the beginning. */
  rewind(): Promise<void>;
  progress(): Promise<Progress>;
  /** The keys of threads that were heard of, in order after this one. */
  threads(after: string, count: number): Promise<string[]>;
}

/** Who follows all threads of a tenant on behalf of its search, its reports and its automation. */
export const followingOf = (env: Cloudflare.Env, tenantId: string): FollowingPort =>
  env.FOLLOWING.getByName(tenantId) as unknown as FollowingPort;
