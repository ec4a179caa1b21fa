import { DurableObject } from "cloudflare:workers";
import type { ConversationView } from "../domain/conversation.ts";
import type { ListPage, ListQuery } from "./port.ts";
import { DeskRepository } from "./repository.ts";

/** A tenant's live list of conversations. */
export class DeskObject extends DurableObject<Cloudflare.Env> {
  readonly #repository = new DeskRepository(this.ctx.storage);

  /** Takes conversations as their threads know them. Safe twice and out of order. */
  project(views: ConversationView[]): void {
    this.#repository.save(views);
  }

  /** A page of the list. */
  list(query: ListQuery): ListPage {
    const rows = this.#repository.list(query.limit === null ? query : { ...query, limit: query.limit + 1 });
    const more = query.limit !== null && rows.length > query.limit;
    const page = more ? rows.slice(0, -1) : rows;
    const last = page.at(-1);
    const next = more && last ? { last_message_at: last.last_message_at, id: last.id } : null;
    return { conversations: `[${page.map(({ body }) => body).join(",")}]`, next };
  }
}
