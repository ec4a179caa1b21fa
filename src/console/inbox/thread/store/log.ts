import type { LogEvent, Message } from "../../../api/types.ts";
import { aftermathOf, byChannel, bySeq, isMessageEvent } from "./entry.ts";
import { after, joined } from "./fold.ts";

/**
 * A part of a thread's log as it was read and told, and its messages as they stand. What is in it depends only on what
 * came, not on the order in which it came nor on how often.
 */
export interface Log {
  /** By seq. */
  events: ReadonlyMap<number, LogEvent>;
  /** Messages as they stand, by seq. */
  messages: ReadonlyMap<number, Message>;
  /** Entries about a message, by what names it. */
  about: ReadonlyMap<string, readonly LogEvent[]>;
  /** Seqs of messages by their id and by the channel's. */
  places: ReadonlyMap<string, number>;
  /** All that is from `from` through `through` is here; `from` is greater when nothing was read yet. */
  from: number;
  through: number;
  /** The newest seq that anybody spoke of. */
  head: number;
}

export const EMPTY_LOG: Log = {
  events: new Map(),
  messages: new Map(),
  about: new Map(),
  places: new Map(),
  from: 1,
  through: 0,
  head: 0,
};

/** A part of the log, whole. */
export interface Page {
  events: readonly LogEvent[];
  from: number;
  through: number;
}

/** Puts a page in. One that does not touch what is here begins anew with it. */
export function withPage(log: Log, page: Page): Log {
  if (page.through < page.from) return log;
  const isEmpty = log.through < log.from;
  const touches = !isEmpty && page.from <= log.through + 1 && page.through >= log.from - 1;
  const base = touches ? log : { ...EMPTY_LOG, head: log.head };
  const range = touches
    ? { from: Math.min(log.from, page.from), through: Math.max(log.through, page.through) }
    : { from: page.from, through: page.through };
  return grown(withEvents({ ...base, ...range }, page.events));
}

/** Puts in what a socket told. What follows what is here makes it longer; other entries wait for what is between. */
export function withTold(log: Log, event: LogEvent): Log {
  return grown(withEvents(log, [event]));
}

/** Says how far the log goes, as far as anybody spoke of it. */
export const withHead = (log: Log, head: number): Log => (head <= log.head ? log : { ...log, head });

function grown(log: Log): Log {
  if (log.through < log.from) return log;
  let { through } = log;
  while (log.events.has(through + 1)) through += 1;
  return { ...log, through, head: Math.max(log.head, through) };
}

function withEvents(log: Log, fresh: readonly LogEvent[]): Log {
  const next = {
    ...log,
    events: new Map(log.events),
    messages: new Map(log.messages),
    about: new Map(log.about),
    places: new Map(log.places),
  };
  const touched = new Set<number>();
  for (const event of fresh) put(next, event, touched);
  for (const seq of touched) settle(next, seq);
  return { ...next, head: fresh.reduce((head, { seq }) => Math.max(head, seq), log.head) };
}

type Draft = Log & {
  events: Map<number, LogEvent>;
  messages: Map<number, Message>;
  about: Map<string, readonly LogEvent[]>;
  places: Map<string, number>;
};

function put(log: Draft, event: LogEvent, touched: Set<number>): void {
  const known = log.events.get(event.seq);
  if (isMessageEvent(event)) {
    const message = known && isMessageEvent(known) ? joined(known.message, event.message) : event.message;
    const entry = { ...event, message };
    log.events.set(event.seq, entry);
    log.places.set(message.id, event.seq);
    if (message.whatsapp_message_id !== null) log.places.set(byChannel(message.whatsapp_message_id), event.seq);
    touched.add(event.seq);
    return;
  }
  if (known) return;
  log.events.set(event.seq, event);
  const about = aftermathOf(event);
  if (about === null) return;
  log.about.set(about.target, [...(log.about.get(about.target) ?? []), event]);
  const seq = about.target.startsWith("seq:") ? Number(about.target.slice(4)) : log.places.get(about.target);
  if (seq !== undefined) touched.add(seq);
  // The channel's id of what we sent is told with its status, and changes may have come under it before.
  if (about.what.kind === "status" && about.what.channelId !== null && seq !== undefined)
    log.places.set(byChannel(about.what.channelId), seq);
}

/** A message with all that is known of it, in the order of the log. */
function settle(log: Draft, seq: number): void {
  const event = log.events.get(seq);
  if (event === undefined || !isMessageEvent(event)) return;
  const { message } = event;
  const own = log.about.get(bySeq(seq)) ?? [];
  const ids = own.flatMap((one) => (typeof one.channel_message_id === "string" ? [one.channel_message_id] : []));
  const names = new Set([message.whatsapp_message_id, ...ids].filter((id) => id !== null));
  const others = [...names].flatMap((id) => log.about.get(byChannel(id)) ?? []);
  const all = [...own, ...others].sort((one, other) => one.seq - other.seq);
  log.messages.set(
    seq,
    all.reduce((before, one) => {
      const about = aftermathOf(one);
      return about === null ? before : after(before, about.what);
    }, message),
  );
}
