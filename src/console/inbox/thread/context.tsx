import { createContext, useContext } from "react";
import { usePeople } from "../../api/people.ts";
import type { Conversation, Message } from "../../api/types.ts";
import { useText } from "../../locales/text.ts";
import type { ThreadStore } from "./store/thread-store.ts";

/** What the rows of a thread need to know of it. */
export interface ThreadContent {
  conversation: Conversation;
  store: ThreadStore;
  /** Brings a place of the log into sight, and marks it. */
  jump: (seq: number) => void;
}

const Context = createContext<ThreadContent | null>(null);
export const ThreadProvider = Context.Provider;

export function useThreadContent(): ThreadContent {
  const content = useContext(Context);
  if (content === null) throw new Error("useThreadContent is used outside of a thread");
  return content;
}

/** Names of agents, by their ids; the id where nobody knows it any more. */
export function useAgentName(): (id: string | null) => string {
  const t = useText("thread");
  const { nameOf } = usePeople();
  return (id) => (id === null ? t("sender.nobody") : (nameOf(id) ?? t("sender.unknown")));
}

/** A default that stands for a name nobody gave. */
const NAMELESS = ["Agent", "AI agent", "Flow", "System"];

/** Who said a message, as people call them. */
export function useSenderName(): (message: Pick<Message, "sender" | "sender_type" | "origin">) => string {
  const t = useText("thread");
  const { conversation } = useThreadContent();
  const agentName = useAgentName();
  return ({ sender, sender_type, origin }) => {
    if (sender_type === "customer")
      return conversation.customer_name ?? conversation.customer_phone ?? t("sender.customer");
    if (origin === "echo") return t("sender.phone");
    if (origin === "standby") return t("sender.otherApp");
    const isNamed = sender.display_name !== "" && !NAMELESS.includes(sender.display_name);
    if (isNamed) return sender.display_name;
    return sender_type === "agent" && sender.id !== null ? agentName(sender.id) : t(`sender.${sender_type}`);
  };
}
