import { useEffect, useMemo, useRef, useSyncExternalStore } from "react";
import { call } from "../../api/client.ts";
import { readLog } from "../../api/log.ts";
import type { Conversation } from "../../api/types.ts";
import { useCall } from "../../api/use-call.ts";
import { useFrames, useRoom } from "../../live/live.tsx";
import { type ThreadState, type ThreadStore, threadStore } from "./store/thread-store.ts";
import type { Window } from "./store/windows.ts";

/** Threads that were looked at last are shown at once when one comes back to them. */
const KEPT = 8;
const kept = new Map<string, ThreadStore>();

function storeOf(id: string): ThreadStore {
  const known = kept.get(id);
  const store = known ?? threadStore(sourceOf(id), Number.parseInt(id.slice(-8), 16));
  kept.delete(id);
  kept.set(id, store);
  const [oldest] = kept.keys();
  if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
  return store;
}

const sourceOf = (id: string) => ({
  events: (window: Window) => readLog(id, window),
  lastMessages: (limit: number) => call("listMessages", { params: { id }, query: { limit } }),
});

/** The desk may hear of an event before the room does: so long it may take. */
const PATIENCE_MS = 400;

export interface OpenThread {
  state: ThreadState;
  store: ThreadStore;
  conversation: Conversation | undefined;
  /** Why it cannot be shown, with how to try again. */
  problem: { error: unknown; retry: () => void } | null;
}

/** A thread as it is read, told and read on. @param at where to begin: a seq; null for its end */
export function useThread(conversationId: string, at: number | null): OpenThread {
  useRoom(conversationId);
  const store = useMemo(() => storeOf(conversationId), [conversationId]);
  const state = useSyncExternalStore(store.onChange, store.get);
  const found = useCall("getConversation", { params: { id: conversationId } });
  const conversation = found.data;
  const isKnown = conversation !== undefined;
  const latest = useRef(conversation);
  latest.current = conversation;
  const begin = useRef(at);

  useEffect(() => {
    if (isKnown && latest.current) void store.open(latest.current, begin.current);
  }, [store, isKnown]);

  useFrames((frame) => {
    if (frame.type === "event" && frame.data.conversation_id === conversationId) store.told(frame.data);
    if (frame.type === "conversation:message" && frame.data.conversation_id === conversationId)
      store.headIs(frame.data.seq);
  });

  const last = conversation?.last_seq ?? 0;
  useEffect(() => {
    const timer = setTimeout(() => store.headIs(last), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [store, last]);

  const error = state.error ?? (isKnown ? null : found.error);
  const retry = () => (latest.current ? void store.open(latest.current, begin.current) : void found.refetch());
  return { state, store, conversation, problem: error === null || state.isReady ? null : { error, retry } };
}
