import { DurableObject } from "cloudflare:workers";

/** Where an outside key leads. */
export interface Destination {
  tenant_id: string;
  inbox_id: string | null;
}

/**
 * Outside keys, and where they lead. The keys of a kind are spread over 256 objects rather than given one each: on the
 * self-hosted runtime an object that is merely asked has a file of its own from then on, and these keys come from strangers.
 */
export class DirectoryObject extends DurableObject<Cloudflare.Env> {
  /** Null when nobody claimed the key. Writes nothing. */
  resolve(key: string): Destination | null {
    return this.ctx.storage.kv.get<Destination>(key) ?? null;
  }

  /** Claims the key unless it is taken; returns who has it. The first claim holds. */
  claim(key: string, destination: Destination): Destination {
    const holder = this.resolve(key);
    if (holder !== null) return holder;
    this.ctx.storage.kv.put(key, destination);
    return destination;
  }
}
