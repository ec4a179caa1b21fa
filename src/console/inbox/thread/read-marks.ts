import { useEffect, useRef } from "react";
import { call } from "../../api/client.ts";
import type { Conversation } from "../../api/types.ts";
import { useConnection } from "../../live/live.tsx";

/**
 * Says that the agent has seen what the customer said: once for each message, while the end is in sight and the window
 * has the focus. Over the line, else by a call.
 * @param seq of the customer's last message; 0 where there is none
 */
export function useReadMarks(conversation: Conversation | undefined, seq: number, isEndInSight: boolean): void {
  const connection = useConnection();
  const marked = useRef(0);
  const id = conversation?.id;
  // What nobody said anything in since is not marked anew by each who looks at it.
  const isNews = (conversation?.unread_count ?? 0) > 0;
  useEffect(() => {
    if (id === undefined || !isEndInSight || seq === 0 || !isNews) return;
    const mark = () => {
      if (seq <= marked.current || !document.hasFocus()) return;
      const before = marked.current;
      marked.current = seq;
      const byCall = () => call("markConversationRead", { params: { id }, body: {} });
      const said =
        connection.status === "open" ? connection.ask("read", { conversation_id: id, seq }).catch(byCall) : byCall();
      said.catch(() => {
        marked.current = Math.min(marked.current, before);
      });
    };
    mark();
    window.addEventListener("focus", mark);
    return () => window.removeEventListener("focus", mark);
  }, [connection, id, seq, isEndInSight, isNews]);
}
