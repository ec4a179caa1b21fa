import type { Executor } from "../../../src/conversation/executor.ts";
import type { ConversationRepository } from "../../../src/conversation/repository.ts";
import type { Event } from "../../../src/domain/events.ts";
import type { Thread } from "../../../src/domain/thread.ts";

/** Notes what does not hold. */
export type Check = (holds: boolean, what: string) => void;

/** A thread once all has come to rest. */
export interface State {
  key: string;
  log: Event[];
  thread: Thread;
  executor: Executor;
  repository: ConversationRepository;
  /** When it was erased last, in milliseconds that had passed. */
  renewedAt: number | null;
}

export const same = (one: unknown, other: unknown): boolean => sorted(one) === sorted(other);

export const sorted = (value: unknown): string =>
  JSON.stringify(value, (_, inner) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
