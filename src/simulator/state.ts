import { completed, DEFAULT_TEMPLATES } from "./defaults.ts";
import {
  type Account,
  type BusinessNumber,
  type Chat,
  type Contact,
  chatKey,
  type Delivery,
  isShown,
  type Media,
  type Message,
  type Template,
} from "./model.ts";
import type { ServiceSettings, Waiting } from "./services/kept.ts";
import type { Memory } from "./services/service.ts";
import { DEFAULT_SETTINGS, type Settings, type SettingsChange } from "./settings.ts";

interface Tables {
  number: BusinessNumber;
  account: Account;
  contact: Contact;
  message: Message;
  chat: Chat;
  media: Media;
  delivery: Delivery;
  templates: { templates: Template[] };
  settings: SettingsChange;
  service: ServiceSettings;
  service_memory: { memory: Memory };
  service_known: { key: string; at: number };
  service_waiting: Waiting;
}

export type Kind = keyof Tables;

/** One change, as the journal keeps it. Applying one twice does no harm. */
export type Change = {
  [K in Kind]: { kind: K; key: string; put?: Tables[K]; merge?: Partial<Tables[K]>; drop?: true };
}[Kind];

/** Where changes are written down. */
export interface Journal {
  append(change: Change): void;
}

type Listener = (kind: Kind, key: string) => void;

/** The oldest messages of a chat beyond this are let go when the journal is compacted. */
const KEPT_PER_CHAT = 2_000;

/** All that the simulator knows. Every change goes through `put`, `merge` or `drop`, and so into the journal. */
export class State {
  readonly #tables: { [K in Kind]: Map<string, Tables[K]> } = {
    number: new Map(),
    account: new Map(),
    contact: new Map(),
    message: new Map(),
    chat: new Map(),
    media: new Map(),
    delivery: new Map(),
    templates: new Map(),
    settings: new Map(),
    service: new Map(),
    service_memory: new Map(),
    service_known: new Map(),
    service_waiting: new Map(),
  };
  readonly #idsByChat = new Map<string, string[]>();
  readonly #listeners: Listener[] = [];
  #journal: Journal | null = null;

  /** Takes in what the journal holds, without writing it again. What a newer version wrote is left out. */
  replay(changes: Iterable<Change>): void {
    for (const change of changes) {
      if (!this.#tables[change.kind]) continue;
      const whole = change.put && completed[change.kind]?.(change.put as never);
      this.#apply(whole ? ({ ...change, put: whole } as Change) : change);
    }
  }

  /** From now on every change is written down. */
  record(journal: Journal): void {
    this.#journal = journal;
  }

  onChange(listener: Listener): void {
    this.#listeners.push(listener);
  }

  put<K extends Kind>(kind: K, key: string, put: Tables[K]): void {
    this.#commit({ kind, key, put } as Change);
  }

  merge<K extends Kind>(kind: K, key: string, merge: Partial<Tables[K]>): void {
    this.#commit({ kind, key, merge } as Change);
  }

  drop(kind: Kind, key: string): void {
    this.#commit({ kind, key, drop: true });
  }

  get<K extends Kind>(kind: K, key: string): Tables[K] | undefined {
    return this.#tables[kind].get(key);
  }

  all<K extends Kind>(kind: K): Tables[K][] {
    return [...this.#tables[kind].values()];
  }

  get settings(): Settings {
    const { webhooks, ...set } = this.get("settings", "settings") ?? {};
    return { ...DEFAULT_SETTINGS, ...set, webhooks: { ...DEFAULT_SETTINGS.webhooks, ...webhooks } };
  }

  get templates(): Template[] {
    return this.get("templates", "templates")?.templates ?? DEFAULT_TEMPLATES;
  }

  /** A chat's messages, oldest first. */
  messagesOf(chat: string): Message[] {
    const ids = this.#idsByChat.get(chat) ?? [];
    return ids.flatMap((id) => this.get("message", id) ?? []);
  }

  /** The last bubble of a chat. */
  lastMessageOf(chat: string): Message | undefined {
    const ids = this.#idsByChat.get(chat) ?? [];
    for (let index = ids.length - 1; index >= 0; index--) {
      const message = this.get("message", ids[index] ?? "");
      if (message && isShown(message)) return message;
    }
    return undefined;
  }

  /** The fewest changes that make this state again. */
  *compacted(): Generator<Change> {
    const forgotten = new Set([...this.#idsByChat.values()].flatMap((ids) => ids.slice(0, -KEPT_PER_CHAT)));
    for (const kind of Object.keys(this.#tables) as Kind[]) {
      for (const [key, put] of this.#tables[kind]) {
        if (kind !== "message" || !forgotten.has(key)) yield { kind, key, put } as Change;
      }
    }
  }

  #commit(change: Change): void {
    this.#journal?.append(change);
    this.#apply(change);
    for (const listener of this.#listeners) listener(change.kind, change.key);
  }

  #apply({ kind, key, put, merge, drop }: Change): void {
    const table = this.#tables[kind] as Map<string, object>;
    if (drop) table.delete(key);
    else if (put) {
      if (kind === "message") this.#index(put as Message);
      table.set(key, put);
    } else if (table.has(key) || kind === "settings") table.set(key, { ...table.get(key), ...merge });
  }

  /** A message whose sender has another number now moves to that chat. */
  #index(message: Message): void {
    const known = this.get("message", message.id);
    const chat = chatKey(message);
    if (known && chatKey(known) === chat) return;
    if (known)
      this.#idsByChat.set(
        chatKey(known),
        this.#idsOf(chatKey(known)).filter((id) => id !== message.id),
      );
    this.#idsByChat.set(chat, this.#idsOf(chat));
    this.#idsOf(chat).push(message.id);
  }

  #idsOf(chat: string): string[] {
    return this.#idsByChat.get(chat) ?? [];
  }
}
