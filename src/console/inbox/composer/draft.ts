/** What an agent has begun to write and not sent. The list shows it, too. */
export interface Draft {
  text: string;
  isNote: boolean;
  /** When it was changed last. */
  at: string;
}

type Kept = Pick<Storage, "getItem" | "setItem" | "removeItem">;

const keyOf = (conversationId: string): string => `console:draft:${conversationId}`;

/** What is kept of a conversation's draft; null where nothing is. */
export function readDraft(storage: Kept, conversationId: string): Draft | null {
  try {
    const { text, isNote, at } = JSON.parse(storage.getItem(keyOf(conversationId)) ?? "{}");
    return typeof text === "string" && text !== "" ? { text, isNote: isNote === true, at: `${at}` } : null;
  } catch {
    return null;
  }
}

/** Keeps a draft until it is sent, also when the page is closed. Nothing is kept of what is empty. */
export function keepDraft(storage: Kept, conversationId: string, draft: Omit<Draft, "at">, now: number): void {
  try {
    if (draft.text.trim() === "") storage.removeItem(keyOf(conversationId));
    else storage.setItem(keyOf(conversationId), JSON.stringify({ ...draft, at: new Date(now).toISOString() }));
  } catch {
    // The browser's storage is full: what is written is still on screen.
  }
}
