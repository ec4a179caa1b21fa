import type { Faults } from "./faults.ts";
import { NO_FAULTS } from "./faults.ts";
import type { CloudEvent, Customer, Memory, ServiceName } from "./service.ts";

/** What is set of a service. */
export interface ServiceSettings {
  name: ServiceName;
  /** Where the store is; null until it is told. */
  store_url: string | null;
  api_key: string | null;
  /** Those that callbacks may be signed with; without any, none is taken. */
  secrets: string[];
  faults: Faults;
  /** Whom `ms-gateway` knows. */
  customers: Customer[];
  /** How long a thought takes; null as long as the service always takes. */
  thinks_ms: number | null;
}

/** Something that a service has to say, until the store has taken it. */
export interface Waiting {
  id: string;
  service: ServiceName;
  /** What shares it leaves in order: what the service says of one conversation. */
  lane: string;
  /** When it was thought of, among all: 1, 2, 3…. */
  order: number;
  event: CloudEvent;
  due_at: number;
  attempts: number;
  /** Does not wait for what comes before it in its lane. */
  loose: boolean;
}

/** Where the stand-ins keep what they must not forget. */
export interface Kept {
  settings(name: ServiceName): ServiceSettings;
  change(name: ServiceName, changes: Partial<ServiceSettings>): void;
  memory(key: string): Memory;
  remember(key: string, memory: Memory): void;
  isKnown(key: string): boolean;
  know(key: string, at: number): void;
  /** In the order in which it was thought of. */
  waiting(): Waiting[];
  wait(waiting: Waiting): void;
  forget(id: string): void;
}

export const newSettings = (name: ServiceName): ServiceSettings => ({
  ...{ name, store_url: null, api_key: null, secrets: [], faults: NO_FAULTS, customers: [], thinks_ms: null },
});

/** Kept for as long as the program runs. */
export function keptInMemory(): Kept {
  const settings = new Map<ServiceName, ServiceSettings>();
  const memories = new Map<string, Memory>();
  const known = new Set<string>();
  const waiting = new Map<string, Waiting>();
  const settingsOf = (name: ServiceName) => settings.get(name) ?? newSettings(name);
  return {
    settings: settingsOf,
    change: (name, changes) => void settings.set(name, { ...settingsOf(name), ...changes }),
    memory: (key) => memories.get(key) ?? null,
    remember: (key, memory) => void memories.set(key, memory),
    isKnown: (key) => known.has(key),
    know: (key) => void known.add(key),
    waiting: () => [...waiting.values()],
    wait: (one) => void waiting.set(one.id, one),
    forget: (id) => void waiting.delete(id),
  };
}
