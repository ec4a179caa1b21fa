import type { Told } from "../conversation/told.ts";
import type { Contact, ConversationView } from "../domain/conversation.ts";
import { isMessageEvent } from "../domain/events.ts";
import { parseConversationId } from "../domain/ids.ts";
import type { Message } from "../domain/message.ts";
import type { Passage } from "../following/port.ts";
import { Entries, type Entry, type Place } from "./entries.ts";
import { People } from "./people.ts";
import type { Rows } from "./tables.ts";

type Thread = { id: number; through: number };
type Known = { id: number; inbox_id: string; outlet_id: string; agent_id: string | null; labels: string };

const WHOLE = Number.MAX_SAFE_INTEGER;

/** Follows what happens in a tenant's threads. Every change is part of a transaction of the caller's. */
export class Taking {
  readonly #database: Rows;
  readonly #entries: Entries;
  readonly #people: People;
  #lastPlace: { thread: number; view: ConversationView; place: Place } | null = null;

  constructor(database: Rows) {
    this.#database = database;
    this.#entries = new Entries(database);
    this.#people = new People(database);
  }

  /** Takes in what it does not have yet. @returns when the latest of it happened; null where nothing was new */
  take({ thread_key, after, told, through }: Passage): string | null {
    const known = this.#find(thread_key) ?? { id: 0, through: 0 };
    // What lies between will be told again: the index has begun anew meanwhile.
    if (after > known.through || through <= known.through) return null;
    const thread = this.#keep(thread_key, through);
    const news = told.filter(({ event }) => event.seq > known.through);
    this.#lastPlace = null;
    for (const one of news) this.#follow(thread, one);
    const last = news.at(-1);
    if (last !== undefined)
      this.#people.put(thread, last.event.type === "thread.erased" ? null : personOf(last.contact));
    return news.reduce<string | null>(
      (latest, { event: { at } }) => (latest !== null && latest > at ? latest : at),
      null,
    );
  }

  /** ER1: what a thread held up to a seq is gone, and is not taken in any more. */
  forget(threadKey: string, through: number): void {
    const thread = this.#keep(threadKey, Math.max(through, this.#find(threadKey)?.through ?? 0));
    this.#erase(thread, through);
    this.#people.put(thread, null);
  }

  #find(threadKey: string): Thread | undefined {
    return this.#database.rows<Thread>("SELECT id, through FROM threads WHERE thread_key = ?", threadKey)[0];
  }

  /** @returns the thread's number in the index */
  #keep(threadKey: string, through: number): number {
    const put = `INSERT INTO threads (thread_key, through) VALUES (?, ?)
      ON CONFLICT (thread_key) DO UPDATE SET through = excluded.through RETURNING id`;
    return this.#database.rows<{ id: number }>(put, threadKey, through)[0]?.id ?? 0;
  }

  #follow(thread: number, { event, conversation, messages }: Told): void {
    if (event.type === "thread.erased") {
      this.#erase(thread, event.seq);
      return;
    }
    const place = this.#place(thread, conversation);
    if (conversation.deleted_at !== null) {
      // CV12: it leaves every list, that of people who are found included.
      this.#entries.remove(place, 0, WHOLE);
      this.#database.run("DELETE FROM conversations WHERE id = ?", place.id);
      this.#lastPlace = null;
    } else if (isMessageEvent(event)) {
      const entry = entryOf(place, event.message);
      if (entry !== null) this.#entries.add(place, entry);
    } else if (event.type === "note.added") {
      const said = { conversation: place.id, seq: event.seq, at: Date.parse(event.at), text: event.content };
      this.#entries.put(place, { ...said, kind: "note", sender_type: "agent" });
    } else if (event.type === "messages.purged") {
      this.#entries.remove(place, event.from_seq, event.through_seq, "message");
      this.#entries.remove(place, 0, WHOLE, "note");
    }
    if (event.type === "message.changed" || event.type === "message.status")
      for (const message of messages.filter(hasChanged)) this.#change(thread, place, conversation, message);
  }

  /** What it says now, in the conversation in which it was said: the log tells of it in the one of that day. */
  #change(thread: number, place: Place, { id, deleted_at }: ConversationView, message: Message): void {
    const isOfThis = message.conversation_id === id;
    const own = isOfThis ? place : this.#placeBefore(thread, message);
    if (own === null || (isOfThis && deleted_at !== null)) return;
    const entry = entryOf(own, message);
    if (entry === null) return;
    // Of an earlier one it is not known here whether it was deleted: what is not found any more is not taken in again.
    if (isOfThis || this.#entries.has(own, entry.seq)) this.#entries.put(own, entry);
  }

  #placeBefore(thread: number, message: Message): Place | null {
    const { number } = parseConversationId(message.conversation_id) ?? { number: 0 };
    const select = "SELECT id, inbox_id, outlet_id FROM conversations WHERE thread = ? AND number = ?";
    return this.#database.rows<{ id: number; inbox_id: string; outlet_id: string }>(select, thread, number)[0] ?? null;
  }

  /** The conversation as it stands now; what is told together is mostly of one. */
  #place(thread: number, view: ConversationView): Place {
    const last = this.#lastPlace;
    if (last?.thread === thread && last.view === view) return last.place;
    const place = this.#placeOf(thread, view);
    this.#lastPlace = { thread, view, place };
    return place;
  }

  #placeOf(thread: number, view: ConversationView): Place {
    const { inbox_id, outlet_id, handoff_agent_id: agent_id } = view;
    const labels = JSON.stringify(view.labels);
    const select =
      "SELECT id, inbox_id, outlet_id, agent_id, labels FROM conversations WHERE thread = ? AND number = ?";
    const [known] = this.#database.rows<Known>(select, thread, view.number);
    if (known === undefined) {
      const put =
        "INSERT INTO conversations (thread, number, inbox_id, outlet_id, agent_id, labels) VALUES (?, ?, ?, ?, ?, ?)";
      this.#database.run(put, thread, view.number, inbox_id, outlet_id, agent_id, labels);
      return this.#placeOf(thread, view);
    }
    const place = { id: known.id, inbox_id, outlet_id };
    if (known.outlet_id !== outlet_id || known.inbox_id !== inbox_id) this.#entries.move(known, place);
    else if (known.agent_id === agent_id && known.labels === labels) return place;
    const change = "UPDATE conversations SET inbox_id = ?, outlet_id = ?, agent_id = ?, labels = ? WHERE id = ?";
    this.#database.run(change, inbox_id, outlet_id, agent_id, labels, known.id);
    return place;
  }

  #erase(thread: number, through: number): void {
    this.#lastPlace = null;
    const select = "SELECT id, inbox_id, outlet_id FROM conversations WHERE thread = ?";
    for (const place of this.#database.rows<{ id: number; inbox_id: string; outlet_id: string }>(select, thread)) {
      this.#entries.remove(place, 0, through);
      const isEmpty = "id = ? AND NOT EXISTS (SELECT 1 FROM entries WHERE conversation = conversations.id)";
      this.#database.run(`DELETE FROM conversations WHERE ${isEmpty}`, place.id);
    }
  }
}

/** A message as it is found; null for what says nothing. */
function entryOf({ id: conversation }: Place, message: Message): Entry | null {
  if (message.message_type === "reaction") return null;
  const { seq, sender_type, content, deleted_at, timestamp, received_at } = message;
  const told = Date.parse(timestamp);
  const at = Number.isNaN(told) ? Date.parse(received_at) : told;
  return { conversation, seq, kind: "message", sender_type, at, text: deleted_at === null ? content : "" };
}

const personOf = ({ name, username, phone }: Contact) => ({ name, username, phone });

/** What a message says differs from what was first told. */
const hasChanged = ({ edited_at, deleted_at }: Message): boolean => edited_at !== null || deleted_at !== null;
