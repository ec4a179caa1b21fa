import {
  type BusinessNumber,
  type Chat,
  type Contact,
  chatKey,
  DEFAULT_SETTINGS,
  type Delivery,
  type Message,
  type Settings,
} from "./model.ts";

interface Tables {
  number: BusinessNumber;
  contact: Contact;
  message: Message;
  chat: Chat;
  delivery: Delivery;
  settings: Settings;
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
    contact: new Map(),
    message: new Map(),
    chat: new Map(),
    delivery: new Map(),
    settings: new Map(),
  };
  readonly #idsByChat = new Map<string, string[]>();
  readonly #listeners: Listener[] = [];
  #journal: Journal | null = null;

  /** Takes in what the journal holds, without writing it again. */
  replay(changes: Iterable<Change>): void {
    for (const change of changes) this.#apply(change);
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
    return { ...DEFAULT_SETTINGS, ...this.get("settings", "settings") };
  }

  /** A chat's messages, oldest first. */
  messagesOf(chat: string): Message[] {
    const ids = this.#idsByChat.get(chat) ?? [];
    return ids.flatMap((id) => this.get("message", id) ?? []);
  }

  lastMessageOf(chat: string): Message | undefined {
    const id = this.#idsByChat.get(chat)?.at(-1);
    return id === undefined ? undefined : this.get("message", id);
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
      if (kind === "message" && !table.has(key)) this.#index(put as Message);
      table.set(key, put);
    } else if (table.has(key) || kind === "settings") table.set(key, { ...table.get(key), ...merge });
  }

  #index(message: Message): void {
    const chat = chatKey(message);
    const ids = this.#idsByChat.get(chat);
    if (ids) ids.push(message.id);
    else this.#idsByChat.set(chat, [message.id]);
  }
}
