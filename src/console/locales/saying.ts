import { LANGUAGES, type Language } from "./languages.ts";

/** The texts of one part of the console in one language: text by key, in as many levels as it needs. */
export interface Texts {
  [key: string]: string | Texts;
}

/** What stands in a text for `{{name}}`; `count` chooses among `key_one`, `key_other`… as the language counts. */
export interface Values {
  count?: number;
  [name: string]: unknown;
}

const rules = Object.fromEntries(
  Object.keys(LANGUAGES).map((language) => [language, new Intl.PluralRules(language)]),
) as Record<Language, Intl.PluralRules>;

/** The text of a key, with its values; the key itself where there is no text, so that nothing is blank. */
export function say(language: Language, texts: Texts, key: string, values: Values = {}): string {
  const text = counted(language, texts, key, values.count) ?? textAt(texts, key) ?? key;
  return text.replace(/\{\{\s*(\w+)\s*\}\}/g, (whole, name: string) =>
    values[name] === undefined ? whole : shown(language, values[name]),
  );
}

function counted(language: Language, texts: Texts, key: string, count: number | undefined): string | undefined {
  if (count === undefined) return undefined;
  return textAt(texts, `${key}_${rules[language].select(count)}`) ?? textAt(texts, `${key}_other`);
}

function textAt(texts: Texts, key: string): string | undefined {
  let found: string | Texts | undefined = texts;
  for (const part of key.split("."))
    found = typeof found === "object" && Object.hasOwn(found, part) ? found[part] : undefined;
  return typeof found === "string" ? found : undefined;
}

const shown = (language: Language, value: unknown): string =>
  typeof value === "number" ? value.toLocaleString(language) : `${value}`;
