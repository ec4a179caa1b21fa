import { useSyncExternalStore } from "react";
import type { Message } from "../../api/types.ts";

const quotes = new Map<string, Message>();
const listeners = new Set<() => void>();

const onChange = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Has the next message of a conversation quote another; null has it quote nothing. The composer takes the keyboard. */
export function setQuote(conversationId: string, message: Message | null): void {
  if (message === null) quotes.delete(conversationId);
  else quotes.set(conversationId, message);
  for (const listener of listeners) listener();
}

/** What the next message of a conversation quotes. */
export const useQuote = (conversationId: string): Message | null =>
  useSyncExternalStore(onChange, () => quotes.get(conversationId) ?? null);
