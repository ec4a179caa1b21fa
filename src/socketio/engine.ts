/**
 * Engine.IO 4, the carrier under Socket.IO: packets of one digit and a text. Only texts: nothing that is said here is
 * binary. (engine.io-parser has the same lines, but what a bundler takes of it for a Worker needs a browser's FileReader.)
 */

/** The server pings this often. Each time wakes whoever holds the sockets, so it is one ping for all of them. */
export const PING_INTERVAL_MS = 25_000;
/** A client that did not answer a ping for so long is gone; one that was not pinged for both together goes itself. */
export const PING_TIMEOUT_MS = 20_000;
/** The most bytes of one request or frame. */
export const MAX_PAYLOAD = 1_000_000;

export const PING = "2";
const PONG = "3";
export const NOOP = "6";
export const CLOSE = "1";
const MESSAGE = "4";
/** What a client sends first on the socket that it wants to change to, and its answer. */
const PROBE = "2probe";
export const PROBE_ANSWER = "3probe";
/** The client speaks by the new socket from here on. */
const UPGRADE = "5";

const SEPARATOR = "\x1e";
/** More packets than this in one request are no client's. */
const MOST_PACKETS = 500;

export type EnginePacket = { type: "message"; text: string } | { type: "pong" | "probe" | "upgrade" | "close" };

/** The first packet of a session. @param upgrades whether the client may change to a WebSocket */
export const openPacket = (sid: string, upgrades: boolean): string =>
  `0${JSON.stringify({
    sid,
    upgrades: upgrades ? ["websocket"] : [],
    pingInterval: PING_INTERVAL_MS,
    pingTimeout: PING_TIMEOUT_MS,
    maxPayload: MAX_PAYLOAD,
  })}`;

export const messagePacket = (text: string): string => MESSAGE + text;

/** What a client said; null for what no client says. */
export function readPacket(packet: string): EnginePacket | null {
  if (packet.startsWith(MESSAGE)) return { type: "message", text: packet.slice(1) };
  if (packet === PROBE) return { type: "probe" };
  if (packet === UPGRADE) return { type: "upgrade" };
  if (packet === CLOSE) return { type: "close" };
  return packet === PONG ? { type: "pong" } : null;
}

/** Packets as the body of one answer or request. */
export const joinPackets = (packets: readonly string[]): string => packets.join(SEPARATOR);

/** The packets of a request; null when there are too many. */
export function splitPackets(body: string): string[] | null {
  const packets = body.split(SEPARATOR, MOST_PACKETS + 1);
  return packets.length > MOST_PACKETS ? null : packets;
}

/** The carrier's own errors, by its numbers; all are 400. */
const ENGINE_ERRORS = {
  unknown_transport: { code: 0, message: "Transport unknown" },
  unknown_session: { code: 1, message: "Session ID unknown" },
  bad_method: { code: 2, message: "Bad handshake method" },
  bad_request: { code: 3, message: "Bad request" },
  forbidden: { code: 4, message: "Forbidden" },
  unsupported_version: { code: 5, message: "Unsupported protocol version" },
} as const;

export type EngineFault = keyof typeof ENGINE_ERRORS;

export const engineError = (fault: EngineFault): { code: number; message: string } => ENGINE_ERRORS[fault];
