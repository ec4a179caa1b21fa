import { DurableObject } from "cloudflare:workers";
import { errorText, log } from "../../lib/log.ts";
import type { Facts, Refusal } from "./bucket-answer.ts";
import { type Disk, removeBlob } from "./bucket-disk.ts";
import { type Listed, listObjects } from "./bucket-list.ts";
import type { Conditions, ListRequest, Metadata, PublishedPart } from "./bucket-request.ts";
import { holds, partsFault } from "./bucket-rules.ts";

/** A file on the disk, and its length in bytes. */
export type Blob = { blob: string; size: number };

/** An object: what is known of it, and the files that its bytes are in, in their order. */
export interface Entry {
  facts: Facts;
  blobs: Blob[];
}

type Change = { facts: Facts } | { refusal: Refusal };
/** A part of an upload that is under way; `etag` is the MD5 of its bytes. */
type Part = { number: number; etag: string; size: number; blob: string };

const UPLOAD_LIFETIME_MS = 7 * 24 * 3600_000;

/**
 * Which objects a bucket has and which files they are in. At every moment each file on the disk is either an object's,
 * a part's of an upload, or in the table `loose`: written down there before it is made, taken out in the transaction in
 * which an object gets it, put back in the one in which it loses it. So a crash leaves no object without its bytes, and
 * what it leaves on the disk is known and removed at the next start.
 */
export class BucketIndex extends DurableObject<{ DISK: Disk }> {
  readonly #sql = this.ctx.storage.sql;
  /** Files that are being removed: whoever wrote one can no longer have it. */
  readonly #going = new Set<string>();

  constructor(ctx: DurableObjectState, env: { DISK: Disk }) {
    super(ctx, env);
    this.#sql.exec(`
      create table if not exists objects (key text primary key, facts text not null, blobs text not null);
      create table if not exists uploads (id text primary key, key text not null, metadata text not null, started integer not null);
      create table if not exists parts (upload text, number integer, etag text not null, size integer not null,
        blob text not null, primary key (upload, number));
      create table if not exists loose (blob text primary key)`);
    const left = this.#all<{ blob: string }>("select blob from loose");
    ctx.waitUntil(this.#clear(left.map(({ blob }) => blob)));
  }

  find(key: string): Entry | null {
    const [row] = this.#all<{ facts: string; blobs: string }>("select facts, blobs from objects where key = ?", key);
    return row ? { facts: JSON.parse(row.facts), blobs: JSON.parse(row.blobs) } : null;
  }

  /** The name of a file that may be written now. */
  reserve(): string {
    const blob = crypto.randomUUID().replaceAll("-", "");
    this.#loosen([blob]);
    return blob;
  }

  /** Removes a file that came to nothing; not one that an object got after all. */
  async discard(blob: string): Promise<void> {
    const [loose] = this.#all<{ blob: string }>("select blob from loose where blob = ?", blob);
    if (loose) await this.#clear([blob]);
  }

  /** Puts a written file in the place of what the object was. */
  async put(facts: Facts, written: Blob, onlyIf: Conditions | undefined): Promise<Change> {
    const old = this.find(facts.name);
    if (onlyIf && !holds(onlyIf, old?.facts ?? null)) return { refusal: "condition" };
    if (!this.#claim(written.blob)) return { refusal: "internal" };
    await this.#clear(this.#replace({ facts, blobs: [written] }));
    return { facts };
  }

  async delete(keys: string[]): Promise<void> {
    await this.#clear(keys.flatMap((key) => this.#remove(key)));
  }

  list(request: ListRequest): Listed {
    return listObjects(this.#sql, request);
  }

  /** Begins an upload in parts, and ends those that nobody will end. @returns its id */
  async begin(key: string, metadata: Metadata): Promise<string> {
    const id = crypto.randomUUID();
    const started = Date.now();
    const since = started - UPLOAD_LIFETIME_MS;
    const forgotten = this.#all<{ id: string }>("select id from uploads where started < ?", since);
    const loosened = forgotten.flatMap((upload) => this.#end(upload.id));
    this.#sql.exec("insert into uploads values (?, ?, ?, ?)", id, key, JSON.stringify(metadata), started);
    await this.#clear(loosened);
    return id;
  }

  async putPart(id: string, key: string, { number, etag, size, blob }: Part): Promise<Refusal | null> {
    if (this.#upload(id, key) === null) return "noUpload";
    if (!this.#claim(blob)) return "internal";
    const old = this.#all<Blob>("select blob, size from parts where upload = ? and number = ?", id, number);
    this.#sql.exec("insert or replace into parts values (?, ?, ?, ?, ?)", id, number, etag, size, blob);
    await this.#clear(this.#loosen(old.map((part) => part.blob)));
    return null;
  }

  /** Makes an object of the parts of an upload that are named, and forgets the others. */
  async complete(id: string, named: PublishedPart[], object: Facts): Promise<Change> {
    const metadata = this.#upload(id, object.name);
    if (metadata === null) return { refusal: "noUpload" };
    const uploaded = new Map(this.#parts(id).map((part) => [part.number, part]));
    const chosen = named.flatMap(({ part, etag }) => {
      const found = uploaded.get(part);
      return uploaded.delete(part) && found?.etag === etag ? [found] : [];
    });
    if (chosen.length === 0 || chosen.length < named.length) return { refusal: "badPart" };
    const fault = partsFault(chosen.map(({ size }) => size));
    if (fault !== null) return { refusal: fault };
    const loosened = this.#end(id).filter((blob) => !chosen.some((part) => part.blob === blob && this.#claim(blob)));
    const blobs = chosen.map(({ blob, size }) => ({ blob, size }));
    const facts = { ...object, ...metadata, size: blobs.reduce((sum, { size }) => sum + size, 0) };
    await this.#clear([...loosened, ...this.#replace({ facts, blobs })]);
    return { facts };
  }

  /** Ends an upload without an object; one that has ended is ended. */
  async abort(id: string, key: string): Promise<void> {
    if (this.#upload(id, key) !== null) await this.#clear(this.#end(id));
  }

  /** @returns what is loose now, as the three below it */
  #replace({ facts, blobs }: Entry): string[] {
    const loosened = this.#remove(facts.name);
    const [body, files] = [JSON.stringify(facts), JSON.stringify(blobs)];
    this.#sql.exec("insert into objects values (?, ?, ?)", facts.name, body, files);
    return loosened;
  }

  #remove(key: string): string[] {
    const blobs = this.find(key)?.blobs ?? [];
    this.#sql.exec("delete from objects where key = ?", key);
    return this.#loosen(blobs.map(({ blob }) => blob));
  }

  #end(upload: string): string[] {
    const parts = this.#parts(upload);
    this.#sql.exec("delete from uploads where id = ?", upload);
    this.#sql.exec("delete from parts where upload = ?", upload);
    return this.#loosen(parts.map(({ blob }) => blob));
  }

  #loosen(blobs: string[]): string[] {
    for (const blob of blobs) this.#sql.exec("insert into loose values (?)", blob);
    return blobs;
  }

  #upload(id: string, key: string): Metadata | null {
    const [row] = this.#all<{ metadata: string }>("select metadata from uploads where id = ? and key = ?", id, key);
    return row ? JSON.parse(row.metadata) : null;
  }

  #parts(upload: string): Part[] {
    return this.#all<Part>("select number, etag, size, blob from parts where upload = ?", upload);
  }

  /** Takes a file for an object. Not one that is gone: what an earlier life of this object let be written is. */
  #claim(blob: string): boolean {
    return !this.#going.has(blob) && this.#forget(blob);
  }

  #forget(blob: string): boolean {
    return this.#sql.exec("delete from loose where blob = ?", blob).rowsWritten > 0;
  }

  /** Removes loose files. The runtime lets no request out before what was written is on the disk: the row goes first. */
  async #clear(blobs: string[]): Promise<void> {
    for (const blob of blobs) this.#going.add(blob);
    const gone: string[] = [];
    for (const blob of blobs) {
      await removeBlob(this.env.DISK, blob).then(
        () => gone.push(blob),
        // It stays in the table, for the next start.
        (error) => log("error", "bucket.file_stays", { blob, error: errorText(error) }),
      );
    }
    // Together at the end: behind each write the next removal would wait for the disk.
    for (const blob of gone) {
      this.#forget(blob);
      this.#going.delete(blob);
    }
  }

  #all<Row extends Record<string, SqlStorageValue>>(query: string, ...values: SqlStorageValue[]): Row[] {
    return this.#sql.exec<Row>(query, ...values).toArray();
  }
}
