import { pbkdf2Sync } from "node:crypto";
import { afterEach, describe, expect, test, vi } from "vitest";
import { isPassword, newSalt, passwordFault, ROUNDS, stretch } from "../../src/lib/password.ts";

const SALT = "00112233445566778899aabbccddeeff";
const oneCall = (password: string, salt: Buffer, rounds: number) => pbkdf2Sync(password, salt, rounds, 32, "sha256");

afterEach(() => {
  vi.restoreAllMocks();
});

describe("stretching", () => {
  test("up to what one call may do is plain PBKDF2 with HMAC-SHA-256", async () => {
    const { hash } = await stretch("correct horse", SALT, 1_000);
    expect(hash).toBe(oneCall("correct horse", Buffer.from(SALT, "hex"), 1_000).toString("hex"));
  });

  test("what is more is done by further calls, each salted with what the one before came to", async () => {
    const salt = Buffer.from(SALT, "hex");
    let derived = Buffer.alloc(0);
    for (const rounds of [100_000, 100_000, 50_000])
      derived = oneCall("correct horse", Buffer.concat([salt, derived]), rounds);
    expect((await stretch("correct horse", SALT, 250_000)).hash).toBe(derived.toString("hex"));
  });

  test("it costs 600,000 rounds, of which no call asks for more than Cloudflare grants", async () => {
    const derive = vi.spyOn(crypto.subtle, "deriveBits").mockResolvedValue(new ArrayBuffer(32));
    expect((await stretch("correct horse", SALT)).rounds).toBe(ROUNDS);
    const asked = derive.mock.calls.map(([algorithm]) => (algorithm as { iterations: number }).iterations);
    expect(Math.max(...asked)).toBeLessThanOrEqual(100_000);
    expect(asked.reduce((sum, rounds) => sum + rounds, 0)).toBe(600_000);
  });

  test("a salt has 16 bytes, each time others", () => {
    expect(newSalt()).toMatch(/^[0-9a-f]{32}$/);
    expect(newSalt()).not.toBe(newSalt());
  });
});

describe("comparing", () => {
  test("the same password, however its characters are composed, and no other", async () => {
    const kept = await stretch("caf\u00e9 au lait", SALT, 1_000);
    expect(await isPassword("cafe\u0301 au lait", kept)).toBe(true);
    expect(await isPassword("cafe au lait", kept)).toBe(false);
    expect(await isPassword("Caf\u00e9 au lait", kept)).toBe(false);
  });

  test("what was stretched already is not stretched again, unless it was done otherwise", async () => {
    const kept = await stretch("correct horse", SALT, 1_000);
    const same = await stretch("correct horse", SALT, 1_000);
    const derive = vi.spyOn(crypto.subtle, "deriveBits");
    expect(await isPassword("correct horse", kept, same)).toBe(true);
    expect(derive).not.toHaveBeenCalled();
    const dearer = await stretch("correct horse", SALT, 2_000);
    derive.mockClear();
    expect(await isPassword("correct horse", kept, dearer)).toBe(true);
    expect(derive).toHaveBeenCalledOnce();
  });
});

describe("what a password may be", () => {
  test.each([
    ["short", /at least 10/],
    ["😀😀😀😀a1", /at least 10/],
    ["x1y2".repeat(51), /at most 200/],
    ["Password123", /tried first/],
    ["aaaaaaaaaaaa", /tried first/],
    ["ababababab", /tried first/],
    ["abcdefghijkl", /tried first/],
    ["9876543210", /tried first/],
    ["Ann@Shop.Test", /everybody knows/],
  ])("%s is refused in words", (password, detail) => {
    expect(passwordFault(password, ["ann@shop.test", "Ann"])).toMatch(detail);
  });

  test.each(["correct horse", "x1y2".repeat(50), "пароль от двери", "正しい馬電池ホチキス二つ"])(
    "%s is taken",
    (password) => {
      expect(passwordFault(password, ["ann@shop.test", "Ann"])).toBeNull();
    },
  );
});
