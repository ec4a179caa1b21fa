import { afterEach, expect, test, vi } from "vitest";
import { call } from "../support/api.ts";

afterEach(() => vi.restoreAllMocks());

const signIn = (email: string, headers: Record<string, string> = {}) =>
  call("POST", "/api/v1/sessions", {
    body: { email, password: "a made-up password" },
    headers: { "Sec-Fetch-Site": "same-origin", ...headers },
  });

test("SI8 a flood of made-up e-mails takes its turns, and takes none from who comes from an address", async () => {
  const waited = vi.spyOn(scheduler, "wait").mockResolvedValue(undefined as never);
  const answers = await Promise.all(Array.from({ length: 40 }, (_, index) => signIn(`nobody${index}@shop.test`)));
  const codes = answers.map(({ json }) => json.code);
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused.length).toBeGreaterThanOrEqual(5);
  expect(refused[0]?.json).toMatchObject({ code: "too_many_attempts" });
  expect(Number(refused[0]?.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(codes.filter((code) => code === "sign_in_failed")).toHaveLength(40 - refused.length);
  expect(Math.max(...waited.mock.calls.map(([time]) => time))).toBeLessThanOrEqual(5_000);
  expect((await signIn("somebody@shop.test", { "CF-Connecting-IP": "203.0.113.9" })).status).toBe(401);
});
