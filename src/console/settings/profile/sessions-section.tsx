import { MonitorSmartphone } from "lucide-react";
import { useState } from "react";
import { useCall, useChange } from "../../api/use-call.ts";
import { signOut, useIdentity } from "../../app/session.tsx";
import { useText } from "../../locales/text.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Confirm } from "../../ui/dialog.tsx";
import { Section } from "../../ui/page.tsx";
import { ProblemNote } from "../../ui/problem.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { Time } from "../../ui/time.tsx";
import { toastProblem } from "../../ui/toast.tsx";
import { browserOf } from "./browser.ts";

/** Where an agent is signed in, and the way to end it. */
export function SessionsSection({ agentId }: { agentId: string }) {
  const t = useText("settings");
  const { agent, session: own } = useIdentity();
  const params = { id: agentId };
  const sessions = useCall("listSessions", { params });
  const end = useChange("deleteSessions", ["listSessions"]);
  const [isAsked, setAsked] = useState(false);
  const isMine = agent?.id === agentId;
  const all = sessions.data?.sessions;
  const endAll = async () => {
    await end.mutateAsync({ params }).catch((error) => {
      toastProblem(error);
      throw error;
    });
    if (isMine) await signOut();
  };
  return (
    <Section
      title={t("sessions.title")}
      lead={t("sessions.lead")}
      actions={
        all &&
        all.length > 0 && (
          <Button size="small" onClick={() => setAsked(true)}>
            {t("sessions.endAll")}
          </Button>
        )
      }
    >
      {sessions.error && <ProblemNote error={sessions.error} />}
      {sessions.isPending && <Skeleton className="h-10" />}
      {all?.length === 0 && <p className="text-sm text-muted">{t("sessions.none")}</p>}
      <ul className="flex flex-col gap-3 empty:hidden">
        {all?.map(({ id, seen_at, created_at, user_agent }) => (
          <li key={id} className="flex items-center gap-3 text-sm">
            <MonitorSmartphone aria-hidden className="size-5 shrink-0 text-faint" />
            <div className="min-w-0 grow">
              <p className="truncate font-medium" title={user_agent ?? undefined}>
                {browserOf(user_agent) ?? t("sessions.unknown")}
              </p>
              <p className="text-xs text-muted">
                {t("sessions.since")} <Time at={created_at} /> · {t("sessions.seen")} <Time at={seen_at} />
              </p>
            </div>
            {id === own?.id && <Badge tone="accent">{t("sessions.this")}</Badge>}
          </li>
        ))}
      </ul>
      <Confirm
        open={isAsked}
        onOpenChange={setAsked}
        title={t("sessions.question")}
        detail={t(isMine ? "sessions.mineDetail" : "sessions.detail")}
        action={t("sessions.endAll")}
        onConfirm={endAll}
      />
    </Section>
  );
}
