import { useCallback, useEffect, useMemo, useState } from "react";
import { useMe } from "../../app/session.tsx";
import { type Draft, draftKey, keepDraft, readDraft } from "../drafts.ts";

const NOTHING: Draft = { text: "", isNote: false };

/** What is being written in a conversation: kept in the browser as it is written, and the same in each of its windows. */
export function useDraft(conversationId: string) {
  const agentId = useMe().id;
  const place = useMemo(() => ({ agentId, conversationId }), [agentId, conversationId]);
  const [draft, setDraft] = useState(() => readDraft(localStorage, place) ?? NOTHING);
  const change = useCallback(
    (part: Partial<Draft>) =>
      setDraft((before) => {
        const after = { ...before, ...part };
        keepDraft(localStorage, place, after);
        return after;
      }),
    [place],
  );
  // What was sent in one window would be sent again from another.
  useEffect(() => {
    const hear = ({ key }: StorageEvent) => {
      if (key === draftKey(place)) setDraft(({ isNote }) => readDraft(localStorage, place) ?? { text: "", isNote });
    };
    window.addEventListener("storage", hear);
    return () => window.removeEventListener("storage", hear);
  }, [place]);
  return { text: draft.text, isNote: draft.isNote, change };
}
