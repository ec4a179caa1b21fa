import type { ConversationView } from "../../src/domain/conversation.ts";
import { conversationId } from "../../src/domain/ids.ts";
import { PRIORITIES } from "../../src/domain/priority.ts";

/** Numbers between 0 and 1 that are the same at every run (mulberry32). */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const hex = (number: number, digits: number): string => number.toString(16).padStart(digits, "0");

/** The id of the only conversation of a thread of this number. */
export const idOf = (thread: number): string => conversationId(`${hex(thread * 7919, 15)}1${hex(thread, 7)}`, 1);
const guid = (kind: number, number: number): string => `00000000-0000-4000-8000-${hex(kind * 2 ** 40 + number, 12)}`;

export const OUTLETS = [1, 2, 3].map((number) => guid(1, number));
export const INBOXES = [1, 2, 3, 4].map((number) => guid(2, number));
export const TEAMS = [1, 2].map((number) => guid(3, number));
export const AGENTS = ["ann", "ben", "cem"];
export const LABELS = ["vip", "billing", "lost"];
const NAMES = ["Ann Aqua", "José Piñata", "王伟", "Þórr", "Olga o'Neil", "ma", "李"];
/** Few, so that many are alike: ties are what pages are lost by. */
const TIMES = 40;
const START = Date.UTC(2026, 0, 5);

export const timeOf = (number: number): string => new Date(START + number * 60_000).toISOString();

/** How a conversation may stand. */
export function someView(thread: number, last_seq: number, next: () => number): ConversationView {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)] as T;
  const chance = (share: number): boolean => next() < share;
  const isClosed = chance(0.3);
  const control = pick(["ai", "queue", "agent", "agent", "none", "flow"] as const);
  const hasPerson = control === "agent" || (isClosed && chance(0.5));
  const said = Math.floor(next() * TIMES);
  return {
    id: idOf(thread),
    tenant_id: guid(0, 1),
    outlet_id: pick(OUTLETS),
    inbox_id: pick(INBOXES),
    channel: "whatsapp",
    active_channel: "whatsapp",
    number: 1,
    previous_id: null,
    title: "whatsapp",
    detail: null,
    customer_id: chance(0.2) ? pick(["C1", "C2"]) : null,
    customer_phone: chance(0.9) ? `+1555${hex(thread, 7)}` : null,
    customer_name: chance(0.8) ? pick(NAMES) : null,
    customer_user_id: null,
    status: isClosed
      ? pick(["resolved", "expired"])
      : control === "queue" || control === "agent"
        ? "handed_off"
        : "active",
    state: isClosed ? "closed" : "open",
    control,
    handoff_requested: control === "queue",
    handoff_agent_id: hasPerson ? pick(AGENTS) : null,
    handoff_reason: null,
    handoff_trigger: null,
    handoff_requested_at: null,
    handoff_team_id: chance(0.3) ? pick(TEAMS) : null,
    labels: LABELS.filter(() => chance(0.25)),
    priority: chance(0.3) ? pick(PRIORITIES) : null,
    snoozed_until: !isClosed && chance(0.1) ? timeOf(TIMES * 2) : null,
    ticket: null,
    turn: 0,
    waiting_since: chance(0.5) ? timeOf(Math.floor(next() * TIMES)) : null,
    started_at: timeOf(Math.floor(next() * TIMES)),
    ended_at: null,
    close_reason: null,
    closed_by: null,
    last_message_at: timeOf(said),
    last_customer_message_at: timeOf(Math.floor(next() * (said + 1))),
    window_expires_at: null,
    message_count: last_seq,
    last_message: null,
    unread_count: 0,
    agent_last_seen_at: chance(0.3) ? timeOf(Math.floor(next() * TIMES)) : null,
    contact_last_seen_at: null,
    rating: null,
    deleted_at: chance(0.04) ? timeOf(TIMES) : null,
    last_seq,
    updated_at: timeOf(said),
  };
}
