import type { ProblemCode } from "../protocol/problem.ts";

/** Which language a socket speaks. */
export type Kind = "native" | "socketio";

/** What a client calls a frame that it wants answered. */
type Ref = string | number;

/** A conversation that a socket looks at, and how much of its thread's log it was sent. */
export interface Room {
  conversation_id: string;
  /** The last seq that it was sent, or that was none of its business. */
  seq: number;
  /** Whether it is sent every event of the log as it is. */
  events: boolean;
  /** It is being sent what it missed; what comes meanwhile is read after that. */
  behind: boolean;
  /** The last seq that the agent has seen by this socket. */
  read: number;
}

/**
 * All that is known of a socket. It is kept with the socket itself (at most 16 KB) and so outlives the object's sleep;
 * what an older deploy kept may lack a field that is new.
 */
export interface Session {
  id: string;
  kind: Kind;
  tenant_id: string;
  agent_id: string;
  /** The SHA-256 of that by which the agent came. */
  credential: string;
  /** What the agent may see; null for all. */
  outlet_ids: string[] | null;
  rooms: Room[];
  /** The last point of the desk's count that it was sent of the list; null while it does not look at it. */
  list: number | null;
  /** Frames of it that were none. */
  faults: number;
  /** When it said anything last, pings aside; epoch milliseconds. */
  heard_at: number;
  /** What its codec keeps, if anything. */
  codec?: unknown;
}

/** Something that a socket is told. `seq`: of the thread's log; `desk_seq`: of the tenant's list. */
export interface SocketEvent {
  type: string;
  data: unknown;
  seq?: number;
  desk_seq?: number;
}

/** What a client asks. */
export interface Asked {
  type: string;
  ref: Ref | null;
  data: unknown;
}

/** Why a frame is not done. Printed as an RFC 9457 problem. */
export interface Refusal {
  code: ProblemCode;
  detail?: string;
  [extra: string]: unknown;
}

export interface Heartbeat {
  /** When a socket is to be asked; epoch milliseconds. */
  due(session: Session): number;
  /** Notes that it is asked. @returns the text that asks */
  ask(session: Session, now: number): string;
  /** Who was silent for so long in spite of it is gone. */
  silentMs: number;
}

/** How the rooms speak to a client. All but this is the same for every kind of socket. */
export interface Codec {
  /** What a frame asks; `nothing` for one of the protocol's own that was dealt with, null for one that is none. */
  decode(raw: string | ArrayBuffer, session: Session, reply: (text: string) => void): Asked | "nothing" | null;
  /** Texts that tell these events, in order. */
  events(events: readonly SocketEvent[], session: Session): string[];
  /** The answer to a frame that had a ref. */
  answer(ref: Ref, data: object): string;
  /** What is wrong with a frame; null where the language has no word for it. */
  problem(ref: Ref | null, problem: object): string | null;
  /** What a client is to send, in words. */
  expects: string;
  /** Whether texts of `events` are the same for every socket, so that they are made once. */
  isShared: boolean;
  /** Of a language in which it is the server that asks whether the other side is still there. */
  heartbeat?: Heartbeat;
  /** The last text before the socket is closed, by which a client learns that it is not to come back by itself. */
  goodbye?: string;
}
