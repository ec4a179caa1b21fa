import { messagePacket, PROBE_ANSWER, readPacket } from "./engine.ts";
import { NAMESPACE, printConnectError, printConnected, readClientPacket } from "./packet.ts";

/**
 * How far a client's socket is. `probing`: it speaks by polling until it says that it changes to this one.
 * `connected`: it is signed in, and takes part.
 */
export type Phase = "probing" | "connected";

/** What follows from what a client said. */
export type Step =
  | { type: "say"; frames: string[] }
  /** It takes part from here on. */
  | { type: "connect"; frames: string[] }
  | { type: "event"; event: string; data: unknown; ack: number | null }
  /** It is there. */
  | { type: "heard" }
  | { type: "leave" }
  /** What it said is against the protocol. */
  | { type: "fault" };

/** The packets by which a client that was signed in before learns that it takes part. */
export const welcome = (sid: string): string[] => [messagePacket(printConnected(sid))];

/** What a client says before anybody knows who it is. */
export type Knock =
  | { type: "sign_in"; auth: Record<string, unknown> }
  | { type: "say"; frames: string[] }
  | { type: "heard" }
  | { type: "leave" }
  | { type: "fault" };

/** Nobody knows yet who a client is: it may cost no more than its token and the names around it take. */
const LONGEST_KNOCK = 16_384;
const LONGEST_NAMESPACE = 100;

/** So often a client may knock before it is let in. */
export const MOST_KNOCKS = 5;

/** What the first packets of a client ask of whoever is at the door. */
export function knock(frame: string): Knock {
  if (frame.length > LONGEST_KNOCK) return { type: "fault" };
  const packet = readPacket(frame);
  if (packet?.type === "pong") return { type: "heard" };
  if (packet?.type === "close") return { type: "leave" };
  const said = packet?.type === "message" ? readClientPacket(packet.text) : null;
  if (said?.type !== "connect") return { type: "fault" };
  if (said.namespace === NAMESPACE) return { type: "sign_in", auth: said.auth };
  if (said.namespace.length > LONGEST_NAMESPACE) return { type: "fault" };
  return { type: "say", frames: [refusedNamespace(said.namespace)] };
}

const refusedNamespace = (namespace: string): string =>
  messagePacket(printConnectError(namespace, "Invalid namespace"));

/** The packet by which a client's `connect_error` learns why it is not let in. */
export const refusedSignIn = (code: "unauthorized" | "forbidden"): string =>
  messagePacket(printConnectError(NAMESPACE, code, { code }));

/** What a client's frame asks of us. Pure: the socket's holder does what follows. */
export function take(phase: Phase, sid: string, frame: string): Step {
  const packet = readPacket(frame);
  if (packet === null) return { type: "fault" };
  switch (packet.type) {
    case "pong":
      return { type: "heard" };
    case "close":
      return { type: "leave" };
    case "probe":
      return phase === "probing" ? { type: "say", frames: [PROBE_ANSWER] } : { type: "fault" };
    case "upgrade":
      return phase === "probing" ? { type: "connect", frames: welcome(sid) } : { type: "fault" };
    case "message":
      return phase === "connected" ? takeMessage(packet.text) : { type: "fault" };
  }
}

function takeMessage(text: string): Step {
  const packet = readClientPacket(text);
  if (packet === null) return { type: "fault" };
  switch (packet.type) {
    case "event":
      return { type: "event", event: packet.event, data: packet.args[0], ack: packet.ack };
    case "disconnect":
      return { type: "leave" };
    case "ack":
      return { type: "heard" };
    case "connect":
      // In the one namespace there is it is already.
      return packet.namespace === NAMESPACE
        ? { type: "heard" }
        : { type: "say", frames: [refusedNamespace(packet.namespace)] };
  }
}
