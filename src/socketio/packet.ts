import { Decoder, Encoder, type Packet, PacketType } from "socket.io-parser";
import { isTooDeep } from "../lib/json.ts";

/** The one namespace. */
export const NAMESPACE = "/";

/** What a client said in Socket.IO 5. */
export type ClientPacket =
  | { type: "connect"; namespace: string; auth: Record<string, unknown> }
  | { type: "event"; event: string; args: unknown[]; ack: number | null }
  | { type: "disconnect" }
  /** An answer to a question of ours; we ask none. */
  | { type: "ack" };

const encoder = new Encoder();

/** Texts only: what is said here holds nothing binary, so every packet is one text. */
const print = (packet: Packet): string => String(encoder.encode(packet)[0]);

export const printConnected = (sid: string): string =>
  print({ type: PacketType.CONNECT, nsp: NAMESPACE, data: { sid } });

/** @param data of the client's `connect_error`: shown as `error.data` */
export const printConnectError = (namespace: string, message: string, data?: unknown): string =>
  print({
    type: PacketType.CONNECT_ERROR,
    nsp: namespace,
    data: { message, ...(data !== undefined && { data }) },
  });

export const printEvent = (event: string, ...args: unknown[]): string =>
  print({ type: PacketType.EVENT, nsp: NAMESPACE, data: [event, ...args] });

export const printAck = (id: number, answer: unknown): string =>
  print({ type: PacketType.ACK, nsp: NAMESPACE, data: [answer], id });

export const printDisconnect = (): string => print({ type: PacketType.DISCONNECT, nsp: NAMESPACE });

/** null for what is malformed, nested too deep, binary, or said in a namespace that nobody can be in. */
export function readClientPacket(text: string): ClientPacket | null {
  const packet = parse(text);
  if (packet === null) return null;
  if (packet.type === PacketType.CONNECT) {
    return { type: "connect", namespace: packet.nsp, auth: packet.data ?? {} };
  }
  if (packet.nsp !== NAMESPACE) return null;
  if (packet.type === PacketType.DISCONNECT) return { type: "disconnect" };
  if (packet.type === PacketType.ACK) return { type: "ack" };
  if (packet.type !== PacketType.EVENT || !Array.isArray(packet.data)) return null;
  const [event, ...args] = packet.data;
  return typeof event === "string" ? { type: "event", event, args, ack: packet.id ?? null } : null;
}

/** A decoder of its own for each text: what a packet with attachments would leave in it must not reach the next client. */
function parse(text: string): Packet | null {
  if (isTooDeep(text)) return null;
  const decoder = new Decoder();
  let packet: Packet | null = null;
  decoder.on("decoded", (decoded) => {
    packet = decoded;
  });
  try {
    decoder.add(text);
  } catch {
    return null;
  }
  return packet;
}
