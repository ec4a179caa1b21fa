import { threadAt } from "../conversation/port.ts";
import { errorText, log } from "../lib/log.ts";

const WEEK_MS = 7 * 24 * 60 * 60 * 1000;

/** So long after the bucket refused to delete, or a thread to answer, is it asked again. */
const AGAIN_MS = 60 * 60_000;

/** So many files are looked at in one go: each asks a thread. */
const MOST_AT_ONCE = 100;

interface Upload {
  /** When it was uploaded, or was to be sent last; epoch milliseconds. */
  at: number;
  /** The thread that has it while one of these attempts to send it was not refused. */
  by: string | null;
  attempts: string[];
}

/** MD5: files that were uploaded for one message, by their keys in the bucket, until each is known to be one's, or is deleted. */
export class Uploads {
  readonly #storage: DurableObjectStorage;
  readonly #env: Cloudflare.Env;

  constructor(storage: DurableObjectStorage, env: Cloudflare.Env) {
    this.#storage = storage;
    this.#env = env;
  }

  async expect(file: string, now: number): Promise<void> {
    this.#keep(file, { by: null, attempts: [], ...this.#find(file), at: now });
    if ((await this.#storage.getAlarm()) === null) await this.#storage.setAlarm(now + WEEK_MS);
  }

  /** @returns whether a message of the thread may have it */
  async take(file: string, by: string, attempt: string, now: number): Promise<boolean> {
    const known = this.#find(file);
    // It is a message's for longer than a week: only of a thread that has that one may another have it.
    if (known === null) return this.#isBorne(file, by);
    if (known.by !== null && known.by !== by) return false;
    this.#keep(file, { at: now, by, attempts: [...new Set([...known.attempts, attempt])] });
    return true;
  }

  release(file: string, attempt: string): void {
    const known = this.#find(file);
    if (known === null) return;
    const attempts = known.attempts.filter((one) => one !== attempt);
    this.#keep(file, { ...known, by: attempts.length === 0 ? null : known.by, attempts });
  }

  /** Deletes what no message got in a week. @returns when to come again, in epoch milliseconds; null for never */
  async expire(now: number): Promise<number | null> {
    const all = [...this.#storage.kv.list<Upload>({ prefix: PREFIX })];
    const old = all.filter(([, { at }]) => at <= now - WEEK_MS).slice(0, MOST_AT_ONCE);
    const settled = await Promise.all(old.map(([name, upload]) => this.#settle(name.slice(PREFIX.length), upload)));
    const left = [...this.#storage.kv.list<Upload>({ prefix: PREFIX })].map(([, { at }]) =>
      Math.max(at + WEEK_MS, now),
    );
    if (settled.includes(false)) return now + AGAIN_MS;
    return left.length === 0 ? null : Math.min(...left);
  }

  /** @returns whether that could be found out */
  async #settle(file: string, upload: Upload): Promise<boolean> {
    try {
      // An attempt whose answer was lost may have been the one.
      const isBorne = upload.by !== null && (await this.#isBorne(file, upload.by));
      // It may have been taken while the thread was asked.
      if (this.#find(file)?.at !== upload.at) return true;
      if (!isBorne) await this.#env.MEDIA.delete(file);
      this.#storage.kv.delete(PREFIX + file);
      return true;
    } catch (error) {
      log("error", "directory.upload_not_deleted", { error: errorText(error) });
      return false;
    }
  }

  #isBorne(file: string, by: string): Promise<boolean> {
    const [tenantId = "", mediaId = ""] = file.split("/");
    return threadAt(this.#env, tenantId, by).bears(mediaId);
  }

  #find(file: string): Upload | null {
    return this.#storage.kv.get<Upload>(PREFIX + file) ?? null;
  }

  #keep(file: string, upload: Upload): void {
    this.#storage.kv.put(PREFIX + file, upload);
  }
}

const PREFIX = "upload:";
