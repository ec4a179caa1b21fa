const encoder = new TextEncoder();

const hex = (bytes: ArrayBuffer): string =>
  [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** Bytes as base64url without padding. */
const base64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

/** SHA-256 of a text, hex. */
export const sha256 = async (text: string): Promise<string> =>
  hex(await crypto.subtle.digest("SHA-256", encoder.encode(text)));

/** HMAC-SHA-256 of a text. */
export async function hmac(secret: string, text: string): Promise<Uint8Array> {
  const key = await hmacKey(secret, "sign");
  return new Uint8Array(await crypto.subtle.sign("HMAC", key, encoder.encode(text)));
}

/** HMAC-SHA-256 of each text, hex. */
export async function hmacs(secret: string, texts: readonly string[]): Promise<string[]> {
  const key = await hmacKey(secret, "sign");
  return Promise.all(texts.map(async (text) => hex(await crypto.subtle.sign("HMAC", key, encoder.encode(text)))));
}

/** Whether a signature is that of these bytes; compares in constant time. */
export async function verifyHmac(secret: string, signature: Uint8Array, bytes: Uint8Array): Promise<boolean> {
  const key = await hmacKey(secret, "verify");
  return crypto.subtle.verify("HMAC", key, signature as BufferSource, bytes as BufferSource);
}

const hmacKey = (secret: string, usage: "sign" | "verify") =>
  crypto.subtle.importKey("raw", encoder.encode(secret), { name: "HMAC", hash: "SHA-256" }, false, [usage]);

/** Whether two texts are equal, in a time that tells nothing of where they differ. */
export async function equalInConstantTime(one: string, other: string): Promise<boolean> {
  const key = crypto.randomUUID();
  const [left, right] = await Promise.all([hmac(key, one), hmac(key, other)]);
  return left.every((byte, index) => byte === right[index]);
}

/** A secret of 256 bits: at random, or the one that belongs to a seed. */
export const newSecret = (seed?: Uint8Array): string => base64url(seed ?? crypto.getRandomValues(new Uint8Array(32)));

/** A UUID of version 8 made of a digest, for ids that must come out the same again. */
export function uuidFrom(digest: Uint8Array): string {
  const text = [...digest.subarray(0, 16)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const variant = (8 + (Number.parseInt(text.charAt(16), 16) & 3)).toString(16);
  return `${text.slice(0, 8)}-${text.slice(8, 12)}-8${text.slice(13, 16)}-${variant}${text.slice(17, 20)}-${text.slice(20, 32)}`;
}
