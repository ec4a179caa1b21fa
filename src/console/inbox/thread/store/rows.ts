import type { LogEvent, Message } from "../../../api/types.ts";
import type { Outgoing } from "../../outbox/outgoing.ts";
import { isMessageEvent } from "./entry.ts";
import type { Log } from "./log.ts";

/** One row of what is shown. `seq` is its first place in the log; `key` stays the same while it does. */
export type Row = { key: string; seq: number } & (
  | { kind: "day"; at: string }
  /** What is above was an earlier conversation. */
  | { kind: "earlier"; closedAt: string }
  | { kind: "unread" }
  | { kind: "events"; events: LogEvent[] }
  | { kind: "note"; event: LogEvent }
  /** `isFirst`, `isLast`: of what its sender says in a row. `isResent`: it failed, and was said again since. */
  | { kind: "message"; message: Message; isFirst: boolean; isLast: boolean; isResent: boolean }
  | { kind: "outgoing"; outgoing: Outgoing; isFirst: boolean; isLast: boolean }
);

export interface Shown {
  /** Of the conversation that is looked at: later ones of its thread are left out. */
  number: number;
  /** The first seq that the agent had not seen when they came; null where there is none. */
  unreadFrom: number | null;
  outbox: readonly Outgoing[];
  /** The day that a time lies in, for who looks. */
  dayOf: (at: string) => number;
}

/** Said within so long of each other, messages of one sender stand together. */
const RUN_MS = 5 * 60_000;

/** Steps that say nothing to an agent: how the machinery went about what is shown otherwise. */
const TOLD = new Set([
  "conversation.opened",
  "conversation.reopened",
  "conversation.closed",
  "conversation.snoozed",
  "conversation.unsnoozed",
  "conversation.labels_changed",
  "conversation.priority_changed",
  "conversation.moved",
  "conversation.details_changed",
  "conversation.rated",
  "inactivity.warned",
  "thread.forwarded",
  "thread.joined",
  "phone.left",
  "handoff.requested",
  "agent.assigned",
  "control.released",
  "ai.timed_out",
  "ai.abstained",
  "flow.requested",
  "flow.ended",
  "ticket.opened",
  "ticket.offered",
  "ticket.offer_ended",
  "ticket.state_changed",
  "ticket.closed",
  "messages.purged",
]);

/** What is shown of a log, from the oldest to what is still on its way. */
export function rowsOf(log: Log, shown: Shown): Row[] {
  const rows: Row[] = [];
  const resent = new Set([...log.messages.values()].map(({ metadata }) => metadata?.resend_of));
  const place = { day: Number.NaN, number: null as number | null, hasUnread: false };
  for (const event of entriesOf(log, shown.number)) {
    const at = isMessageEvent(event) ? event.message.timestamp : event.at;
    const { seq } = event;
    if (place.number !== null && event.number > place.number)
      rows.push({
        kind: "earlier",
        key: `earlier-${event.number}`,
        seq,
        closedAt: rows.length > 0 ? lastAt(rows) : at,
      });
    place.number = Math.max(place.number ?? 0, event.number);
    const day = shown.dayOf(at);
    // What the channel told late lies in its day, and does not begin an earlier one anew.
    if (!(day <= place.day)) {
      // Where the day begins that the first row lies in is known once all before it was read.
      if (!Number.isNaN(place.day) || log.from <= 1) rows.push({ kind: "day", key: `day-${seq}`, seq, at });
      place.day = day;
    }
    if (!place.hasUnread && shown.unreadFrom !== null && seq >= shown.unreadFrom && isMessageEvent(event)) {
      place.hasUnread = true;
      rows.push({ kind: "unread", key: "unread", seq });
    }
    add(rows, event, log, resent);
  }
  const known = new Set([...log.messages.values()].slice(-100).map(({ id }) => id));
  const waiting = shown.outbox.filter(
    ({ message_id, seq }) => !(message_id && known.has(message_id)) && !(seq && log.events.has(seq)),
  );
  for (const outgoing of waiting)
    rows.push({
      kind: "outgoing",
      key: `out-${outgoing.client_id}`,
      seq: Number.MAX_SAFE_INTEGER,
      outgoing,
      isFirst: false,
      isLast: false,
    });
  return grouped(rows);
}

/** Entries that are shown, in order: of the conversation and those before it. What was imported comes first, by its own time. */
function entriesOf(log: Log, number: number): LogEvent[] {
  const purged = [...log.events.values()].filter(({ type }) => type === "messages.purged");
  const isPurged = ({ seq, number: own }: LogEvent) =>
    purged.some((one) => one.number === own && seq >= Number(one.from_seq) && seq <= Number(one.through_seq));
  const entries: LogEvent[] = [];
  const imported: LogEvent[] = [];
  for (let seq = log.from; seq <= log.through; seq++) {
    const event = log.events.get(seq);
    if (event === undefined || event.number > number || isPurged(event)) continue;
    if (!isMessageEvent(event) && event.type !== "note.added" && !TOLD.has(event.type)) continue;
    if (event.type === "note.added" && event.content === "") continue;
    (event.type === "message.imported" ? imported : entries).push(event);
  }
  const timeOf = (event: LogEvent) => (isMessageEvent(event) ? event.message.timestamp : event.at);
  imported.sort((one, other) => (timeOf(one) < timeOf(other) ? -1 : 1));
  return [...imported, ...entries];
}

function add(rows: Row[], event: LogEvent, log: Log, resent: ReadonlySet<unknown>): void {
  const { seq } = event;
  if (isMessageEvent(event)) {
    const message = log.messages.get(seq) ?? event.message;
    // A reaction of ours is shown on what it is for.
    if (message.message_type === "reaction") return;
    rows.push({
      kind: "message",
      key: message.id,
      seq,
      message,
      isFirst: true,
      isLast: true,
      isResent: resent.has(message.id),
    });
    return;
  }
  if (event.type === "note.added") {
    rows.push({ kind: "note", key: `note-${seq}`, seq, event });
    return;
  }
  const last = rows.at(-1);
  // Named by its last entry: what is read of the time before is put above it, and must not make it another row.
  if (last?.kind === "events") {
    last.events.push(event);
    last.key = `events-${seq}`;
  } else rows.push({ kind: "events", key: `events-${seq}`, seq, events: [event] });
}

const lastAt = (rows: Row[]): string => {
  const last = rows.findLast((row) => row.kind === "events" || row.kind === "message" || row.kind === "note");
  if (last?.kind === "events") return last.events.at(-1)?.at ?? "";
  return last?.kind === "message" ? last.message.received_at : last?.kind === "note" ? last.event.at : "";
};

interface Voice {
  who: string;
  at: number;
}

function voiceOf(row: Row | undefined): Voice | null {
  if (row?.kind === "message") {
    const { sender, status, timestamp, direction } = row.message;
    const name = direction === "in" ? "" : `${sender.id}${sender.display_name}`;
    return { who: `${sender.type} ${name} ${status === "suppressed"}`, at: Date.parse(timestamp) };
  }
  return row?.kind === "outgoing" && !row.outgoing.draft.is_note
    ? { who: "outgoing", at: Date.parse(row.outgoing.at) }
    : null;
}

function isOneRun(one: Row | undefined, other: Row | undefined): boolean {
  const [a, b] = [voiceOf(one), voiceOf(other)];
  return a !== null && b !== null && a.who === b.who && Math.abs(b.at - a.at) < RUN_MS;
}

/** Tells rows of messages whether they begin and end what their sender says in a row. */
const grouped = (rows: Row[]): Row[] =>
  rows.map((row, index) =>
    row.kind === "message" || row.kind === "outgoing"
      ? { ...row, isFirst: !isOneRun(rows[index - 1], row), isLast: !isOneRun(row, rows[index + 1]) }
      : row,
  );
