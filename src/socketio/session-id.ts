/**
 * So many objects hold all clients that poll: a stranger who opens sessions must not make an object for each. Which one
 * is in the session's id, since before it signs in nothing else of a client is known.
 */
const GATEWAYS = 32;
const SID = /^([0-9a-v])[0-9a-f]{32}$/;

/** The id of a new session. Whoever knows it speaks for the client. */
export function newSessionId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(17));
  const [gateway = 0, ...rest] = bytes;
  return (gateway % GATEWAYS).toString(GATEWAYS) + rest.map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The name of the object that holds a session; null for an id that is none of ours. */
export const gatewayName = (sid: string): string | null => SID.exec(sid)?.[1] ?? null;
