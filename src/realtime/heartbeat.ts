import { codecOf } from "./codecs.ts";
import type { Heartbeat } from "./socket.ts";
import type { Socket, Sockets } from "./sockets.ts";

/** Whose turn comes within this time is asked with the others: the object is woken once for all of them. */
const TOGETHER_MS = 15_000;

const heartbeatOf = ({ session }: Socket): Heartbeat | null => codecOf(session.kind).heartbeat ?? null;

/** After what silence a socket is gone. */
export const silentMs = (socket: Socket, otherwise: number): number => heartbeatOf(socket)?.silentMs ?? otherwise;

/** When the first socket is to be asked whether it is still there; never where all ask us. */
export function nextAsked(sockets: Sockets): number {
  let next = Number.POSITIVE_INFINITY;
  for (const socket of sockets.all()) next = Math.min(next, heartbeatOf(socket)?.due(socket.session) ?? next);
  return next;
}

/** Asks all whose turn it is, and with them whose turn comes soon. */
export function askAll(sockets: Sockets, now: number): void {
  if (nextAsked(sockets) > now) return;
  for (const socket of sockets.all()) {
    const heartbeat = heartbeatOf(socket);
    if (heartbeat === null || heartbeat.due(socket.session) > now + TOGETHER_MS) continue;
    sockets.say(socket, heartbeat.ask(socket.session, now));
    sockets.keep(socket);
  }
}
