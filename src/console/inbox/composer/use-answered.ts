import { useCallback, useState } from "react";
import type { Message } from "../../api/types.ts";
import { useMe } from "../../app/session.tsx";
import { useFrame } from "../../live/live.tsx";
import { isOthersAnswer } from "./seen.ts";

/** The first answer that somebody else gave while one was writing. */
export function useAnswered(conversationId: string, isWriting: boolean) {
  const meId = useMe().id;
  const [answered, setAnswered] = useState<Message | null>(null);
  useFrame("conversation:message", (message) => {
    if (message.conversation_id === conversationId && isWriting && isOthersAnswer(message, meId))
      setAnswered((before) => before ?? message);
  });
  const forget = useCallback(() => setAnswered(null), []);
  // Who writes nothing has nothing that may not fit.
  return { answered: isWriting ? answered : null, forget };
}
