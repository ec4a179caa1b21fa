import type { Kind, Session } from "./socket.ts";

/** Whom a socket is opened for; set by this Worker once it has let them in, and by nobody else. */
export interface Entrance {
  kind: Kind;
  tenant_id: string;
  agent_id: string;
  /** The SHA-256 of the session's secret or the token by which they came: the socket ends with it. */
  credential: string;
  outlet_ids: string[] | null;
  /** The socket's id, where its client knows one already. */
  id?: string;
  /** What its codec begins with. */
  codec?: unknown;
}

const HEADER = "X-Realtime-Entrance";
/** What is known of a socket must fit beside it. */
const MOST_OUTLETS = 200;

/** The request that opens a socket at the tenant's desk: nothing of the client's own goes with it. */
export function entranceRequest(entrance: Entrance): Request {
  return new Request("https://desk.internal/realtime", {
    headers: { Upgrade: "websocket", [HEADER]: JSON.stringify(entrance) },
  });
}

/** Who enters; null for a request that is no such one. */
export function entranceOf(request: Request): Entrance | null {
  const header = request.headers.get(HEADER);
  return header === null || request.headers.get("Upgrade") !== "websocket" ? null : (JSON.parse(header) as Entrance);
}

/** Whether what an agent may see can be kept with a socket. */
export const fitsSocket = (outlet_ids: string[] | null): boolean =>
  outlet_ids === null || outlet_ids.length <= MOST_OUTLETS;

export const newSession = (entrance: Entrance, now: number): Session => ({
  ...entrance,
  id: entrance.id ?? crypto.randomUUID(),
  rooms: [],
  list: null,
  faults: 0,
  heard_at: now,
});
