import { forgetAlias, forgetRequest, LONGEST_REQUEST_MS } from "../directory/port.ts";
import { canonicalPhone } from "../domain/address.ts";
import type { Command } from "../domain/commands.ts";
import { decide } from "../domain/decide.ts";
import { isSilent } from "../domain/erasing.ts";
import type { Policy } from "../domain/policy.ts";
import type { Rejection } from "../domain/rejections.ts";
import { hmacs } from "../lib/crypto.ts";
import { ok, type Result } from "../lib/result.ts";
import { configurationOf } from "../tenant/configuration.ts";
import type { Executor } from "./executor.ts";
import type { ConversationRepository } from "./repository.ts";

const NONE: ReadonlySet<string> = new Set();

/** The key under which a thread that was erased knows a number that its person has given up. */
export const leftKey = (phone: string): string => `left:${canonicalPhone(phone)}`;

/** What the directory holds that is of the person, or may tell of them. */
interface Trace {
  name: string;
  of: "person" | "client";
  key: string;
}

const userIdTrace = (key: string): Trace => ({ name: `id:${key}`, of: "person", key });

/** So much of the directory is asked at the same time. */
const AT_ONCE = 20;

/**
 * How a thread comes to know nothing of its person any more, but for hashes: by them it knows what it had when that comes
 * again. They take the tenant's secret and time to wait for, so only a thread that was erased asks for them.
 */
export class Erasure {
  readonly #executor: Executor;
  readonly #repository: ConversationRepository;
  readonly #env: Cloudflare.Env;
  readonly #tenantId: () => string;

  constructor(executor: Executor, repository: ConversationRepository, env: Cloudflare.Env, tenantId: () => string) {
    this.#executor = executor;
    this.#repository = repository;
    this.#env = env;
    this.#tenantId = tenantId;
  }

  /**
   * Goes on with those of some keys that are of what was erased, in the same turn in which that is known.
   * @param work what must not wait
   */
  async knowing<T>(keys: readonly string[], work: (erased: ReadonlySet<string>) => T): Promise<T> {
    for (;;) {
      const { erased } = this.#executor.thread;
      const known = erased === null || keys.length === 0 ? NONE : await this.#erasedOf(keys);
      if (this.#executor.thread.erased === erased) return work(known);
    }
  }

  /** Erases, unless that was done. What the directory and the hashes need is prepared first, then it is one commit. */
  async erase(command: Extract<Command, { type: "erase_thread" }>, policy: Policy): Promise<Result<null, Rejection>> {
    const hashes = new Map<string, string>();
    const forgotten = new Set<string>();
    for (;;) {
      const decision = decide(this.#executor.thread, command, policy, Date.now());
      if (!decision.ok) return decision;
      const event = decision.value.events.find(({ type }) => type === "thread.erased");
      if (event === undefined) return ok(null);
      // Others may have written while it was prepared.
      const { user_ids, left_phones } = this.#executor.thread;
      const keys = [...this.#repository.keysToErase(), ...left_phones.map(leftKey)].filter((key) => !hashes.has(key));
      const traces = [...user_ids.map(userIdTrace), ...this.#clientKeys()].filter(({ name }) => !forgotten.has(name));
      if (keys.length === 0 && traces.length === 0) {
        const { thread, cursors } = this.#executor;
        this.#executor.begin(this.#repository.erase(event, thread, [...hashes.values()], cursors));
        return ok(null);
      }
      for (const [index, hash] of (await this.#hashesOf(keys)).entries()) hashes.set(keys[index] ?? "", hash);
      for (let from = 0; from < traces.length; from += AT_ONCE) {
        await Promise.all(traces.slice(from, from + AT_ONCE).map((trace) => this.#forget(trace)));
      }
      for (const { name } of traces) forgotten.add(name);
    }
  }

  /** WH5: somebody who was erased has given up a number. */
  async leavePhone(phone: string): Promise<void> {
    if (!isSilent(this.#executor.thread)) return;
    const [hash = ""] = await this.#hashesOf([leftKey(phone)]);
    this.#repository.rememberErased(hash);
  }

  async #erasedOf(keys: readonly string[]): Promise<ReadonlySet<string>> {
    const hashes = await this.#hashesOf(keys);
    return new Set(keys.filter((_, index) => this.#repository.wasErased(hashes[index] ?? "")));
  }

  async #hashesOf(keys: readonly string[]): Promise<string[]> {
    const { thread_key } = this.#place;
    return hmacs(
      await this.#salt(),
      keys.map((key) => `erased\n${thread_key}\n${key}`),
    );
  }

  #clientKeys(): Trace[] {
    const since = new Date(Date.now() - LONGEST_REQUEST_MS).toISOString();
    return this.#repository.clientKeysSince(since).map((key) => ({ name: `key:${key}`, of: "client", key }));
  }

  /** The directory leads an erased person's user id here by its hash: plain it stands nowhere. */
  async #forget({ of, key }: Trace): Promise<void> {
    const { tenant_id, inbox_id, thread_key } = this.#place;
    if (of === "client") return forgetRequest(this.#env, tenant_id, key);
    const persons = { tenant_id, inbox_id, salt: await this.#salt() };
    await forgetAlias(this.#env, persons, key, thread_key);
  }

  get #place() {
    const { identity } = this.#executor.thread;
    if (identity === null) throw new Error("a thread without a place cannot be erased");
    return identity;
  }

  async #salt(): Promise<string> {
    const configuration = await configurationOf(this.#env, this.#tenantId());
    if (configuration === null) throw new Error("a thread without a tenant cannot be erased");
    return configuration.tenant.thread_salt;
  }
}
