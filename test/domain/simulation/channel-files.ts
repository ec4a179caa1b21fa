import { createHash } from "node:crypto";
import type { Incoming } from "./plant.ts";
import type { World } from "./world.ts";

const PLACE = "https://files.example/";

/** A file that a customer sent. */
interface Sent {
  bytes: Uint8Array;
  /** Lower-case hex. */
  sha256: string;
}

/** The channel's side of files: it says where one is, gives it, or does not, and at times gives another. */
export class ChannelFiles {
  readonly sent = new Map<string, Sent>();
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  /** @returns the file's digest */
  add(id: string): string {
    const bytes = new TextEncoder().encode(`the bytes of ${id}`);
    const digest = createHash("sha256").update(bytes).digest();
    const sha256 = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
    this.sent.set(id, { bytes, sha256 });
    return sha256;
  }

  answer(url: string): Incoming {
    const world = this.#world;
    if (world.happens(world.faults.lost))
      return world.pick([null, { status: 500, body: {} }, { status: 404, body: {} }]);
    const id = url.split("/").at(-1) ?? "";
    const file = this.sent.get(id);
    if (file === undefined) return { status: 404, body: {} };
    if (url.startsWith(PLACE))
      return { status: 200, body: world.happens(world.faults.lost) ? turned(file.bytes) : file.bytes };
    return { status: 200, body: { url: PLACE + id, mime_type: "image/png", file_size: file.bytes.length } };
  }
}

/** As many bytes, and others. */
const turned = (bytes: Uint8Array): Uint8Array => new Uint8Array(bytes).reverse();
