import { DurableObject } from "cloudflare:workers";

/** Where an outside key leads. */
export interface Destination {
  tenant_id: string;
  inbox_id: string;
}

/** One outside key, such as `whatsapp:<phone_number_id>` or `inbox:<id>`, and where it leads. The first claim holds. */
export class DirectoryObject extends DurableObject<Cloudflare.Env> {
  /** Null when nobody claimed the key. Writes nothing. */
  resolve(): Destination | null {
    return this.ctx.storage.kv.get<Destination>("destination") ?? null;
  }

  /** Claims the key unless it is taken; returns who has it. */
  claim(destination: Destination): Destination {
    const holder = this.resolve();
    if (holder !== null) return holder;
    this.ctx.storage.kv.put("destination", destination);
    return destination;
  }
}

type Kind = "whatsapp" | "inbox";

/** The object of an outside key. */
export const directoryEntry = (env: Cloudflare.Env, kind: Kind, key: string) =>
  env.DIRECTORY.getByName(`${kind}:${key}`);
