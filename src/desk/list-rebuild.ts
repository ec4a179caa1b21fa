import { threadAt } from "../conversation/port.ts";
import type { ConversationView } from "../domain/conversation.ts";
import { conversationId } from "../domain/ids.ts";
import { followingOf } from "../following/port.ts";
import { errorText, log } from "../lib/log.ts";
import type { DeskState } from "./list-query.ts";
import type { Rebuilding } from "./list-rebuild-store.ts";
import type { DeskRepository } from "./repository.ts";

/** So many threads are asked at a time. */
const THREADS_AT_ONCE = 40;

/** What failed is tried again after so long. */
const AGAIN_MS = 10_000;

/** How conversations stand, as their threads say, and which of those in the list are none of theirs. */
interface Retold {
  views: ConversationView[];
  gone: string[];
}

/**
 * Asks every thread again how its conversations stand: those of the list in the order of their ids, then those that have
 * no row, as far as anybody knows of them. Goes on where it was after an eviction.
 */
export class Rebuild {
  readonly #env: Cloudflare.Env;
  readonly #repository: DeskRepository;
  readonly #tenantId: () => string;
  readonly #playsAgents: () => boolean;

  constructor(env: Cloudflare.Env, repository: DeskRepository, tenantId: () => string, playsAgents: () => boolean) {
    this.#env = env;
    this.#repository = repository;
    this.#tenantId = tenantId;
    this.#playsAgents = playsAgents;
  }

  /** Begins from the beginning, whatever was under way. */
  begin(): void {
    const { rebuild, list } = this.#repository;
    this.#repository.transaction(() => rebuild.begin(list.seq));
  }

  get progress(): DeskState["rebuilding"] {
    const now = this.#repository.rebuild.rebuilding;
    return now && { done: now.done, total: Math.max(now.done, now.total) };
  }

  /** The next threads. @returns when to go on, in epoch milliseconds; null when there is nothing to do */
  async step(): Promise<number | null> {
    const now = this.#repository.rebuild.rebuilding;
    if (now === null) return null;
    try {
      const threads = await this.#threads(now);
      const asked = await Promise.all(threads.map((key) => this.#ask(key)));
      const retold = { views: asked.flatMap(({ views }) => views), gone: asked.flatMap(({ gone }) => gone) };
      const next = following(now, threads, retold);
      this.#take(retold, now.since, next);
      return next && Date.now();
    } catch (error) {
      log("warn", "desk.rebuild_failed", { error: errorText(error) });
      return Date.now() + AGAIN_MS;
    }
  }

  /** One commit with how far it went. */
  #take({ views, gone }: Retold, since: number, next: Rebuilding | null): void {
    const { rebuild, list } = this.#repository;
    this.#repository.transaction(() => {
      for (const view of views) this.#repository.saveOne(view, this.#playsAgents(), null, since);
      for (const id of gone) list.remove(id, id);
      if (next === null) list.recount();
      rebuild.put(next);
    });
  }

  async #threads({ of, after }: Rebuilding): Promise<string[]> {
    if (of === "list") return this.#repository.rebuild.threads(after, THREADS_AT_ONCE);
    return followingOf(this.#env, this.#tenantId()).threads(after, THREADS_AT_ONCE);
  }

  /** Numbers have no gaps but for the imported history, which has 0, and what was erased. */
  async #ask(threadKey: string): Promise<Retold> {
    const thread = threadAt(this.#env, this.#tenantId(), threadKey);
    const known = new Set(this.#repository.rebuild.numbers(threadKey));
    const views: ConversationView[] = [];
    let most = Math.max(0, ...known);
    for (let number = 0; number <= most + 1; number++) {
      const view = await thread.conversation(number);
      if (view) views.push(view);
      if (view) most = Math.max(most, number);
    }
    for (const { number } of views) known.delete(number);
    return { views, gone: [...known].map((number) => conversationId(threadKey, number)) };
  }
}

function following(now: Rebuilding, threads: string[], { views, gone }: Retold): Rebuilding | null {
  const done = now.done + (now.of === "list" ? views.length + gone.length : 0);
  const last = threads.at(-1);
  if (threads.length === THREADS_AT_ONCE && last !== undefined) return { ...now, after: last, done };
  return now.of === "list" ? { ...now, of: "threads", after: "", done } : null;
}
