import { useRef } from "react";
import { useLocation } from "wouter";
import { call } from "../../api/client.ts";
import { SETTINGS_STALE_MS } from "../../api/people.ts";
import type { Conversation } from "../../api/types.ts";
import { useCall } from "../../api/use-call.ts";
import { useMe } from "../../app/session.tsx";
import { useFrames, usePresence } from "../../live/live.tsx";
import { toastProblem } from "../../ui/toast.tsx";
import { alert } from "./alert.ts";
import { mentioned, type News, newsOf } from "./alert-news.ts";

/**
 * Tells an agent who is on line, and looks elsewhere, of what is offered and handed over to them, said to them by customers
 * of theirs, and asked of them in a note.
 */
export function useAlerts(): void {
  const me = useMe();
  const [, navigate] = useLocation();
  const isOnline = usePresence().get(me.id) === "online";
  const tenant = useCall("getTenant", undefined, { staleTime: SETTINGS_STALE_MS });
  const teams = useCall("listTeams", undefined, { staleTime: SETTINGS_STALE_MS });
  const known = useRef<Parameters<typeof newsOf>[0]>(new Map());
  const hear = (conversation: Conversation): void => {
    const news = newsOf(known.current, conversation, {
      meId: me.id,
      teamIds: (teams.data?.teams ?? []).filter(({ agent_ids }) => agent_ids.includes(me.id)).map(({ id }) => id),
      isManual: tenant.data?.policies.assignment === "manual",
      now: Date.now(),
    });
    if (news !== null) tell(news, conversation);
  };
  const tell = (news: News, conversation: Conversation): void => {
    if (isOnline) void alert(news, conversation, (id) => navigate(`/conversations/${id}`)).catch(toastProblem);
  };
  const name = async (id: string): Promise<void> =>
    tell(mentioned(id), await call("getConversation", { params: { id } }));
  useFrames((frame) => {
    if (frame.type === "conversation:new" || frame.type === "conversation:updated") hear(frame.data);
    if (frame.type === "agent:mentioned" && frame.data.agent_ids.includes(me.id) && frame.data.agent_id !== me.id)
      void name(frame.data.conversation_id).catch(toastProblem);
  });
}
