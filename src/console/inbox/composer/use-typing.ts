import { useCallback, useEffect, useRef } from "react";
import { useConnection } from "../../live/live.tsx";

/** The sign is renewed so often while one writes; others take it away by themselves some seconds after the last. */
const RENEWED_MS = 3_000;

/** Tells others that one writes, and when one stops; the customer is not told of a note. */
export function useTyping(conversationId: string, isNote: boolean) {
  const connection = useConnection();
  const saidAt = useRef(0);
  const say = useCallback(
    (typing: boolean) =>
      connection.say("typing", { conversation_id: conversationId, typing, ...(isNote && { note: true }) }),
    [connection, conversationId, isNote],
  );
  const stop = useCallback(() => {
    if (saidAt.current === 0) return;
    saidAt.current = 0;
    say(false);
  }, [say]);
  const wrote = useCallback(() => {
    const now = Date.now();
    if (now - saidAt.current < RENEWED_MS) return;
    saidAt.current = now;
    say(true);
  }, [say]);
  // Another conversation, or a note in place of a reply: what was said of the one before is over.
  useEffect(() => stop, [stop]);
  return { wrote, stop };
}
