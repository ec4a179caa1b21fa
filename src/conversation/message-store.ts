import { applyChange } from "../domain/changing.ts";
import { mergeStatus } from "../domain/delivery.ts";
import type { Event } from "../domain/events.ts";
import { parseConversationId } from "../domain/ids.ts";
import type { Message } from "../domain/message.ts";
import type { Database } from "../lib/database.ts";
import { Parking } from "./parking.ts";
import { withoutEditOf, withoutNoteIn } from "./redaction.ts";

/** A conversation's messages in a part of the log; what was imported may lie between those of today. */
export interface Range {
  conversation_id: string;
  from: number;
  through: number;
}

/** The messages of a thread, each as it stands now, and what waits for one that is not here yet. */
export class MessageStore {
  readonly #database: Database;
  readonly parked: Parking;

  constructor(database: Database) {
    this.#database = database;
    this.parked = new Parking(database);
  }

  /** Keeps a message, with what happened to it before it came. */
  add(message: Message): void {
    const { whatsapp_message_id: id } = message;
    const changes = id === null ? [] : this.parked.takeChanges(id);
    const body = JSON.stringify(changes.reduce(applyChange, message));
    this.#database.run("INSERT INTO messages (seq, body) VALUES (?, ?)", message.seq, body);
  }

  /** One message; null when it never was, or is purged. */
  get(seq: number): Message | null {
    const [row] = this.#database.rows<{ body: string }>("SELECT body FROM messages WHERE seq = ?", seq);
    return row ? (JSON.parse(row.body) as Message) : null;
  }

  /** Messages as they are printed, oldest first: the last ones of the range, or its first ones. */
  page({ conversation_id, from, through }: Range, limit: number, end: "first" | "last"): string[] {
    const order = end === "first" ? "ASC" : "DESC";
    const rows = this.#database
      .rows<{ body: string }>(
        `SELECT body FROM messages WHERE seq BETWEEN ? AND ? AND json_extract(body, '$.conversation_id') = ?
         ORDER BY seq ${order} LIMIT ?`,
        from,
        through,
        conversation_id,
        limit,
      )
      .map(({ body }) => body);
    return end === "first" ? rows : rows.reverse();
  }

  /** The last messages that were said, oldest first: not those that were suppressed. */
  said({ conversation_id, from, through }: Range, count: number): string[] {
    return this.#database
      .rows<{ body: string }>(
        `SELECT body FROM messages WHERE seq BETWEEN ? AND ? AND json_extract(body, '$.conversation_id') = ?
         AND json_extract(body, '$.status') IS NOT 'suppressed' ORDER BY seq DESC LIMIT ?`,
        from,
        through,
        conversation_id,
        count,
      )
      .map(({ body }) => body)
      .reverse();
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
      if (change.type === "revoke") this.#forgetContent(message);
      this.change(message.seq, (before) => applyChange(before, change));
    } else if (target.channel_message_id !== null) {
      this.parked.addChange(target.channel_message_id, change, at);
    }
  }

  /** What was taken back is nowhere any more: not its files, and not what an edit of it said. */
  #forgetContent(message: Message): void {
    this.#deleteMediaOf(message);
    this.#redact('"type":"edit"', (event) => withoutEditOf(message, event));
  }

  /** Rewrites the events in which a text stands. */
  #redact(text: string, change: (event: Event) => Event): void {
    const select = "SELECT seq, body FROM events WHERE instr(body, ?) > 0";
    for (const { seq, body } of this.#database.rows<{ seq: number; body: string }>(select, text)) {
      const events = [JSON.parse(body) as Event | Event[]].flat().map(change);
      const changed = JSON.stringify(events.length === 1 ? events[0] : events);
      this.#database.run("UPDATE events SET body = ? WHERE seq = ?", changed, seq);
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
    const rows = this.#database.rows<{ body: string }>(
      `SELECT body FROM messages WHERE ${where}`,
      from,
      through,
      conversation_id,
    );
    for (const { body } of rows) {
      const message = JSON.parse(body) as Message;
      if (message.edited_at === null) this.#deleteMediaOf(message);
      else this.#forgetContent(message);
    }
    this.#database.run(`DELETE FROM messages WHERE ${where}`, from, through, conversation_id);
  }

  /** Every file that is to go with the thread: those that its messages bear, and those that are named. */
  ownFiles(): string[] {
    const select = "SELECT body FROM messages WHERE json_array_length(body, '$.attachments') > 0";
    const messages = this.#database.rows<{ body: string }>(select).map(({ body }) => JSON.parse(body) as Message);
    const borne = messages.filter(({ id, attachments }) => attachments.some((one) => one.id === id));
    return [...new Set([...this.mediaToDelete(), ...borne.map(({ id }) => id)])];
  }

  /** A customer's file bears its message's id; what we sent may be sent again, and stays. */
  #deleteMediaOf({ id, attachments }: Message): void {
    if (attachments.some((attachment) => attachment.id === id)) this.deleteMedia(id);
  }

  /** Names a file that is to be deleted. */
  deleteMedia(mediaId: string): void {
    this.#database.run("INSERT OR IGNORE INTO media_to_delete (media_id) VALUES (?)", mediaId);
  }

  /** Files whose messages are gone; they are named until they are deleted. */
  mediaToDelete(): string[] {
    return this.#database.rows<{ media_id: string }>("SELECT media_id FROM media_to_delete").map((row) => row.media_id);
  }

  forgetMedia(mediaId: string): void {
    this.#database.run("DELETE FROM media_to_delete WHERE media_id = ?", mediaId);
  }

  change(seq: number, change: (message: Message) => Message): void {
    const message = this.get(seq);
    if (!message) return;
    this.#database.run("UPDATE messages SET body = ? WHERE seq = ?", JSON.stringify(change(message)), seq);
  }
}
