import { expect, test } from "vitest";
import { canonicalPhone, normalisedAddress } from "../../src/domain/address.ts";
import { Phone } from "../../src/protocol/fields.ts";

test.each([
  ["Mexico with and without 1", "+52 1 55 1234 5678", "525512345678"],
  ["Mexico", "525512345678", "525512345678"],
  ["Argentina with and without 9", "+54 9 11 2345-6789", "541123456789"],
  ["Argentina", "541123456789", "541123456789"],
  ["a Brazilian mobile with the ninth digit", "+55 (11) 98765-4321", "551187654321"],
  ["a Brazilian mobile without", "551187654321", "551187654321"],
  ["a Brazilian landline", "551134567890", "551134567890"],
  ["Indonesia", "+62 812-3456-789", "628123456789"],
  ["an American number that begins like none of these", "+1 521 555 0123", "15215550123"],
])("%s has one address", (_, phone, address) => {
  expect(canonicalPhone(phone)).toBe(address);
  expect(canonicalPhone(address)).toBe(address);
});

test.each([
  ["(0062) 812-3456-789", "+628123456789"],
  ["62 812 3456 789", "+628123456789"],
  ["0812 3456 789", null],
  ["+0812 3456 789", null],
  ["call me", null],
])("of the API's callers %s is taken as %s", (written, phone) => {
  const parsed = Phone.safeParse(written);
  expect(parsed.data ?? null).toBe(phone);
  if (/\d/.test(written)) expect(parsed.error?.issues.map(({ message }) => message) ?? []).toHaveLength(phone ? 0 : 1);
});

test("a thread is named by the phone where there is one, else by the channel's id of the person", () => {
  expect(normalisedAddress({ phone: "+62 812", user_id: "ID.1" })).toBe("62812");
  expect(normalisedAddress({ phone: null, user_id: "ID.1" })).toBe("ID.1");
  expect(normalisedAddress({ phone: null, user_id: null })).toBeNull();
});
