import fc from "fast-check";
import { expect, test } from "vitest";
import {
  conversationId,
  messageId,
  parseConversationId,
  parseMessageId,
  threadKeyFromDigest,
  threadName,
} from "../../src/domain/ids.ts";

const digest = fc.uint8Array({ minLength: 12, maxLength: 32 });
const threadKey = digest.map(threadKeyFromDigest);
const number = fc.oneof(fc.integer({ min: 1, max: 0x7fff_ffff }), fc.constantFrom(1, 2, 0x7fff_fffe, 0x7fff_ffff));
const UUID8 = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const holds = (property: Parameters<typeof fc.assert>[0]) => fc.assert(property, { numRuns: 100 });

test("a thread key is 90 bits of the digest", () => {
  holds(
    fc.property(digest, (bytes) => {
      expect(threadKeyFromDigest(bytes)).toMatch(/^[0-9a-f]{15}[0-3][0-9a-f]{7}$/);
    }),
  );
  expect(threadKeyFromDigest(new Uint8Array(12).fill(0xff))).toBe(`${"f".repeat(15)}3${"f".repeat(7)}`);
  expect(threadKeyFromDigest(new Uint8Array(12))).toBe("0".repeat(23));
});

test("each of the 90 bits tells, and none behind them", () => {
  const bits = Array.from({ length: 96 }, (_, bit) => {
    const bytes = new Uint8Array(12);
    bytes[bit >> 3] = 0x80 >> (bit & 7);
    return threadKeyFromDigest(bytes);
  });
  expect(new Set(bits.slice(0, 90)).size).toBe(90);
  expect(new Set(bits.slice(90))).toEqual(new Set(["0".repeat(23)]));
});

test("MS1 a message's id leads back to its thread and seq", () => {
  holds(
    fc.property(threadKey, number, (key, seq) => {
      const id = messageId(key, seq);
      expect(id).toMatch(UUID8);
      expect(parseMessageId(id)).toEqual({ threadKey: key, seq });
      expect(parseMessageId(id.toUpperCase())).toEqual({ threadKey: key, seq });
    }),
  );
});

test("a conversation's id leads back to its thread and number", () => {
  holds(
    fc.property(threadKey, number, (key, episode) => {
      const id = conversationId(key, episode);
      expect(id).toMatch(UUID8);
      expect(parseConversationId(id)).toEqual({ threadKey: key, number: episode });
      expect(parseConversationId(id.toUpperCase())).toEqual({ threadKey: key, number: episode });
    }),
  );
});

test("a conversation's id is never a message's", () => {
  holds(
    fc.property(threadKey, number, (key, value) => {
      expect(parseMessageId(conversationId(key, value))).toBeNull();
      expect(parseConversationId(messageId(key, value))).toBeNull();
    }),
  );
});

test("a conversation of the number 0 is the imported history; no message has it", () => {
  holds(
    fc.property(threadKey, (key) => {
      expect(parseConversationId(conversationId(key, 0))).toEqual({ threadKey: key, number: 0 });
      expect(parseConversationId(messageId(key, 0))).toBeNull();
      for (const id of [conversationId(key, 0), messageId(key, 0)]) expect(parseMessageId(id)).toBeNull();
    }),
  );
});

test("a UUID of another version leads nowhere", () => {
  holds(
    fc.property(fc.uuid({ version: [1, 2, 3, 4, 5, 6, 7] }), (id) => {
      expect(parseConversationId(id)).toBeNull();
      expect(parseMessageId(id)).toBeNull();
    }),
  );
});

test.each(["", "1", "not-an-id", ` ${conversationId("0".repeat(23), 1)}`, `${conversationId("0".repeat(23), 1)}\n`])(
  "%j leads nowhere",
  (id) => {
    expect(parseConversationId(id)).toBeNull();
    expect(parseMessageId(id)).toBeNull();
  },
);

test("any text is read or refused, never an exception", () => {
  holds(
    fc.property(fc.string(), (text) => {
      expect(parseConversationId(text)).toBeNull();
      expect(parseMessageId(text)).toBeNull();
    }),
  );
});

test("an object's name begins with its tenant", () => {
  expect(threadName("tenant-1", "abc")).toBe("tenant-1:abc");
});
