import { DurableObject } from "cloudflare:workers";
import { conversationId, messageId, parseConversationId } from "../domain/ids.ts";
import { followingOf, type Passage } from "../following/port.ts";
import { Database } from "../lib/database.ts";
import { timeOfId } from "./entries.ts";
import { best, type Found, newest, type Wanted } from "./finding.ts";
import { MIGRATIONS } from "./migrations.ts";
import { People } from "./people.ts";
import type { Finding, FoundConversation, SearchPage, Sought } from "./port.ts";
import { type Phrase, parseQuery } from "./query.ts";
import { snippetOf } from "./snippet.ts";
import { Taking } from "./taking.ts";

/**
 * Changes with how texts are taken apart: what was taken in otherwise could not be found, nor taken out again. Before the
 * second, what was taken back after its conversation had closed stayed; before the third, conversations that were deleted.
 */
const EDITION = "3";
/** Emptied, and nobody has been asked yet to tell all anew. */
const NONE = "";
const MOST_CONVERSATIONS = 10;
/** So many people of a name are looked at for those whom the caller may see. */
const MOST_PEOPLE = 200;

type PersonRow = { thread_key: string; number: number; name: string | null; phone: string | null };

/** What is said in a tenant's conversations, by its words: derived from the threads, and made anew from them at any time. */
export class SearchObject extends DurableObject<Cloudflare.Env> {
  readonly #database = new Database(this.ctx.storage, MIGRATIONS);
  readonly #taking = new Taking(this.#database);
  readonly #people = new People(this.#database);

  async take(passages: Passage[]): Promise<void> {
    if (this.#database.exists && this.#state("edition") !== EDITION) await this.rebuild();
    this.#write(() => {
      const times = passages.flatMap((passage) => this.#taking.take(passage) ?? []);
      const latest = [...times, this.#state("indexed_through") ?? ""].sort().at(-1) ?? "";
      if (times.length > 0) this.#keep("indexed_through", latest);
      if (this.#state("edition") === null) this.#keep("edition", EDITION);
    });
  }

  search(sought: Sought): SearchPage {
    const query = parseQuery(sought.text ?? "");
    const wanted = this.#wanted(sought, query);
    const indexed_through = this.#state("indexed_through");
    if (wanted === null || this.#state("edition") !== EDITION)
      return { results: [], conversations: [], next: null, indexed_through };
    const find = sought.order === "relevance" && query.all.length > 0 ? best : newest;
    const { found, next } = find(this.#database, wanted, sought.limit, sought.after);
    const results = found.map((one) => findingOf(one, query.all));
    const isFirst = sought.after === null && sought.conversation_id === null && sought.text !== null;
    const conversations = isFirst ? this.#conversations(sought.text ?? "", wanted) : [];
    return { results, conversations, next, indexed_through };
  }

  forget(threadKey: string, through: number): void {
    this.#write(() => this.#taking.forget(threadKey, through));
  }

  async rebuild(): Promise<void> {
    if (this.#database.exists) this.#database.renew(() => this.#keep("edition", NONE));
    await followingOf(this.env, this.ctx.id.name ?? "").rewind();
    // Not before: should that fail, whatever comes next asks again.
    if (this.#database.exists) this.#database.transaction(() => this.#keep("edition", EDITION));
  }

  /** What is sought as the index has it; null where the conversation is not in it. */
  #wanted(sought: Sought, query: Wanted["query"]): Wanted | null {
    const { outlet_ids, inbox_id, sender_type, label, agent_id, from, to } = sought;
    const conversation = sought.conversation_id === null ? null : this.#conversation(sought.conversation_id);
    if (conversation === undefined || outlet_ids?.length === 0) return null;
    const span = { from: from === null ? null : Date.parse(from), to: to === null ? null : Date.parse(to) };
    return { query, outlet_ids, inbox_id, conversation, sender_type, label, agent_id, ...span };
  }

  #conversation(id: string): number | undefined {
    const { threadKey, number } = parseConversationId(id) ?? { threadKey: "", number: 0 };
    const select = `SELECT conversations.id FROM threads JOIN conversations ON thread = threads.id
      WHERE thread_key = ? AND number = ?`;
    return this.#database.rows<{ id: number }>(select, threadKey, number)[0]?.id;
  }

  /** The latest conversation of each who is found by name or number. Of what was said nothing may be wished besides. */
  #conversations(text: string, { outlet_ids, inbox_id, label, agent_id, ...said }: Wanted): FoundConversation[] {
    if (said.sender_type !== null || said.from !== null || said.to !== null) return [];
    const ids = JSON.stringify(this.#people.find(text, MOST_PEOPLE));
    const rows = this.#database.rows<PersonRow>(
      `SELECT thread_key, max(number) AS number, name, phone FROM json_each(?1) AS sought
        JOIN threads ON threads.id = sought.value JOIN conversations ON thread = threads.id
        WHERE (?2 IS NULL OR outlet_id IN (SELECT value FROM json_each(?2))) AND (?3 IS NULL OR inbox_id = ?3)
          AND (?4 IS NULL OR EXISTS (SELECT 1 FROM json_each(labels) WHERE value = ?4)) AND (?5 IS NULL OR agent_id = ?5)
        GROUP BY threads.id ORDER BY threads.id DESC LIMIT ?6`,
      ...[ids, outlet_ids && JSON.stringify(outlet_ids), inbox_id, label, agent_id, MOST_CONVERSATIONS],
    );
    return rows.map(({ thread_key, number, name, phone }) => {
      return { conversation_id: conversationId(thread_key, number), customer_name: name, customer_phone: phone };
    });
  }

  /** One commit, which knows by which edition it was written. */
  #write(work: () => void): void {
    this.#database.transaction(() => {
      if (this.#state("edition") === null) this.#keep("edition", EDITION);
      work();
    });
  }

  #state(key: string): string | null {
    return this.#database.rows<{ value: string }>("SELECT value FROM state WHERE key = ?", key)[0]?.value ?? null;
  }

  #keep(key: string, value: string): void {
    this.#database.run("INSERT OR REPLACE INTO state (key, value) VALUES (?, ?)", key, value);
  }
}

function findingOf({ id, kind, seq, sender_type, text, number, thread_key, name }: Found, phrases: Phrase[]): Finding {
  return {
    kind,
    message_id: kind === "message" ? messageId(thread_key, seq) : null,
    conversation_id: conversationId(thread_key, number),
    seq,
    at: new Date(timeOfId(id)).toISOString(),
    sender_type,
    customer_name: name,
    ...snippetOf(text, phrases),
  };
}
