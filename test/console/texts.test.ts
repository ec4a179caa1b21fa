import { globSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { LANGUAGES, languageFor, regionalOf } from "../../src/console/locales/languages.ts";
import { PROBLEMS } from "../../src/protocol/problem.ts";

const LOCALES = `${import.meta.dirname}/../../src/console/locales`;
const NAMESPACES = globSync("en/*.json", { cwd: LOCALES }).map((file) => file.slice(3, -5));
/** Languages count in different ways: the plurals of each are its own. */
const PLURAL = /_(zero|one|two|few|many|other)$/;

type Texts = { [key: string]: string | Texts };

const textsOf = (language: string, namespace: string): [string, string][] => {
  const flat = (texts: Texts, path: string): [string, string][] =>
    Object.entries(texts).flatMap(([key, text]): [string, string][] =>
      typeof text === "string" ? [[`${path}${key}`, text]] : flat(text, `${path}${key}.`),
    );
  return flat(JSON.parse(readFileSync(`${LOCALES}/${language}/${namespace}.json`, "utf8")), "");
};

const keysOf = (texts: [string, string][]) => [...new Set(texts.map(([key]) => key.replace(PLURAL, "")))].sort();
const namesIn = (text: string) => [...new Set([...text.matchAll(/\{\{\s*([\w.]+)/g)].map(([, name]) => name))].sort();

test("CN8 what the console says of problems are problems of the API", () => {
  const said = textsOf("en", "common").flatMap(([key]) => (key.startsWith("problem.") ? [key.slice(8)] : []));
  expect(said.filter((code) => !Object.hasOwn(PROBLEMS, code))).toEqual([]);
  expect(said.length).toBeGreaterThan(40);
});

describe.each(Object.keys(LANGUAGES).filter((language) => language !== "en"))("the console in %s", (language) => {
  test.each(NAMESPACES)("says all that it says in English: %s", (namespace) => {
    expect(keysOf(textsOf(language, namespace))).toEqual(keysOf(textsOf("en", namespace)));
  });

  test.each(NAMESPACES)("names what English names: %s", (namespace) => {
    const english = new Map(textsOf("en", namespace));
    const other = textsOf(language, namespace).filter(([key]) => english.has(key));
    for (const [key, text] of other) expect([key, namesIn(text)]).toEqual([key, namesIn(english.get(key) ?? "")]);
  });

  test.each(NAMESPACES)("has every plural that the language counts by: %s", (namespace) => {
    const needed = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const texts = textsOf(language, namespace);
    const has = new Set(texts.map(([key]) => key));
    const counted = keysOf(texts.filter(([key]) => PLURAL.test(key)));
    // Spanish and Portuguese say `many` of millions only: `other` stands for it.
    const missing = counted.flatMap((key) =>
      needed.filter((category) => category !== "many" && !has.has(`${key}_${category}`)).map((one) => `${key}_${one}`),
    );
    expect(missing).toEqual([]);
  });
});

describe("the language", () => {
  test.each([
    ["the one that was chosen", "vi", ["pt-BR"], "vi"],
    ["else the first of the browser's that is spoken", null, ["de-DE", "pt-BR", "en"], "pt"],
    ["else English", null, ["de", "constructor"], "en"],
    ["none that is not spoken, though it was chosen once", "tlh", [], "en"],
  ])("is %s", (_, chosen, wished, language) => {
    expect(languageFor(chosen, wished)).toBe(language);
  });
});

test.each([
  ["en", ["en-GB", "en"], "en-GB"],
  ["es", ["en-US", "es-MX"], "es-MX"],
  ["vi", ["en-US"], "vi"],
  // What Chromium makes of the POSIX locale, and what no language tag is.
  ["en", ["en-US@posix", "en-GB"], "en-US"],
  ["en", ["en_US", "en-GB"], "en-GB"],
  ["en", ["en-", ""], "en"],
] as const)("times and numbers of %s for who wishes %j are written as in %s", (language, wished, locale) => {
  expect(regionalOf(language, wished)).toBe(locale);
});
