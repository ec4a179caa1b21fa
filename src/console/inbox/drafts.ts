/** What an agent has begun to write and not sent. The list shows it, too. */
export interface Draft {
  text: string;
  isNote: boolean;
}

type Kept = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** Whose draft in which conversation: several agents may have one browser. */
export interface DraftPlace {
  agentId: string;
  conversationId: string;
}

/** The name that a draft is kept under. */
export const draftKey = ({ agentId, conversationId }: DraftPlace): string =>
  `console:draft:${agentId}:${conversationId}`;

/** What is kept of a draft; null where nothing is. */
export function readDraft(storage: Kept, place: DraftPlace): Draft | null {
  try {
    const { text, isNote } = JSON.parse(storage.getItem(draftKey(place)) ?? "{}");
    return typeof text === "string" && text.trim() !== "" ? { text, isNote: isNote === true } : null;
  } catch {
    return null;
  }
}

/** Keeps a draft until it is sent, also when the page is closed. Nothing is kept of what is empty. */
export function keepDraft(storage: Kept, place: DraftPlace, draft: Draft): void {
  try {
    if (draft.text.trim() === "") storage.removeItem(draftKey(place));
    else storage.setItem(draftKey(place), JSON.stringify(draft));
  } catch {
    // The browser's storage is full: what is written is still on screen.
  }
}
