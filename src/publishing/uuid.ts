/** The last 32 bits of an id name a place; the digits before them are the thread's, but these two. */
const VERSION_DIGIT = 12;
const VARIANT_DIGIT = 16;
const THREAD_DIGITS = 24;

const PRIME = 0x1000000000000000000013bn;
const OFFSET = 0x6c62272e07bb014262b821756295c58dn;
const MASK = (1n << 128n) - 1n;

/** FNV-1a of 128 bits, as hex digits: it need not resist anybody, only tell a few dozen names apart. */
function hash(text: string): string {
  const sum = [...new TextEncoder().encode(text)].reduce(
    (state, byte) => ((state ^ BigInt(byte)) * PRIME) & MASK,
    OFFSET,
  );
  return sum.toString(16).padStart(32, "0");
}

/**
 * The id of what is told of a place in a thread's log under a name: always the same UUID (version 8), and no other's. It is
 * the conversation's id with its thread's bits turned by the name, so in a thread no two are the same, and none leads
 * to a conversation or a message.
 */
export function publicationUuid(conversationId: string, seq: number, type: string): string {
  const turned = [...conversationId.replaceAll("-", "").slice(0, THREAD_DIGITS)];
  const turns = hash(type);
  const digits = turned.map((digit, index) => {
    const turn = Number.parseInt(turns.charAt(index), 16);
    if (index === VERSION_DIGIT) return "8";
    // The variant takes the upper two bits of its digit.
    return (Number.parseInt(digit, 16) ^ (index === VARIANT_DIGIT ? turn & 3 : turn)).toString(16);
  });
  const hex = digits.join("") + seq.toString(16).padStart(8, "0");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
