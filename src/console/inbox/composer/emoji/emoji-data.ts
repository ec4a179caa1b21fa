import type { EmojiData } from "frimousse";

/** As `emojibase-data` has them. */
interface Entry {
  emoji: string;
  label: string;
  tags?: string[];
  group?: number;
  version: number;
  skins?: { emoji: string; tone: number | number[] }[];
}
interface Messages {
  groups: { message: string; order: number }[];
  skinTones: { key: string; message: string }[];
}

const ENTRIES = import.meta.glob<Entry[]>("../../../../../node_modules/emojibase-data/{en,es,pt,vi}/data.json", {
  import: "default",
});
const MESSAGES = import.meta.glob<Messages>("../../../../../node_modules/emojibase-data/{en,es,pt,vi}/messages.json", {
  import: "default",
});

/** Newer ones are boxes on systems that are some years old. */
const NEWEST = 15;
/** Skin tones and hair: parts of others. */
const COMPONENTS = 2;
const TONES = ["light", "medium-light", "medium", "medium-dark", "dark"] as const;

const loaded = new Map<string, Promise<EmojiData>>();

/** All emoji, named in a language; in English where the data does not speak it. They come with the page, from nowhere else. */
export function emojiData(language: string): Promise<EmojiData> {
  const known = loaded.get(language);
  if (known) return known;
  const reading = read(language);
  loaded.set(language, reading);
  reading.catch(() => loaded.delete(language));
  return reading;
}

async function read(language: string): Promise<EmojiData> {
  const find = <T>(files: Record<string, () => Promise<T>>, name: string) =>
    (files[pathOf(language, name)] ?? files[pathOf("en", name)])?.();
  const [entries = [], messages] = await Promise.all([find(ENTRIES, "data"), find(MESSAGES, "messages")]);
  const toneNames = Object.fromEntries(messages?.skinTones.map(({ key, message }) => [key, message]) ?? []);
  return {
    locale: language,
    emojis: entries.flatMap(emojiOf),
    categories: (messages?.groups ?? [])
      .filter(({ order }) => order !== COMPONENTS)
      .map(({ message, order }) => ({ index: order, label: message })),
    skinTones: Object.fromEntries(TONES.map((tone) => [tone, toneNames[tone] ?? tone])) as EmojiData["skinTones"],
  };
}

const pathOf = (language: string, name: string) =>
  `../../../../../node_modules/emojibase-data/${language}/${name}.json`;

function emojiOf({ emoji, label, tags = [], group, version, skins }: Entry): EmojiData["emojis"] {
  if (group === undefined || group === COMPONENTS || version > NEWEST) return [];
  const toned = skins?.filter(({ tone }) => typeof tone === "number") ?? [];
  const tones = Object.fromEntries(toned.map((skin) => [TONES[(skin.tone as number) - 1], skin.emoji]));
  const all =
    toned.length === TONES.length ? { skins: tones as NonNullable<EmojiData["emojis"][number]["skins"]> } : {};
  return [{ emoji, category: group, label, version, tags, ...all }];
}

/** Emoji by the beginning of a word of their name or of what they are about; the shortest names first. */
export function findEmoji({ emojis }: EmojiData, words: string, most: number): EmojiData["emojis"] {
  const sought = words.toLowerCase().replace(/_/g, " ");
  const rank = ({ label, tags }: EmojiData["emojis"][number]): number =>
    label.startsWith(sought)
      ? 0
      : label.includes(` ${sought}`)
        ? 1
        : tags.some((tag) => tag.startsWith(sought))
          ? 2
          : 3;
  return emojis
    .map((emoji) => ({ emoji, rank: rank(emoji) }))
    .filter((one) => one.rank < 3)
    .sort((one, other) => one.rank - other.rank || one.emoji.label.length - other.emoji.label.length)
    .slice(0, most)
    .map(({ emoji }) => emoji);
}
