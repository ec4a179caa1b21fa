import { errorText, log } from "../lib/log.ts";
import type { CachedTemplates } from "./port.ts";
import type { TenantRepository } from "./repository.ts";

/** A list that could not be fetched is not asked for again for so long, unless somebody wants it anew. */
const PATIENCE_MS = 30_000;

type Fetch = () => Promise<string | null>;

/** The lists of templates of a tenant's inboxes: kept, and fetched by the callers when they are old, once for all of them. */
export class Templates {
  readonly #repository: TenantRepository;
  readonly #fetching = new Map<string, Promise<CachedTemplates | null>>();
  readonly #failedAt = new Map<string, number>();

  constructor(repository: TenantRepository) {
    this.#repository = repository;
  }

  async get(inboxId: string, refresh: boolean, fetch: Fetch): Promise<CachedTemplates | null> {
    const kept = this.#repository.templates.find(inboxId, Date.now());
    const failed = this.#failedAt.get(inboxId) ?? 0;
    const isHopeless = Date.now() - failed < PATIENCE_MS;
    if (!refresh && (kept?.is_fresh || isHopeless)) return kept && print(kept);
    const fetched = await this.#fetchOnce(inboxId, fetch).catch((error) => {
      log("warn", "templates.fetch_failed", { error: errorText(error) });
      return null;
    });
    return fetched ?? (kept && print(kept));
  }

  async #fetchOnce(inboxId: string, fetch: Fetch): Promise<CachedTemplates | null> {
    const shared = this.#fetching.get(inboxId);
    // Who fetches may be gone before the answer is there; then somebody else who waits for it fetches.
    if (shared) return shared.catch(() => this.#fetchOnce(inboxId, fetch));
    const own = this.#fetch(inboxId, fetch).finally(() => this.#fetching.delete(inboxId));
    this.#fetching.set(inboxId, own);
    return own;
  }

  async #fetch(inboxId: string, fetch: Fetch): Promise<CachedTemplates | null> {
    const templates = await fetch();
    if (templates === null) {
      this.#failedAt.set(inboxId, Date.now());
      return null;
    }
    this.#failedAt.delete(inboxId);
    const fetched = { templates, fetched_at: new Date().toISOString() };
    this.#repository.transaction(() => this.#repository.templates.keep(inboxId, fetched));
    return fetched;
  }
}

const print = ({ templates, fetched_at }: CachedTemplates): CachedTemplates => ({ templates, fetched_at });
