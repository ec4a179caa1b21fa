import { useSyncExternalStore } from "react";
import { LANGUAGES, type Language, languageFor, regionalOf } from "./languages.ts";
import type { Namespace, Text } from "./resources.ts";
import { say, type Texts, type Values } from "./saying.ts";

const KEPT = "console:language";
const files = import.meta.glob<Texts>("./*/*.json", { import: "default" });
const loaded = new Map<string, Texts>();
const saying = new Map<string, (key: string, values?: Values) => string>();
const listeners = new Set<() => void>();

let spoken: Language = "en";
let regional = "en";

/** The language that is spoken. */
export const language = (): Language => spoken;

/** The same for `Intl`, which writes times and numbers as they do where the browser is. */
export const locale = (): string => regional;

/** Begins in the language that was chosen in this browser, else in the browser's own, with the texts of its first parts. */
export async function startTexts(namespaces: Namespace[]): Promise<void> {
  spoken = languageFor(localStorage.getItem(KEPT), navigator.languages);
  show(spoken);
  await loadTexts(namespaces);
}

/** Loads the texts of parts of the console in the language that is spoken; nothing twice. */
export async function loadTexts(namespaces: readonly Namespace[], of = spoken): Promise<void> {
  await Promise.all(
    namespaces.map(async (namespace) => {
      const place = `./${of}/${namespace}.json`;
      if (!loaded.has(place)) loaded.set(place, (await files[place]?.()) ?? {});
    }),
  );
}

/** Speaks another language from now on, here and in this browser. */
export async function speak(next: Language): Promise<void> {
  const mine = [...loaded.keys()].filter((place) => place.startsWith(`./${spoken}/`));
  await loadTexts(
    mine.map((place) => place.split("/")[2]?.slice(0, -".json".length) as Namespace),
    next,
  );
  spoken = next;
  localStorage.setItem(KEPT, next);
  show(next);
  for (const listener of listeners) listener();
}

function show(next: Language): void {
  regional = regionalOf(next, navigator.languages);
  document.documentElement.lang = next;
  document.documentElement.dir = LANGUAGES[next].direction;
}

const onSpoken = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** The texts of a part of the console: `const t = useText("thread"); t("empty.title")`. */
export function useText<N extends Namespace>(namespace: N): Text<N> {
  useSyncExternalStore(onSpoken, language);
  return textsOf(namespace);
}

/** As `useText`, outside of a component. The same function for as long as the language is spoken. */
export function textsOf<N extends Namespace>(namespace: N): Text<N> {
  const place = `./${spoken}/${namespace}.json`;
  const known = saying.get(place);
  if (known) return known;
  const of = spoken;
  const made = (key: string, values?: Values) => say(of, loaded.get(place) ?? {}, key, values);
  saying.set(place, made);
  return made;
}
