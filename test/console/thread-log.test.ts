import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { LogEvent, Message } from "../../src/console/api/types.ts";
import { EMPTY_LOG, type Log, withPage, withTold } from "../../src/console/inbox/thread/store/log.ts";
import { rowsOf } from "../../src/console/inbox/thread/store/rows.ts";

const at = (seq: number): string => new Date(Date.UTC(2026, 0, 5, 9, 0, seq)).toISOString();

function message(seq: number, part: Partial<Message> = {}): Message {
  const direction = part.direction ?? (seq % 2 === 0 ? "out" : "in");
  const type = direction === "in" ? "customer" : "agent";
  return {
    schema_version: 1,
    id: `00000000-0000-8000-8000-0000${(2 ** 31 + seq).toString(16).padStart(8, "0")}`,
    conversation_id: "00000000-0000-8000-8000-000000000001",
    seq,
    direction,
    origin: "api",
    sender_type: type,
    sender_id: direction === "in" ? null : "agent-1",
    sender: { type, id: null, display_name: "" },
    channel: "whatsapp",
    message_type: "text",
    content: `said at ${seq}`,
    payload: {},
    attachments: [],
    reply_to: null,
    referral: null,
    forwarded: null,
    reactions: [],
    whatsapp_message_id: direction === "in" ? `wamid.${seq}` : null,
    status: direction === "in" ? "received" : "queued",
    status_times: {},
    error: null,
    possible_duplicate: false,
    timestamp: at(seq),
    received_at: at(seq),
    edited_at: null,
    deleted_at: null,
    metadata: null,
    passive: false,
    ...part,
  };
}

const entry = (seq: number, type: string, more: object = {}): LogEvent => ({
  seq,
  type,
  at: at(seq),
  number: 1,
  actor: { type: "system", id: null },
  ...more,
});
const said = (seq: number, part: Partial<Message> = {}): LogEvent =>
  entry(seq, "message.received", { message: message(seq, part) });
const status = (seq: number, of: number, status: string, channel: string | null = null): LogEvent =>
  entry(seq, "message.status", {
    message_id: message(of).id,
    message_seq: of,
    status,
    status_at: at(seq),
    channel_message_id: channel,
    error: null,
  });
const changed = (seq: number, target: object, change: object): LogEvent =>
  entry(seq, "message.changed", {
    target: { message_id: null, message_seq: null, channel_message_id: null, ...target },
    change,
  });

/** A thread in which everything happens to messages that can. */
const HISTORY: LogEvent[] = [
  entry(1, "conversation.opened"),
  said(2),
  status(3, 2, "accepted", "wamid.out-2"),
  said(4),
  status(5, 2, "read"),
  status(6, 2, "delivered"),
  changed(
    7,
    { channel_message_id: "wamid.out-2" },
    { type: "reaction", reaction: { sender_type: "customer", sender_id: null, emoji: "👍", at: at(7) } },
  ),
  said(8, { direction: "in" }),
  changed(
    9,
    { message_seq: 8 },
    { type: "edit", edit: { message_type: "text", content: "edited", payload: {} }, at: at(9) },
  ),
  changed(
    10,
    { message_seq: 8 },
    { type: "edit", edit: { message_type: "text", content: "again", payload: {} }, at: at(10) },
  ),
  changed(
    11,
    { channel_message_id: "wamid.out-2" },
    { type: "reaction", reaction: { sender_type: "customer", sender_id: null, emoji: null, at: at(11) } },
  ),
  said(12, { direction: "in" }),
  changed(13, { channel_message_id: "wamid.12" }, { type: "revoke", at: at(13) }),
  entry(14, "note.added", { content: "look", ticket_id: null }),
  said(15, {
    direction: "in",
    attachments: [
      {
        id: "f",
        kind: "image",
        mime_type: null,
        file_name: null,
        size: null,
        sha256: null,
        voice: false,
        channel_media_id: "1",
        link: null,
        state: "pending",
        error: null,
      },
    ],
  }),
  entry(16, "media.settled", {
    message_id: message(15).id,
    message_seq: 15,
    state: "stored",
    size: 9,
    sha256: null,
    mime_type: "image/png",
    error: null,
  }),
  entry(17, "message.sending", { message_id: message(4).id, message_seq: 4, attempt: 2, repeats: true }),
  status(18, 4, "failed"),
  entry(19, "conversation.labels_changed", { labels: ["vip"] }),
];

const whole = withPage(EMPTY_LOG, { events: HISTORY, from: 1, through: 19 });
const shown = (log: Log) => rowsOf(log, { number: 1, unreadFrom: null, outbox: [], dayOf: () => 0 });
const plain = (log: Log) => ({
  messages: [...log.messages].sort(([one], [other]) => one - other),
  from: log.from,
  through: log.through,
});

describe("a thread", () => {
  test("holds each message as it stands after all that happened to it", () => {
    const [, two, four, eight, twelve, fifteen] = [0, 2, 4, 8, 12, 15].map((seq) => whole.messages.get(seq));
    expect(two).toMatchObject({ status: "read", reactions: [{ emoji: null }] });
    expect(four).toMatchObject({ status: "failed", possible_duplicate: true });
    expect(eight).toMatchObject({ content: "again", edited_at: at(10) });
    expect(twelve).toMatchObject({ content: "", deleted_at: at(13) });
    expect(fifteen?.attachments).toMatchObject([{ state: "stored", size: 9, mime_type: "image/png" }]);
  });

  test("is the same in whatever order and however often its parts come", () => {
    const parts = fc.shuffledSubarray([...HISTORY, ...HISTORY], { minLength: HISTORY.length * 2 });
    fc.assert(
      fc.property(
        parts,
        fc.integer({ min: 1, max: 18 }),
        fc.integer({ min: 0, max: HISTORY.length * 2 }),
        (told, cut, when) => {
          const page = (log: Log, from: number, through: number) =>
            withPage(log, { events: HISTORY.filter(({ seq }) => seq >= from && seq <= through), from, through });
          let log = page(EMPTY_LOG, cut, 19);
          told.forEach((event, index) => {
            if (index === when) log = page(log, 1, cut);
            log = withTold(log, event);
          });
          log = page(log, 1, cut);
          expect(plain(log)).toEqual(plain(whole));
          expect(shown(log)).toEqual(shown(whole));
        },
      ),
      { numRuns: 200 },
    );
  });

  test("never goes back when an older reading of a message comes after a newer one", () => {
    const newer = message(2, {
      status: "read",
      edited_at: at(9),
      content: "new",
      reactions: [{ sender_type: "customer", sender_id: null, emoji: "👍", at: at(8) }],
    });
    const older = message(2, { status: "sent" });
    for (const [first, second] of [
      [newer, older],
      [older, newer],
    ] as const) {
      const log = [first, second].reduce(
        (before, one) => withTold(before, entry(2, "message.queued", { message: one })),
        EMPTY_LOG,
      );
      expect(log.messages.get(2)).toMatchObject({ status: "read", content: "new", reactions: [{ emoji: "👍" }] });
    }
  });

  test("shows what is told only once what lies between is here", () => {
    const start = withPage(EMPTY_LOG, { events: HISTORY.slice(0, 2), from: 1, through: 2 });
    const ahead = withTold(start, said(4));
    expect(ahead).toMatchObject({ through: 2, head: 4 });
    expect(withTold(ahead, status(3, 2, "accepted"))).toMatchObject({ through: 4, head: 4 });
  });

  test("begins anew with a page that does not touch what is here", () => {
    const far = withPage(withPage(EMPTY_LOG, { events: [said(2)], from: 1, through: 2 }), {
      events: [said(50)],
      from: 40,
      through: 50,
    });
    expect(far).toMatchObject({ from: 40, through: 50 });
    expect([...far.messages.keys()]).toEqual([50]);
  });
});

describe("its rows", () => {
  const logOf = (...events: LogEvent[]): Log =>
    withPage(EMPTY_LOG, { events, from: 1, through: events.at(-1)?.seq ?? 0 });
  const kinds = (log: Log, part: object = {}) =>
    rowsOf(log, { number: 1, unreadFrom: null, outbox: [], dayOf: (time) => new Date(time).getUTCDate(), ...part }).map(
      ({ kind }) => kind,
    );

  test("fold changes that follow each other, and leave out how the machinery went about it", () => {
    const log = logOf(
      entry(1, "conversation.opened"),
      entry(2, "ai.requested"),
      entry(3, "conversation.labels_changed"),
      said(4),
    );
    expect(kinds(log)).toEqual(["day", "events", "message"]);
  });

  test("divide days, earlier conversations and what is new", () => {
    const log = logOf(
      said(1, { direction: "in" }),
      entry(2, "conversation.closed", { reason: "agent" }),
      entry(3, "conversation.opened", { number: 2 }),
      { ...said(4, { direction: "in", timestamp: "2026-01-06T00:00:00.000Z" }), number: 2 },
    );
    expect(kinds(log, { number: 2, unreadFrom: 4 })).toEqual([
      "day",
      "message",
      "events",
      "earlier",
      "events",
      "day",
      "unread",
      "message",
    ]);
    expect(kinds(log, { number: 1 })).toEqual(["day", "message", "events"]);
  });

  test("keep their names when what was before is read, so that nothing jumps", () => {
    const events = [
      entry(1, "conversation.opened"),
      entry(2, "conversation.labels_changed"),
      entry(3, "agent.assigned"),
      said(4),
      said(5),
    ];
    const end = withPage(EMPTY_LOG, { events: events.slice(2), from: 3, through: 5 });
    const names = (log: Log) => shown(log).map(({ key }) => key);
    expect(names(withPage(end, { events, from: 1, through: 5 }))).toEqual(expect.arrayContaining(names(end)));
  });

  test("show what is on its way, until it is there", () => {
    const log = logOf(said(1), said(2));
    const outgoing = {
      client_id: "c1",
      conversation_id: "x",
      message_id: null as string | null,
      seq: null,
      draft: { message_type: "text", content: "hi", is_note: false },
      state: "sending",
      problem: null,
      at: at(3),
    };
    expect(kinds(log, { outbox: [outgoing] }).at(-1)).toBe("outgoing");
    expect(kinds(log, { outbox: [{ ...outgoing, message_id: message(2).id }] }).at(-1)).toBe("message");
  });

  test("do not show what was purged", () => {
    const log = logOf(
      said(1),
      entry(2, "note.added", { content: "x" }),
      entry(3, "messages.purged", { from_seq: 1, through_seq: 2 }),
    );
    expect(kinds(log)).toEqual(["day", "events"]);
  });
});
