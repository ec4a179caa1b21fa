import { useRef } from "react";
import { useLocation } from "wouter";
import { SETTINGS_STALE_MS } from "../../api/people.ts";
import type { Conversation } from "../../api/types.ts";
import { useCall } from "../../api/use-call.ts";
import { useMe } from "../../app/session.tsx";
import { useFrames, usePresence } from "../../live/live.tsx";
import { toastProblem } from "../../ui/toast.tsx";
import { alert } from "./alert.ts";
import { newsOf } from "./alert-news.ts";

/** Tells an agent who is on line, and looks elsewhere, of what is offered and handed over to them. */
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
    if (news === null || !isOnline) return;
    void alert(news, conversation, (id) => navigate(`/conversations/${id}`)).catch(toastProblem);
  };
  useFrames((frame) => {
    if (frame.type === "conversation:new" || frame.type === "conversation:updated") hear(frame.data);
  });
}
