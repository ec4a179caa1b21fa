import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { isGenuine, parseSignature } from "../../src/channels/whatsapp/signature.ts";

const encoder = new TextEncoder();
const genuine = async (secret: string, hex: string, body: Uint8Array) => {
  const signature = parseSignature(`sha256=${hex}`);
  return signature !== null && isGenuine([secret], signature, body);
};

/** A real body with the signature that it came with: no part of this project. */
const VECTOR = new URL("../../../shared/fixtures/whatsapp/signature-vector.body", import.meta.url).pathname;

describe("the signature is over the raw bytes", () => {
  const text =
    "Let's pretend this body is equal to the message object and can handle unicode characters like みどりいろ and J'ai mangé des pâtes";
  const escaped = text.replace(/[^\x20-\x7e]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
  const digest = "0363007aabdf1ab579f35936651a460fb5fa1aaf40df98b1264446b72cc96688";

  test("escaped as WhatsApp escapes it, and not as it reads", async () => {
    expect(await genuine("YOUR_APP_SECRET", digest, encoder.encode(escaped))).toBe(true);
    expect(await genuine("YOUR_APP_SECRET", digest, encoder.encode(text))).toBe(false);
    expect(await genuine("ANOTHER_SECRET", digest, encoder.encode(escaped))).toBe(false);
  });

  test.skipIf(!existsSync(VECTOR))("of a real body, and not of what it means (skipped without ../shared)", async () => {
    const body = readFileSync(VECTOR);
    const real = "82ca754ec9e7b147a274e5d43bacdfdcf97c3935ba2889919e9eb46963c40132";
    expect(await genuine("test_app_secret", real, body)).toBe(true);
    const again = encoder.encode(JSON.stringify(JSON.parse(body.toString())));
    expect(await genuine("test_app_secret", real, again)).toBe(false);
  });

  test.each(["", "sha1=00", "sha256=", `sha256=${"0".repeat(63)}`, "0".repeat(64)])("%j is none", (header) => {
    expect(parseSignature(header)).toBeNull();
  });
});
