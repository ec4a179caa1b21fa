import { applyChange } from "../domain/changing.ts";
import { mergeStatus } from "../domain/delivery.ts";
import type { Event } from "../domain/events.ts";
import { parseConversationId, parseMessageId } from "../domain/ids.ts";
import type { Message } from "../domain/message.ts";
import type { Database } from "../lib/database.ts";
import { FilesToDelete, type FileToDelete } from "./files-to-delete.ts";
import { Parking } from "./parking.ts";
import { MOST_CHARACTERS } from "./portion.ts";
import { MOST_KEPT, RecentMessages, type Stored } from "./recent-messages.ts";
import { withoutEditOf, withoutNoteIn } from "./redaction.ts";

/** A conversation's messages in a part of the log; what was imported may lie between those of today. */
export interface Range {
  conversation_id: string;
  from: number;
  through: number;
}

/** So many messages are read at a time: the memory of an object would not hold any number of large ones. */
const READ_AT_ONCE = 50;

/** The messages of a thread, each as it stands now, and what waits for one that is not here yet. */
export class MessageStore {
  readonly #database: Database;
  readonly parked: Parking;
  readonly #kept = new RecentMessages();
  readonly filesToDelete: FilesToDelete;
  #undone = 0;

  constructor(database: Database) {
    this.#database = database;
    this.filesToDelete = new FilesToDelete(database);
    this.parked = new Parking(database);
  }

  /** Keeps a message, with what happened to it before it came. */
  add(message: Message): void {
    const { whatsapp_message_id: id } = message;
    const changes = id === null ? [] : this.parked.takeChanges(id);
    const stored = changes.reduce(applyChange, message);
    const body = JSON.stringify(stored);
    this.#database.run("INSERT INTO messages (seq, body) VALUES (?, ?)", message.seq, body);
    this.#recent.add(storedAs(stored, body), stored);
  }

  /** One message; null when it never was, or is purged. */
  get(seq: number): Message | null {
    const known = this.#recent.get(seq);
    if (known !== undefined) return known;
    const [row] = this.#database.rows<{ body: string }>("SELECT body FROM messages WHERE seq = ?", seq);
    if (row === undefined) return null;
    const message = JSON.parse(row.body) as Message;
    this.#recent.remember(message);
    return message;
  }

  /**
   * Messages as they are printed, oldest first: the last ones of the range, or its first ones. Fewer than were asked for,
   * where they are large.
   */
  page(range: Range, limit: number, end: "first" | "last"): string[] {
    if (end === "first") return this.#read(range, limit, "ASC");
    return this.#last(range, limit, ({ conversation_id }) => conversation_id === range.conversation_id);
  }

  /** The last messages that were said, oldest first: not those that were suppressed. */
  said(range: Range, count: number): string[] {
    const isWanted = (one: Stored) => one.is_said && one.conversation_id === range.conversation_id;
    return this.#last(range, count, isWanted, "AND json_extract(body, '$.status') IS NOT 'suppressed'");
  }

  #last(range: Range, count: number, isWanted: (stored: Stored) => boolean, where = ""): string[] {
    const kept = this.#recent;
    const find = () => kept.last(range.from, range.through, count, isWanted);
    const found = find();
    if (found !== null) return found;
    if (!kept.isFilled) kept.fill(this.#end());
    return find() ?? this.#read(range, count, "DESC", where).reverse();
  }

  /** From one end of a range so many messages, and no more than a call carries. */
  #read(range: Range, limit: number, order: "ASC" | "DESC", where = ""): string[] {
    const read: string[] = [];
    let left = range;
    let characters = 0;
    while (read.length < limit) {
      const wanted = Math.min(READ_AT_ONCE, limit - read.length);
      const rows = this.#select(left, where, order, wanted);
      for (const { body } of rows) {
        characters += body.length;
        if (characters > MOST_CHARACTERS && read.length > 0) return read;
        read.push(body);
      }
      const last = rows.at(-1)?.seq;
      if (rows.length < wanted || last === undefined) break;
      left = order === "ASC" ? { ...left, from: last + 1 } : { ...left, through: last - 1 };
    }
    return read;
  }

  #select({ conversation_id, from, through }: Range, where: string, order: "ASC" | "DESC", limit: number) {
    return this.#database.rows<{ seq: number; body: string }>(
      `SELECT seq, body FROM messages WHERE seq BETWEEN ? AND ? AND json_extract(body, '$.conversation_id') = ? ${where}
       ORDER BY seq ${order} LIMIT ?`,
      from,
      through,
      conversation_id,
      limit,
    );
  }

  /** The thread's last messages, of whichever conversation, oldest first. */
  #end(): Stored[] {
    return this.#database
      .rows<{ seq: number; conversation_id: string; is_said: number; body: string }>(
        `SELECT seq, body, json_extract(body, '$.conversation_id') AS conversation_id,
           json_extract(body, '$.status') IS NOT 'suppressed' AS is_said FROM messages ORDER BY seq DESC LIMIT ?`,
        MOST_KEPT,
      )
      .map((row) => ({ ...row, is_said: row.is_said === 1 }))
      .reverse();
  }

  /** What is kept in memory, as long as it is true. */
  get #recent(): RecentMessages {
    if (this.#undone !== this.#database.undone) {
      this.#undone = this.#database.undone;
      this.#kept.forget();
    }
    return this.#kept;
  }

  /** How a message fares; from now on its id in the channel is known, and so is what waited for that. */
  mergeStatus(event: Extract<Event, { type: "message.status" }>): void {
    const { channel_message_id, error } = event;
    const changes = channel_message_id === null ? [] : this.parked.takeChanges(channel_message_id);
    this.change(event.message_seq, (message) => ({
      ...changes.reduce(applyChange, mergeStatus(message, { status: event.status, at: event.status_at, error })),
      whatsapp_message_id: message.whatsapp_message_id ?? channel_message_id,
    }));
  }

  /** Folds an edit, a revocation or a reaction onto its message; one that came before it waits for it. */
  fold({ target, change, at }: Extract<Event, { type: "message.changed" }>): void {
    const message = target.message_seq === null ? null : this.get(target.message_seq);
    if (message) {
      this.change(message.seq, (before) => applyChange(before, change));
      if (change.type !== "revoke") return;
      this.#forgetEdits([message]);
      this.#forgetFiles(filesOf(message));
    } else if (target.channel_message_id !== null) {
      this.parked.addChange(target.channel_message_id, change, at);
    }
  }

  /** What was taken back is nowhere any more: not what an edit of it said, either. */
  #forgetEdits(messages: readonly Named[]): void {
    if (messages.length === 0) return;
    this.#redact('"type":"edit"', (event) => messages.reduce((left, message) => withoutEditOf(message, left), event));
  }

  /** Rewrites the events in which a text stands. */
  #redact(text: string, change: (event: Event) => Event): void {
    for (const { seq } of this.#database.rows<{ seq: number }>("SELECT seq FROM events WHERE instr(body, ?) > 0", text))
      for (const { body } of this.#database.rows<{ body: string }>("SELECT body FROM events WHERE seq = ?", seq)) {
        const events = [JSON.parse(body) as Event | Event[]].flat().map(change);
        const changed = JSON.stringify(events.length === 1 ? events[0] : events);
        if (changed !== body) this.#database.run("UPDATE events SET body = ? WHERE seq = ?", changed, seq);
      }
  }

  /** That a file is there, or never will be. */
  settleMedia(event: Extract<Event, { type: "media.settled" }>): void {
    const { state, size, sha256, mime_type, error } = event;
    this.change(event.message_seq, (message) => ({
      ...message,
      attachments: message.attachments.map((attachment) => {
        if (attachment.state !== "pending") return attachment;
        const known = { size: size ?? attachment.size, sha256: sha256 ?? attachment.sha256 };
        return { ...attachment, ...known, state, error, mime_type: mime_type ?? attachment.mime_type };
      }),
    }));
  }

  /** Deletes the messages of a conversation, with their files, what their edits said, and its notes. */
  purge({ conversation_id, from, through }: Range): void {
    const number = parseConversationId(conversation_id)?.number ?? 0;
    this.#redact('"type":"note.added"', (event) => withoutNoteIn(number, event));
    const where = "seq BETWEEN ? AND ? AND json_extract(body, '$.conversation_id') = ?";
    const bindings = [from, through, conversation_id] as const;
    this.#forgetEdits(this.#named(`${where} AND json_extract(body, '$.edited_at') IS NOT NULL`, ...bindings));
    const files = this.#named(`${where} AND ${HAS_FILES}`, ...bindings).flatMap(filesOf);
    this.#database.run(`DELETE FROM messages WHERE ${where}`, ...bindings);
    this.#forgetFiles(files);
    this.#recent.forget();
  }

  /** Every file that is to go with the thread: those that its messages bear, and those that are named. */
  ownFiles(): FileToDelete[] {
    const borne = [...new Set(this.#named(HAS_FILES).flatMap(filesOf))];
    return [...this.filesToDelete.all(), ...borne.map((media_id) => ({ media_id, due_at: 0 }))];
  }

  /** Names the files of messages that are gone; what was sent again stays with the message that has it. */
  #forgetFiles(mediaIds: readonly string[]): void {
    for (const media_id of new Set(mediaIds))
      if (isMessageId(media_id) || !this.bears(media_id)) this.filesToDelete.add({ media_id, due_at: 0 });
  }

  /** Whether a message has this file, and goes with it. */
  bears(mediaId: string): boolean {
    return this.#named(`instr(body, ?) > 0 AND ${HAS_FILES}`, mediaId).some((one) => filesOf(one).includes(mediaId));
  }

  /** What names messages and their files, without what they say: the memory of an object would not hold any number. */
  #named(where: string, ...bindings: (string | number)[]): Named[] {
    const select = `SELECT json_object('id', body ->> '$.id', 'seq', seq,
      'whatsapp_message_id', body ->> '$.whatsapp_message_id', 'attachments', json_extract(body, '$.attachments')) AS body FROM messages WHERE ${where}`;
    return this.#database.rows<{ body: string }>(select, ...bindings).map(({ body }) => JSON.parse(body) as Named);
  }

  change(seq: number, change: (message: Message) => Message): void {
    const message = this.get(seq);
    if (!message) return;
    const changed = change(message);
    const body = JSON.stringify(changed);
    this.#database.run("UPDATE messages SET body = ? WHERE seq = ?", body, seq);
    this.#recent.change(storedAs(changed, body), changed);
  }
}

type Named = Pick<Message, "id" | "seq" | "whatsapp_message_id" | "attachments">;

const HAS_FILES = "json_array_length(body, '$.attachments') > 0";

const isMessageId = (id: string): boolean => parseMessageId(id) !== null;

/** MD4, MD5: what goes with a message. A customer's file bears its id; what was uploaded may be for others too, and stays. */
const filesOf = ({ id, attachments }: Named): string[] =>
  attachments.filter((one) => one.id === id || one.single_use).map((one) => one.id);

const storedAs = ({ seq, conversation_id, status }: Message, body: string): Stored => {
  return { seq, conversation_id, is_said: status !== "suppressed", body };
};
