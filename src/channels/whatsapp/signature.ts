import { verifyHmac } from "../../lib/crypto.ts";

const HEADER = /^sha256=([0-9a-f]{64})$/i;

/** The digest in an `X-Hub-Signature-256` header; null when there is none to check, which is a refusal. */
export function parseSignature(header: string | null | undefined): Uint8Array | null {
  const hex = HEADER.exec(header ?? "")?.[1];
  return hex ? Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16)) : null;
}

/**
 * Whether the raw bytes were signed with one of the app's secrets (Meta, "Validating payloads"). Several may be in
 * force while they are rotated; without any, nothing is genuine.
 */
export async function isGenuine(secrets: readonly string[], signature: Uint8Array, body: Uint8Array): Promise<boolean> {
  const checks = await Promise.all(secrets.filter(Boolean).map((secret) => verifyHmac(secret, signature, body)));
  return checks.includes(true);
}
