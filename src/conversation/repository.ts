import type { Conversation } from "../domain/conversation.ts";
import { replay } from "../domain/draft.ts";
import { type Event, isMessageEvent, messageEventType } from "../domain/events.ts";
import { evolve } from "../domain/evolve.ts";
import { conversationId } from "../domain/ids.ts";
import { fetchableFrom } from "../domain/media.ts";
import { type Message, numberOf } from "../domain/message.ts";
import { abandoned } from "../domain/pending-media.ts";
import { EMPTY_THREAD, type Thread } from "../domain/thread.ts";
import { Database } from "../lib/database.ts";
import { MessageStore } from "./message-store.ts";
import { MIGRATIONS } from "./migrations.ts";
import { LONGEST_WAIT_MS } from "./parking.ts";

/** How far each destination has been told. */
export interface Cursors {
  desk: number;
  services: number;
}

/** What a known key stands for. */
export interface KnownKey {
  seq: number | null;
  fingerprint: string | null;
  answer: string | null;
}

/** So many events may lie between the stored state and the log's end: what is read at a wake for one row less a message. */
const SNAPSHOT_EVERY = 32;

/** More events than a thread can have: seqs are numbers of 31 bits. */
const WHOLE_LOG = 2 ** 31;

/** So many events are read at a time. */
export const READ_AT_ONCE = 50;

/** What the hash of a key follows that was erased. No other key begins like this. */
const ERASED = "erased:";

/** A row of events holds those of fewer seqs than this, so that a reader knows how far back one may begin. */
const LONGEST_SPAN = 8;

type Note = Extract<Event, { type: "note.added" }>;

/** All SQL of the conversation object. */
export class ConversationRepository {
  readonly #database: Database;
  readonly messages: MessageStore;
  #snapshotSeq = 0;

  constructor(storage: DurableObjectStorage) {
    this.#database = new Database(storage, MIGRATIONS);
    this.messages = new MessageStore(this.#database);
  }

  /** Whether the thread exists. What was only asked for is never created. */
  get exists(): boolean {
    return this.#database.exists;
  }

  /** One commit: all of it or nothing. */
  transaction<T>(work: () => T): T {
    return this.#database.transaction(work);
  }

  /** The state: the last one stored and what the log holds since. */
  load(): { thread: Thread; cursors: Cursors } {
    const [row] = this.#database.rows<{ seq: number; state: string; cursors: string }>("SELECT * FROM thread");
    this.#snapshotSeq = row?.seq ?? 0;
    const stored = row ? (JSON.parse(row.state) as Thread) : EMPTY_THREAD;
    // What was before services were told at all is not told any more.
    const cursors = { desk: 0, services: row?.seq ?? 0, ...(row && (JSON.parse(row.cursors) as Partial<Cursors>)) };
    return { thread: replay(this.events(this.#snapshotSeq), stored), cursors };
  }

  /** Appends what was decided; the state itself is stored only every so often, since the log can make it again. */
  append(before: Thread, events: readonly Event[], cursors: Cursors): void {
    let thread = before;
    for (const event of events) {
      const after = evolve(thread, event);
      this.#apply(event, after);
      if (event.type !== "media.settled") this.#dropFetched(thread, after);
      if (after.current?.state === "closed" && after.current !== thread.current) this.#keepClosed(after.current);
      thread = after;
    }
    const others = events.filter((event) => !isMessageEvent(event));
    this.#appendRows(others);
    // What was purged can no longer be folded, so the state that knew it is stored with the purge.
    const purged = others.some(({ type }) => type === "messages.purged");
    // A message that brings other events writes enough rows: the state waits for the next commit.
    const crowded = others.length > 0 && others.length < events.length;
    if (!purged && (crowded || thread.seq - this.#snapshotSeq < SNAPSHOT_EVERY)) return;
    this.#keepState(thread, cursors);
  }

  /** MD4: who may be fetching a file that nobody wants any more may store it as long as the attempt can last. */
  #dropFetched(before: Thread, after: Thread): void {
    for (const media of abandoned(before, after)) {
      this.messages.filesToDelete.add({ media_id: media.message_id, due_at: fetchableFrom(media) });
    }
  }

  #keepState(thread: Thread, cursors: Cursors): void {
    this.#database.run(
      "INSERT OR REPLACE INTO thread (id, seq, state, cursors) VALUES (1, ?, ?, ?)",
      thread.seq,
      JSON.stringify(thread),
      JSON.stringify(cursors),
    );
    this.#snapshotSeq = thread.seq;
  }

  /** Keys by which something is known that was taken, or that was taken back before it came. */
  keysToErase(): string[] {
    const select = `SELECT key FROM keys WHERE key NOT LIKE '${ERASED}%'
      UNION SELECT 'wa:' || channel_message_id FROM parked_changes WHERE json_extract(body, '$.type') = 'revoke'`;
    return this.#database.rows<{ key: string }>(select).map(({ key }) => key);
  }

  /** The clients' keys under which something was done since a time. */
  clientKeysSince(time: string): string[] {
    const select = "SELECT key FROM keys WHERE key LIKE 'idempotency:%' AND (seq IS NULL OR seq > ?)";
    const keys = this.#database.rows<{ key: string }>(select, this.seqBefore(time));
    return keys.map(({ key }) => key.slice("idempotency:".length));
  }

  /** What is left of an erased thread: that it was, hashes of the keys of before, and the names of files to be deleted. */
  erase(event: Event, before: Thread, hashes: readonly string[], cursors: Cursors): Thread {
    const after = evolve(before, event);
    const select = `SELECT key FROM keys WHERE key LIKE '${ERASED}%'`;
    const erased = this.#database.rows<{ key: string }>(select).map(({ key }) => key);
    const files = this.messages.ownFiles();
    this.#database.renew(() => {
      this.#appendRows([event]);
      for (const key of erased) this.remember(key, null);
      for (const hash of hashes) this.rememberErased(hash);
      for (const file of files) this.messages.filesToDelete.add(file);
      this.#dropFetched(before, after);
      this.#keepState(after, cursors);
    });
    return after;
  }

  rememberErased(hash: string): void {
    this.remember(ERASED + hash, null);
  }

  wasErased(hash: string): boolean {
    return this.known(ERASED + hash) !== null;
  }

  /** Events of one commit share a row, named by the first of them: rows are what is billed. */
  #appendRows(events: readonly Event[]): void {
    const first = events[0];
    const last = events.at(-1);
    if (!first || !last) return;
    const rows = last.seq - first.seq < LONGEST_SPAN ? [events] : events.map((event) => [event]);
    for (const row of rows) {
      const body = JSON.stringify(row.length === 1 ? row[0] : row);
      this.#database.run("INSERT INTO events (seq, body) VALUES (?, ?)", row[0]?.seq ?? first.seq, body);
    }
  }

  /** What an event changes beside the log. */
  #apply(event: Event, thread: Thread): void {
    if (isMessageEvent(event)) {
      this.messages.add(event.message);
    } else if (event.type === "message.status") {
      this.messages.mergeStatus(event);
      if (event.channel_message_id !== null) this.remember(`wa:${event.channel_message_id}`, event.message_seq);
    } else if (event.type === "message.changed") {
      this.messages.fold(event);
    } else if (event.type === "message.sending" && event.repeats) {
      this.messages.change(event.message_seq, (message) => ({ ...message, possible_duplicate: true }));
    } else if (event.type === "media.settled") {
      this.messages.settleMedia(event);
    } else if (event.type === "conversation.rated" && event.number !== thread.current?.number) {
      const update = "UPDATE conversations SET body = json_set(body, '$.rating', ?) WHERE number = ?";
      this.#database.run(update, event.score, event.number);
    } else if (event.type === "messages.purged") {
      const { from_seq: from, through_seq: through } = event;
      // EX1: a channel may repeat what it brought; a client's key bears what was said.
      const repeatable = this.seqBefore(new Date(Date.parse(event.at) - LONGEST_WAIT_MS).toISOString());
      this.messages.purge({
        conversation_id: conversationId(thread.identity?.thread_key ?? "", event.number),
        from,
        through,
      });
      const isOver = "(seq <= ?3 OR (seq >= ?1 AND key LIKE 'idempotency:%'))";
      // The keys of what was imported in between, or is kept from before, stay with it.
      const isGone = "seq NOT IN (SELECT seq FROM messages WHERE seq <= ?2)";
      this.#database.run(`DELETE FROM keys WHERE seq <= ?2 AND ${isOver} AND ${isGone}`, from, through, repeatable);
    }
  }

  #keepClosed(conversation: Conversation): void {
    const body = JSON.stringify(conversation);
    this.#database.run("INSERT OR REPLACE INTO conversations (number, body) VALUES (?, ?)", conversation.number, body);
  }

  /** What a key was used for: a message's id in its channel, a command's id, a client's idempotency key. */
  known(key: string): KnownKey | null {
    return (
      this.#database.rows<KnownKey & Record<string, SqlStorageValue>>(
        "SELECT seq, fingerprint, answer FROM keys WHERE key = ?",
        key,
      )[0] ?? null
    );
  }

  remember(key: string, seq: number | null, fingerprint: string | null = null, answer: string | null = null): void {
    this.#database.run(
      "INSERT OR IGNORE INTO keys (key, seq, fingerprint, answer) VALUES (?, ?, ?, ?)",
      key,
      seq,
      fingerprint,
      answer,
    );
  }

  /** Notes of a conversation after a seq, the oldest first. */
  notes(number: number, after: number, limit: number): Note[] {
    const select = "SELECT body FROM events WHERE seq > ? AND instr(body, ?) > 0 ORDER BY seq";
    const rows = this.#database.rows<{ body: string }>(select, after - LONGEST_SPAN, '"type":"note.added"');
    return rows
      .flatMap(({ body }) => JSON.parse(body) as Event | Event[])
      .filter((event) => event.type === "note.added")
      .filter((note) => note.number === number && note.seq > after)
      .slice(0, limit);
  }

  /** The log after a seq, read a part at a time: the memory of an object would not hold any number of large messages. */
  *eachEvent(after: number, atOnce = READ_AT_ONCE): Generator<Event> {
    for (let last = after; ; ) {
      const part = this.events(last, atOnce);
      yield* part;
      if (part.length < atOnce) return;
      last = part.at(-1)?.seq ?? last;
    }
  }

  /** The log after a seq, in order: events and messages together, without a gap. */
  events(after: number, limit = WHOLE_LOG): Event[] {
    // A row may begin before what is asked for and reach into it; so many rows more make up for what they hold before it.
    const rows = this.#database.rows<{ seq: number; body: string; kind: string }>(
      `SELECT seq, body, 'event' AS kind FROM events WHERE seq > ?1
       UNION ALL SELECT seq, body, 'message' FROM messages WHERE seq > ?1 ORDER BY seq LIMIT ?2`,
      after - LONGEST_SPAN,
      limit + LONGEST_SPAN,
    );
    return rows
      .flatMap(({ body, kind }) => {
        const row = JSON.parse(body) as Event | Event[] | Message;
        return kind === "event" ? (row as Event | Event[]) : messageEvent(row as Message);
      })
      .filter(({ seq }) => seq > after)
      .sort((one, other) => one.seq - other.seq)
      .slice(0, limit);
  }

  /** The seq of the last event before a time; 0 when there is none. */
  seqBefore(time: string): number {
    // A row of several events bears one time: they are of one commit.
    const [row] = this.#database.rows<{ seq: number | null }>(
      `SELECT max(seq) AS seq FROM (
         SELECT coalesce(json_extract(body, '$[#-1].seq'), seq) AS seq FROM events
           WHERE coalesce(json_extract(body, '$.at'), json_extract(body, '$[0].at')) < ?1
         UNION ALL SELECT seq FROM messages WHERE json_extract(body, '$.received_at') < ?1)`,
      time,
    );
    return row?.seq ?? 0;
  }

  /** A conversation that is not the latest, as it was when it closed. */
  closedConversation(number: number): Conversation | null {
    const [row] = this.#database.rows<{ body: string }>("SELECT body FROM conversations WHERE number = ?", number);
    return row ? (JSON.parse(row.body) as Conversation) : null;
  }
}

/** A stored message as the event that it was. */
function messageEvent(message: Message): Event {
  const { seq, sender_type, sender_id, received_at } = message;
  const actor = { type: sender_type, id: sender_id };
  const number = numberOf(message);
  return { type: messageEventType(message), seq, at: received_at, number, actor, message };
}
