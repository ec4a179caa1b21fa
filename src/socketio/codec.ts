import type { Codec, Session, SocketEvent } from "../realtime/socket.ts";
import { messagePacket, PING, PING_INTERVAL_MS, PING_TIMEOUT_MS } from "./engine.ts";
import { printAck, printDisconnect, printEvent } from "./packet.ts";
import { type Phase, take, welcome } from "./session.ts";

/** An alarm may come late, and so the ping, and so its answer. */
const SLACK_MS = 15_000;

/** What is kept with a socket of this kind. */
export interface SocketioState {
  phase: Phase;
  /** When it was pinged last; epoch milliseconds. */
  pinged_at: number;
}

const stateOf = (session: Session): SocketioState => session.codec as SocketioState;

/**
 * Socket.IO 5 on Engine.IO 4: an event is emitted by its name with its data and, where there are any, its numbers; an ack
 * gets the answer, or `{ error }` with the problem. What has no ack and fails comes as the event `error`.
 */
export const SOCKETIO: Codec = {
  isShared: true,
  expects: "Send events of Socket.IO 5, in the namespace /, without anything binary.",

  heartbeat: {
    due: (session) => stateOf(session).pinged_at + PING_INTERVAL_MS,
    ask(session, now) {
      stateOf(session).pinged_at = now;
      return PING;
    },
    silentMs: PING_INTERVAL_MS + PING_TIMEOUT_MS + SLACK_MS,
  },

  goodbye: messagePacket(printDisconnect()),

  decode(raw, session, reply) {
    const state = stateOf(session);
    const step = typeof raw === "string" ? take(state.phase, session.id, raw) : null;
    switch (step?.type) {
      case "event":
        return { type: step.event, ref: step.ack, data: step.data ?? {} };
      case "say":
        for (const frame of step.frames) reply(frame);
        return "nothing";
      case "connect":
        state.phase = "connected";
        for (const frame of step.frames) reply(frame);
        return "nothing";
      case "heard":
      // It closes the socket itself, in the same breath.
      case "leave":
        return "nothing";
      default:
        return null;
    }
  },

  events: (events, session) => events.flatMap((event) => (event.type === "welcome" ? greet(session) : printed(event))),

  answer: (ref, data) => messagePacket(printAck(Number(ref), data)),

  problem: (ref, problem) =>
    messagePacket(ref === null ? printEvent("error", problem) : printAck(Number(ref), { error: problem })),
};

/** Who changes over from polling is greeted once it has. */
const greet = (session: Session): string[] => (stateOf(session).phase === "connected" ? welcome(session.id) : []);

function printed({ type, data, seq, desk_seq }: SocketEvent): string {
  const numbers = { ...(seq !== undefined && { seq }), ...(desk_seq !== undefined && { desk_seq }) };
  const hasNumbers = Object.keys(numbers).length > 0;
  return messagePacket(hasNumbers ? printEvent(type, data, numbers) : printEvent(type, data));
}
