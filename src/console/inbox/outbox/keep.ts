import type { Kept } from "./outgoing.ts";

type Storage = Pick<globalThis.Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

/** What was not sent yet, kept in the browser: one entry a message, so that several windows never undo each other's. */
export interface Keep {
  all: () => Kept[];
  get: (clientId: string) => Kept | null;
  put: (one: Kept) => void;
  remove: (clientId: string) => void;
  /** Whether an entry of the browser's storage is one of these. */
  isKey: (key: string | null) => boolean;
}

export function keepIn(storage: Storage, agentId: string): Keep {
  const prefix = `console:outbox:${agentId}:`;
  const parse = (text: string | null): Kept | null => {
    try {
      return text === null ? null : (JSON.parse(text) as Kept);
    } catch {
      return null;
    }
  };
  const keys = () =>
    Array.from({ length: storage.length }, (_, index) => storage.key(index)).filter((key) => key?.startsWith(prefix));
  return {
    all: () => keys().flatMap((key) => parse(storage.getItem(`${key}`)) ?? []),
    get: (clientId) => parse(storage.getItem(prefix + clientId)),
    put: (one) => storage.setItem(prefix + one.client_id, JSON.stringify(one)),
    remove: (clientId) => storage.removeItem(prefix + clientId),
    isKey: (key) => key === null || key.startsWith(prefix),
  };
}
