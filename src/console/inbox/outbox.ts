import { useCallback, useEffect, useSyncExternalStore } from "react";
import { useMe } from "../app/session.tsx";
import { useConnection, useFrames } from "../live/live.tsx";
import { deliver } from "./outbox/deliver.ts";
import { keepIn } from "./outbox/keep.ts";
import type { Outgoing, OutgoingDraft } from "./outbox/outgoing.ts";
import { Sending } from "./outbox/sending.ts";

export type { Outgoing, OutgoingDraft, OutgoingFile } from "./outbox/outgoing.ts";

let sending: Sending | null = null;
const listeners = new Set<() => void>();
const NONE: Outgoing[] = [];

const changed = (): void => {
  for (const listener of listeners) listener();
};
const onChange = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Work of one name is done by one window at a time. Where the browser has no locks, the server's keys alone guard it. */
const alone = (name: string, work: () => Promise<void>): Promise<void> =>
  "locks" in navigator ? navigator.locks.request(`console:outbox:${name}`, work) : work();

const later = (work: () => void, ms: number): (() => void) => {
  const timer = setTimeout(work, ms);
  return () => clearTimeout(timer);
};

/** Has what the agent says sent while they are signed in: once, in the shell of all pages. */
export function useSending(): void {
  const { id, name } = useMe();
  const connection = useConnection();
  useEffect(() => {
    const keep = keepIn(localStorage, id);
    const started = new Sending({
      keep,
      agent: { id, name },
      deliver: (one) => deliver(connection, one),
      alone,
      now: Date.now,
      newId: () => crypto.randomUUID(),
      later,
    });
    sending = started;
    const stops = [
      started.onChange(changed),
      connection.onStatus(() => connection.status === "open" && started.wake()),
    ];
    const onStorage = ({ key }: StorageEvent) => keep.isKey(key) && started.changedElsewhere();
    window.addEventListener("storage", onStorage);
    started.wake();
    changed();
    return () => {
      for (const stop of stops) stop();
      window.removeEventListener("storage", onStorage);
      started.close();
      if (sending === started) sending = null;
    };
  }, [connection, id, name]);
  useFrames((frame) => {
    if (frame.type === "conversation:message")
      sending?.told(frame.data.conversation_id, { id: frame.data.id, seq: frame.data.seq });
    if (frame.type === "note:added") sending?.told(frame.data.conversation_id, { id: null, seq: frame.seq ?? null });
  });
}

/** What the agent said in a conversation and the server has not told back yet, in order. */
export function useOutbox(conversationId: string): Outgoing[] {
  const read = useCallback(() => sending?.of(conversationId) ?? NONE, [conversationId]);
  return useSyncExternalStore(onChange, read);
}

/**
 * Says something: it is on screen at once, kept until the server has it, and sent once.
 * @param seenSeq the last seq that the agent had seen; null sends it whatever was said since
 */
export const send = (conversationId: string, draft: OutgoingDraft, seenSeq: number | null = null): void =>
  void sending?.send(conversationId, draft, seenSeq);

/** Tries what failed again; what was held because somebody said something meanwhile is sent anyway. */
export const retry = (clientId: string): void => sending?.retry(clientId);

/** Takes back what was not sent. @returns what it said, null when it may be with the server already */
export const discard = (clientId: string): OutgoingDraft | null => sending?.discard(clientId) ?? null;
