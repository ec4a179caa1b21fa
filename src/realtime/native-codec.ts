import { parseJson } from "../lib/json.ts";
import { ClientFrame } from "../protocol/realtime.ts";
import type { Codec, SocketEvent } from "./socket.ts";

/** Longer frames than any body of the API are none. */
const LONGEST_FRAME = 1024 * 1024;
/** So many events go in one frame. */
const TOGETHER = 100;

/** JSON text frames: `{ type, ref?, data }` in; `{ type, ref?, seq?, desk_seq?, data }` out, several as `events`. */
export const NATIVE: Codec = {
  isShared: true,
  expects: "Send { type, ref?, data } as JSON text.",

  decode(raw) {
    if (typeof raw !== "string" || raw.length > LONGEST_FRAME) return null;
    const json = parseJson(new TextEncoder().encode(raw));
    const parsed = json.ok ? ClientFrame.safeParse(json.value) : null;
    if (!parsed?.success) return null;
    const { type, ref = null, data = {} } = parsed.data;
    return { type, ref, data };
  },

  events(events) {
    if (events.length === 1) return events.map((event) => JSON.stringify(printed(event)));
    const texts: string[] = [];
    for (let from = 0; from < events.length; from += TOGETHER)
      texts.push(JSON.stringify({ type: "events", data: events.slice(from, from + TOGETHER).map(printed) }));
    return texts;
  },

  answer: (ref, data) => JSON.stringify({ type: "answer", ref, data }),

  problem: (ref, data) => JSON.stringify({ type: "error", ...(ref !== null && { ref }), data }),
};

const printed = ({ type, seq, desk_seq, data }: SocketEvent) => ({ type, seq, desk_seq, data });
