import { useCallback, useState } from "react";
import { keepDraft, readDraft } from "./draft.ts";

/** What is being written in a conversation: kept in the browser as it is written. */
export function useDraft(conversationId: string) {
  const [draft, setDraft] = useState(() => readDraft(localStorage, conversationId) ?? { text: "", isNote: false });
  const change = useCallback(
    (part: { text?: string; isNote?: boolean }) =>
      setDraft((before) => {
        const after = { text: part.text ?? before.text, isNote: part.isNote ?? before.isNote };
        keepDraft(localStorage, conversationId, after, Date.now());
        return after;
      }),
    [conversationId],
  );
  return { text: draft.text, isNote: draft.isNote, change };
}
