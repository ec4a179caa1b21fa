import { newSecret } from "../lib/crypto.ts";

/**
 * What speaks for somebody: an API key or an agent's token as a bearer, a session as a cookie, an invitation and a
 * socket's ticket once.
 */
type Kind = "key" | "agent" | "session" | "invitation" | "ticket";

/** A credential names its tenant, so that it is checked where it was issued and nowhere else. */
const CREDENTIAL = /^([a-z]+)_([0-9a-f]{32})_[\w-]{43}$/;

/** A new credential. Only its SHA-256 is kept. */
export const newBearer = (kind: Kind, tenantId: string, seed?: Uint8Array): string =>
  `${kind}_${tenantId.replaceAll("-", "")}_${newSecret(seed)}`;

/** The tenant that a bearer claims to be of; null when it is none of ours. */
export const tenantOfBearer = (bearer: string): string | null => tenantOf("key", bearer) ?? tenantOf("agent", bearer);

/** The tenant that a credential of this kind claims to be of; null when it is none. */
export function tenantOf(kind: Kind, credential: string): string | null {
  const [, is, hex] = CREDENTIAL.exec(credential) ?? [];
  if (is !== kind || hex === undefined) return null;
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
