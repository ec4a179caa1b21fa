import { newSecret } from "../lib/crypto.ts";

/** A bearer names its tenant, so that it is checked where it was issued and nowhere else. */
const BEARER = /^(key|agent)_([0-9a-f]{32})_[\w-]{43}$/;

/** A new bearer. Only its SHA-256 is kept. */
export const newBearer = (kind: "key" | "agent", tenantId: string, seed?: Uint8Array): string =>
  `${kind}_${tenantId.replaceAll("-", "")}_${newSecret(seed)}`;

/** The tenant that a bearer claims to be of; null when it is none of ours. */
export function tenantOfBearer(bearer: string): string | null {
  const hex = BEARER.exec(bearer)?.[2];
  return hex ? hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5") : null;
}
