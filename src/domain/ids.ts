/**
 * Ids that lead to their object. A thread key is 90 bits, written as 23 hex digits whose 16th is 0 to 3;
 * a UUID of version 8 (RFC 9562, 5.8) has room for those 90 bits and a number of 32.
 * A conversation's number is its episode, 0 for the imported history; a message's is its seq with the top bit set, so
 * the two never meet.
 */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const MESSAGE_BIT = 0x8000_0000;

/** The first 90 bits of a digest (at least 12 bytes) as a thread key. */
export function threadKeyFromDigest(digest: Uint8Array): string {
  const bits = digest.subarray(0, 12).reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n) >> 6n;
  const head = (bits >> 30n).toString(16).padStart(15, "0");
  const middle = ((bits >> 28n) & 3n).toString(16);
  return head + middle + (bits & 0xfff_ffffn).toString(16).padStart(7, "0");
}

/** The object's name. It begins with the tenant, so an id of another tenant leads to an empty object. */
export const threadName = (tenantId: string, threadKey: string) => `${tenantId}:${threadKey}`;

export const conversationId = (threadKey: string, number: number) => uuid(threadKey, number);
export const messageId = (threadKey: string, seq: number) => uuid(threadKey, seq + MESSAGE_BIT);

/** Where a conversation's id leads, or null when it is no id of ours. */
export function parseConversationId(id: string): { threadKey: string; number: number } | null {
  const parsed = parse(id);
  return parsed && parsed.number < MESSAGE_BIT ? parsed : null;
}

/** Where a message's id leads, or null when it is no id of ours. */
export function parseMessageId(id: string): { threadKey: string; seq: number } | null {
  const parsed = parse(id);
  return parsed && parsed.number > MESSAGE_BIT
    ? { threadKey: parsed.threadKey, seq: parsed.number - MESSAGE_BIT }
    : null;
}

function uuid(key: string, number: number): string {
  const variant = (8 + Number.parseInt(key.charAt(15), 16)).toString(16);
  const tail = key.slice(19) + number.toString(16).padStart(8, "0");
  return `${key.slice(0, 8)}-${key.slice(8, 12)}-8${key.slice(12, 15)}-${variant}${key.slice(16, 19)}-${tail}`;
}

function parse(id: string): { threadKey: string; number: number } | null {
  const text = id.toLowerCase();
  if (!UUID.test(text)) return null;
  const hex = text.replaceAll("-", "");
  const middle = (Number.parseInt(hex.charAt(16), 16) - 8).toString(16);
  const threadKey = hex.slice(0, 12) + hex.slice(13, 16) + middle + hex.slice(17, 24);
  return { threadKey, number: Number.parseInt(hex.slice(24), 16) };
}
