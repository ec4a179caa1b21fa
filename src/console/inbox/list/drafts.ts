/** What the composer keeps of what was not sent yet. */
interface Draft {
  text: string;
  isNote: boolean;
}

const KEPT = "console:draft:";

/** What an agent has begun to write in a conversation; null where nothing. */
export function draftOf(conversationId: string): Draft | null {
  try {
    const { text, isNote } = JSON.parse(localStorage.getItem(`${KEPT}${conversationId}`) ?? "{}");
    return typeof text === "string" && text.trim() !== ""
      ? { text: text.slice(0, 200), isNote: isNote === true }
      : null;
  } catch {
    return null;
  }
}
