import { personOf } from "../../api/conversation.ts";
import { whyHandedOver } from "../../api/reason.ts";
import type { Conversation } from "../../api/types.ts";
import { textsOf } from "../../locales/text.ts";
import type { News } from "./alert-news.ts";
import { hasSound, notifications } from "./alert-settings.ts";

/** A window that the agent looks at is first: then the others keep silent. */
const PATIENCE_MS = 250;
/** So long the same news is nobody else's. */
const HELD_MS = 4_000;

const isLookedAt = (): boolean => !document.hidden && document.hasFocus();

/**
 * Tells of news by a sound and a desktop notification, where nobody looks at any window of the console. One window of
 * several does: whoever has the lock.
 */
export async function alert(news: News, conversation: Conversation, open: (id: string) => void): Promise<void> {
  if (!isLookedAt()) await new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
  const tell = async (): Promise<void> => {
    if (hasSound()) (await import("./sound.ts")).ring();
    if (notifications() === "on") notify(news, conversation, open);
  };
  if (!("locks" in navigator)) return isLookedAt() ? undefined : tell();
  await navigator.locks.request(`console:alert:${news.key}`, { ifAvailable: true }, async (lock) => {
    if (lock === null) return;
    if (!isLookedAt()) await tell();
    await new Promise((resolve) => setTimeout(resolve, HELD_MS));
  });
}

function notify({ kind, key }: News, conversation: Conversation, open: (id: string) => void): void {
  const t = textsOf("work");
  const body = conversation.last_message?.content ?? whyHandedOver(conversation) ?? "";
  const notification = new Notification(t(`alerts.${kind}`, { name: personOf(conversation) }), { body, tag: key });
  notification.onclick = () => {
    window.focus();
    notification.close();
    open(conversation.id);
  };
}
