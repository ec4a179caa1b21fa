import { describe, expect, test } from "vitest";
import { isFrustrated, sentimentOf } from "../../src/domain/sentiment.ts";
import { EXAMPLES, type Feeling, UNSEEN } from "./sentiment-examples.ts";

/** HO8's own threshold for one message. */
const ANGRY = -0.5;
/** What counts as neither pleased nor displeased. */
const SLIGHT = 0.2;

type Messages = Record<Feeling, readonly string[]>;

const score = (text: string) => sentimentOf(text) ?? 0;
const share = (hits: number, of: number) => hits / of;
const isRight: Record<Feeling, (found: number) => boolean> = {
  angry: (found) => found < -SLIGHT,
  displeased: (found) => found < -SLIGHT,
  neutral: (found) => Math.abs(found) <= SLIGHT,
  pleased: (found) => found > SLIGHT,
};

function accuracy(messages: Messages): number {
  const feelings = Object.keys(isRight) as Feeling[];
  const right = feelings.flatMap((feeling) => messages[feeling].map((text) => isRight[feeling](score(text))));
  return share(right.filter(Boolean).length, right.length);
}

const alarms = (texts: readonly string[]) => texts.filter((text) => score(text) < ANGRY);
const calm = ({ neutral, pleased }: Messages) => [...neutral, ...pleased];

describe.each(Object.entries(EXAMPLES))("HO8 %s as customers write it", (_, messages) => {
  test("the mood is understood", () => {
    expect(accuracy(messages)).toBeGreaterThan(0.9);
  });

  test("an angry message is below −0.5", () => {
    expect(share(alarms(messages.angry).length, messages.angry.length)).toBeGreaterThan(0.8);
  });

  test("a neutral or pleased message is never below −0.5", () => {
    expect(alarms(calm(messages))).toEqual([]);
  });
});

describe.each(Object.entries(UNSEEN))("HO8 %s that the word lists were not made with", (_, messages) => {
  test("the mood is understood more often than not", () => {
    expect(accuracy(messages)).toBeGreaterThan(0.5);
  });

  test("a neutral or pleased message is never below −0.5", () => {
    expect(alarms(calm(messages))).toEqual([]);
  });
});

test.each([
  "",
  "48213",
  "12:30",
  "https://example.com/terrible-worst-hate",
  "worst@example.com",
  "Pedido número 48213",
])("HO8 nothing in %j tells of a mood", (text) => {
  expect(sentimentOf(text)).toBeNull();
});

test.each([
  ["good", "not good"],
  ["es bueno", "no es bueno"],
  ["é bom", "não é bom"],
  ["bagus", "tidak bagus"],
])("HO8 %j turned is %j", (plain, negated) => {
  expect(score(plain)).toBeGreaterThan(SLIGHT);
  expect(score(negated)).toBeLessThan(-SLIGHT);
});

test("HO8 a negation ends with its sentence, and does not turn emoji", () => {
  expect(score("No. Excellent service")).toBeGreaterThan(SLIGHT);
  expect(score("não 😡")).toBeLessThan(ANGRY);
});

test.each([
  ["terrible", "TERRIBLE, you hear"],
  ["bad", "baaaad"],
  ["bad", "very bad"],
  ["péssimo", "péssimo!!"],
])("HO8 %j is meant less strongly than %j", (plain, strong) => {
  expect(score(strong)).toBeLessThan(score(plain));
});

test("HO8 case, accents and doubled letters make no difference, nor do capitals throughout", () => {
  expect(score("PÉSSIMO")).toBe(score("pessimo"));
  expect(score("péssimo")).toBe(score("pesimo"));
  expect(score("terible")).toBe(score("terrible"));
});

test("HO8 an emoji tells of a mood in any language, of any skin", () => {
  expect(score("🤬")).toBeLessThan(ANGRY);
  expect(score("👍🏽")).toBe(score("👍"));
  expect(score("❤️")).toBe(score("❤"));
});

test("HO8 a word of one language is not taken for another's", () => {
  expect(sentimentOf("saya mau tukar mata uang")).toBeNull();
  expect(sentimentOf("posso pagar no cartão")).toBeNull();
  expect(sentimentOf("quiero la camisa negra")).toBeNull();
});

test("HO8 asking about something bad is not anger", () => {
  expect(score("What happens if it arrives broken?")).toBeGreaterThan(-SLIGHT);
  expect(score("It arrived broken")).toBeLessThan(-SLIGHT);
});

test("HO8 a score lies between −1 and 1, has two decimals, and is found at once whatever is sent", () => {
  for (const text of [
    "terrible ".repeat(8000),
    "a".repeat(65_536),
    "!?".repeat(30_000),
    "🤬".repeat(10_000),
    "@".repeat(65_536),
  ]) {
    const found = score(text);
    expect(Math.abs(found)).toBeLessThanOrEqual(1);
    expect(Math.round(found * 100) / 100).toBe(found);
  }
}, 2000);

test.each<[boolean, number[]]>([
  [false, []],
  [false, [-0.3, -0.3]],
  [true, [-0.3, -0.3, -0.3]],
  [true, [0.8, -0.21, -0.46, -0.36]],
  [false, [-0.3, -0.2, -0.3]],
  [false, [-0.4, -0.4, -0.4, 0.4]],
])("HO8 it is %s that %j is frustration", (frustrated, scores) => {
  expect(isFrustrated(scores)).toBe(frustrated);
});
