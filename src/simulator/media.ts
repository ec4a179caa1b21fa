import { createHmac, randomInt } from "node:crypto";
import type { Clock } from "./clock.ts";
import type { Fault } from "./graph/errors.ts";
import type { MediaFiles } from "./media-files.ts";
import { isAnimatedWebp, LARGEST_FILE, sizeFault } from "./media-kinds.ts";
import type { BusinessNumber, Fields, Media } from "./model.ts";
import type { State } from "./state.ts";

const DAY_MS = 24 * 60 * 60 * 1_000;

/** How long an id lives (Meta, "Media"): that of an upload, and that of a webhook. */
const LIFE_MS = { business: 30 * DAY_MS, customer: 7 * DAY_MS };

/** So long the phones keep what they were sent. */
const KEPT_MS = 30 * DAY_MS;

/** The path of Meta's own media servers. */
export const MEDIA_PATH = "/whatsapp_business/attachments/";

type Description = Pick<Media, "origin" | "phone_number_id" | "mime_type" | "filename">;

/** Meta's media servers: files, the ids that lead to them, and the addresses that work for some minutes. */
export class MediaServer {
  readonly #state: State;
  readonly #clock: Clock;
  readonly #files: MediaFiles;

  constructor(state: State, clock: Clock, files: MediaFiles) {
    this.#state = state;
    this.#clock = clock;
    this.#files = files;
  }

  /** Takes a file in; an upload of the business must be of a size that its type may have. */
  async add(
    bytes: ReadableStream<Uint8Array>,
    description: Description,
  ): Promise<{ ok: true; media: Media } | { ok: false; fault: Fault }> {
    const written = await this.#files.write(bytes, LARGEST_FILE);
    const tooLarge = { code: 131_053, details: `The file is larger than ${LARGEST_FILE} bytes.` };
    if (!written) return { ok: false, fault: tooLarge };
    const { head, ...file } = written;
    const isUpload = description.origin === "business";
    const fault = isUpload ? sizeFault(description.mime_type, file.file_size, isAnimatedWebp(head)) : null;
    if (fault) this.#files.remove(file.file);
    return fault ? { ok: false, fault } : { ok: true, media: this.#put({ ...description, ...file }) };
  }

  /** What the business may still have; null when it is deleted, too old, or of another account. */
  find(id: string, wabaIds: string[]): Media | null {
    const media = this.#state.get("media", id);
    const number = media && this.#state.get("number", media.phone_number_id ?? "");
    const isTheirs = number && wabaIds.includes(number.waba_id);
    return media && isTheirs && !media.deleted && this.#ageOf(media) < LIFE_MS[media.origin] ? media : null;
  }

  /** A customer's file as it goes to one number: under its own id, or one of its own for each further message. */
  sendOn(media: Media, number: BusinessNumber): Media {
    const sent = { ...media, phone_number_id: number.phone_number_id, created_at: this.#clock.now(), deleted: false };
    if (media.phone_number_id !== null) return this.#put({ ...sent, origin: "customer" });
    this.#state.put("media", media.id, sent);
    return sent;
  }

  read({ file }: Media, part?: { start: number; end: number }): ReadableStream<Uint8Array> | null {
    return this.#files.read(file, part);
  }

  /** Where the file can be fetched for some minutes. */
  address(media: Media, origin: string): string {
    const ends = Math.floor(this.#clock.now() / 1000) + this.#state.settings.media_url_seconds;
    const query = new URLSearchParams({ mid: media.id, ext: String(ends), hash: seal(media, ends) });
    return `${origin}${MEDIA_PATH}?${query}`;
  }

  /** The file that an address leads to; null when the address is wrong or no longer works. */
  at({ mid, ext, hash }: { mid?: string; ext?: string; hash?: string }, wabaIds: string[]): Media | null {
    const media = this.find(mid ?? "", wabaIds);
    const works = media && Number(ext) * 1000 > this.#clock.now() && hash === seal(media, Number(ext));
    return works ? media : null;
  }

  /** The content of a message with the address of its file, as a webhook has it. */
  withAddress(type: string, content: Fields | null, origin: string): Fields | null {
    const inner = content?.[type] as Fields | undefined;
    const media = typeof inner?.id === "string" ? this.#state.get("media", inner.id) : undefined;
    return media && inner ? { ...content, [type]: { ...inner, url: this.address(media, origin) } } : content;
  }

  /** Lets go of what nobody keeps any longer. */
  sweep(): void {
    for (const media of this.#state.all("media")) if (this.#ageOf(media) > KEPT_MS) this.#state.drop("media", media.id);
    const kept = new Set(this.#state.all("media").map(({ file }) => file));
    for (const file of this.#files.all()) if (!kept.has(file)) this.#files.remove(file);
  }

  #put(file: Omit<Media, "id" | "created_at" | "deleted">): Media {
    const id = String(randomInt(10 ** 14, 2 ** 48 - 1));
    const media = { ...file, id, created_at: this.#clock.now(), deleted: false };
    this.#state.put("media", id, media);
    return media;
  }

  #ageOf({ created_at }: Media): number {
    return this.#clock.now() - created_at;
  }
}

/** Ties an address to its file and its end: the file's name is known to nobody else. */
const seal = ({ id, file }: Media, ends: number): string =>
  createHmac("sha256", file).update(`${id}:${ends}`).digest("base64url");

/** A digest as webhooks write it. */
export const base64Digest = ({ sha256 }: Media): string => Buffer.from(sha256, "hex").toString("base64");
