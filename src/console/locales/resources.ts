import type channels from "./en/channels.json";
import type common from "./en/common.json";
import type composer from "./en/composer.json";
import type developers from "./en/developers.json";
import type knowledge from "./en/knowledge.json";
import type list from "./en/list.json";
import type operations from "./en/operations.json";
import type panel from "./en/panel.json";
import type reports from "./en/reports.json";
import type settings from "./en/settings.json";
import type signIn from "./en/sign-in.json";
import type thread from "./en/thread.json";
import type work from "./en/work.json";
import type { Values } from "./saying.ts";

/** The texts of each part of the console, by its name: as English has them. */
interface Resources {
  common: typeof common;
  "sign-in": typeof signIn;
  list: typeof list;
  thread: typeof thread;
  composer: typeof composer;
  panel: typeof panel;
  work: typeof work;
  settings: typeof settings;
  channels: typeof channels;
  knowledge: typeof knowledge;
  developers: typeof developers;
  reports: typeof reports;
  operations: typeof operations;
}

export type Namespace = keyof Resources;

type Plural = "zero" | "one" | "two" | "few" | "many" | "other";
/** What is counted is asked for by its key without the plural. */
type Asked<Key extends string> = Key extends `${infer Base}_${Plural}` ? Base | Key : Key;
type KeysOf<T> = {
  [Key in keyof T & string]: T[Key] extends string ? Asked<Key> : `${Key}.${KeysOf<T[Key]>}`;
}[keyof T & string];

/** The keys of a part's texts, joined by dots. */
type TextKey<N extends Namespace> = KeysOf<Resources[N]>;

/** Says a text; names in it stand for `values`, and `count` chooses its plural. */
export type Text<N extends Namespace> = (key: TextKey<N>, values?: Values) => string;
