/** The languages that the console speaks, each by its own name. */
export const LANGUAGES = {
  en: { name: "English", direction: "ltr" },
  es: { name: "Español", direction: "ltr" },
  pt: { name: "Português", direction: "ltr" },
  id: { name: "Bahasa Indonesia", direction: "ltr" },
  vi: { name: "Tiếng Việt", direction: "ltr" },
} as const;

export type Language = keyof typeof LANGUAGES;

const isLanguage = (tag: string): tag is Language => Object.hasOwn(LANGUAGES, tag);

/** A language as it is spoken where the browser is, such as `en-GB`: how times, dates and numbers are written. */
export const regionalOf = (language: Language, wished: readonly string[]): string =>
  wished
    .map((tag) => tag.replace(/@.*/, ""))
    .find((tag) => tag.toLowerCase().split("-")[0] === language && isTag(tag)) ?? language;

/** Browsers name what the system calls its language, which may be none (`en-US@posix`): `Intl` refuses to write by that. */
function isTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length > 0;
  } catch {
    return false;
  }
}

/** The language that was chosen, else the first of the browser's that we speak, else English. */
export function languageFor(chosen: string | null, wished: readonly string[]): Language {
  for (const tag of [chosen ?? "", ...wished]) {
    const base = tag.toLowerCase().split("-")[0] ?? "";
    if (isLanguage(base)) return base;
  }
  return "en";
}
