import { DurableObject } from "cloudflare:workers";
import type { ConversationView } from "../domain/conversation.ts";
import { conversationId } from "../domain/ids.ts";
import type { ListPage, ListQuery } from "./port.ts";
import { DeskRepository } from "./repository.ts";

/** Every conversation of a tenant tells the desk of itself; what comes within this time is stored in one commit. */
const GATHER_MS = 10;

/** A tenant's live list of conversations. */
export class DeskObject extends DurableObject<Cloudflare.Env> {
  readonly #repository = new DeskRepository(this.ctx.storage);
  readonly #gathered = new Map<string, ConversationView>();
  #saving: Promise<void> | null = null;

  /** Takes conversations as their threads know them; done once they are stored. Safe twice and out of order. */
  project(views: ConversationView[]): Promise<void> {
    for (const view of views) {
      if (view.last_seq > (this.#gathered.get(view.id)?.last_seq ?? 0)) this.#gathered.set(view.id, view);
    }
    this.#saving ??= scheduler.wait(GATHER_MS).then(() => {
      this.#saving = null;
      this.#save();
    });
    return this.#saving;
  }

  /** ER1: a thread's conversations up to a number are gone, also those that were just told of. */
  forget(threadKey: string, through: number): void {
    const [first, last] = [conversationId(threadKey, 0), conversationId(threadKey, through)];
    for (const id of this.#gathered.keys()) if (id >= first && id <= last) this.#gathered.delete(id);
    this.#repository.forget(first, last);
  }

  /** A page of the list, with all that the desk was told. */
  list(query: ListQuery): ListPage {
    this.#save();
    const rows = this.#repository.list(query.limit === null ? query : { ...query, limit: query.limit + 1 });
    const more = query.limit !== null && rows.length > query.limit;
    const page = more ? rows.slice(0, -1) : rows;
    const last = page.at(-1);
    const next = more && last ? { last_message_at: last.last_message_at, id: last.id } : null;
    return { conversations: `[${page.map(({ body }) => body).join(",")}]`, next };
  }

  #save(): void {
    if (this.#gathered.size === 0) return;
    this.#repository.save([...this.#gathered.values()]);
    this.#gathered.clear();
  }
}
