import { equalInConstantTime } from "./crypto.ts";

/** What today's advice asks of PBKDF2 with HMAC-SHA-256 (OWASP, Password Storage Cheat Sheet). */
export const ROUNDS = 600_000;

/** On Cloudflare one call does no more of them (workerd issue 1346); what runs on one's own machine knows no such end. */
const MOST_ROUNDS_AT_ONCE = 100_000;

const SALT_BYTES = 16;
const LEAST = 10;
const MOST = 200;

/** What is kept of a password: nothing that leads back to it but by trying. `salt` and `hash` in hex. */
export interface StretchedPassword {
  salt: string;
  rounds: number;
  hash: string;
}

/** A salt for a new password, or for somebody who has none. */
export const newSalt = (): string => hex(crypto.getRandomValues(new Uint8Array(SALT_BYTES)));

/**
 * A password made expensive to guess. Rounds beyond what one call may do are done by further ones: each is salted with
 * what the one before came to, so none can begin before it.
 */
export async function stretch(password: string, salt: string, rounds = ROUNDS): Promise<StretchedPassword> {
  const bytes = new TextEncoder().encode(password.normalize("NFKC"));
  const key = await crypto.subtle.importKey("raw", bytes, "PBKDF2", false, ["deriveBits"]);
  let derived = new Uint8Array();
  for (let left = rounds; left > 0; left -= MOST_ROUNDS_AT_ONCE) {
    const salted = new Uint8Array([...unhex(salt), ...derived]);
    const iterations = Math.min(left, MOST_ROUNDS_AT_ONCE);
    const algorithm = { name: "PBKDF2", hash: "SHA-256", salt: salted, iterations };
    derived = new Uint8Array(await crypto.subtle.deriveBits(algorithm, key, 256));
  }
  return { salt, rounds, hash: hex(derived) };
}

/**
 * Whether a password is the one of which this was kept.
 * @param stretched the password, if it was stretched already; it is done once more where it was done otherwise
 */
export async function isPassword(
  password: string,
  kept: StretchedPassword,
  stretched: StretchedPassword | null = null,
): Promise<boolean> {
  const { hash } =
    stretched !== null && isStretchedLike(stretched, kept)
      ? stretched
      : await stretch(password, kept.salt, kept.rounds);
  return equalInConstantTime(hash, kept.hash);
}

/** Whether two were made in the same way, so that equal passwords have equal hashes. */
export const isStretchedLike = (one: StretchedPassword, other: StretchedPassword): boolean =>
  one.salt === other.salt && one.rounds === other.rounds;

/** Why somebody may not have this password, in words; null where they may. `own`: what others know of them. */
export function passwordFault(password: string, own: readonly string[] = []): string | null {
  const text = password.normalize("NFKC");
  const { length } = [...text];
  if (length < LEAST) return `must have at least ${LEAST} characters`;
  if (length > MOST) return `must have at most ${MOST} characters`;
  const plain = text.toLowerCase();
  const isCommon = COMMON.has(plain) || new Set(plain).size < 4 || isRun(plain);
  if (isCommon) return "is one of those that are tried first";
  return own.some((one) => one.toLowerCase() === plain) ? "must not be what everybody knows of you" : null;
}

/** Characters in a row, up or down: `abcdefghijk`, `9876543210`. */
function isRun(text: string): boolean {
  const codes = [...text].map((character) => character.codePointAt(0) ?? 0);
  const steps = codes.slice(1).map((code, index) => code - (codes[index] ?? 0));
  return [1, -1].some((step) => steps.every((one) => one === step));
}

/** The most common of ten characters and more in what was stolen elsewhere. */
const COMMON: ReadonlySet<string> = new Set(
  [
    "1234567890 0123456789 12345678910 123456789a a123456789 123456789q 1234567891 0987654321 123123123123 12341234",
    "1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx3edc q1w2e3r4t5 q1w2e3r4t5y6 zaq12wsxcde3 a1b2c3d4e5 1a2b3c4d5e asdfghjkl1",
    "qwertyuiop qwerty1234 qwerty12345 qwerty123456 qwertyuiop1 qwertyuiop123 qazwsxedcrfv asdfghjkl123 zxcvbnm123",
    "password12 password123 password1234 password12345 password123456 passwordpassword passw0rd123 p@ssw0rd123",
    "p@ssword123 mypassword mypassword1 iloveyou12 iloveyou123 iloveyou1234 welcome123 welcome1234 letmein123",
    "changeme123 changeme1234 administrator admin12345 admin123456 admin1234567 football123 baseball123 princess123",
    "sunshine123 whatever123 superman123 dragon1234 master1234 monkey1234 shadow1234 michael123 charlie123 summer2024",
    "summer2025 summer2026 winter2024 winter2025 winter2026 spring2025 spring2026 internet123 computer123 samsung123",
    "liverpool1 liverpool123 manchester manchester1 chocolate1 basketball basketball1 volkswagen abc1234567 abcd123456",
    "abcd1234567 test123456 test1234567 secret1234 secret12345 pokemon1234 minecraft1 minecraft123 unbelievable",
  ]
    .join(" ")
    .split(" "),
);

const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const unhex = (text: string): number[] => (text.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
