import { Plus } from "lucide-react";
import type { ReactNode } from "react";
import { SETTINGS_STALE_MS, usePeople } from "../../api/people.ts";
import { whyHandedOver } from "../../api/reason.ts";
import type { Conversation } from "../../api/types.ts";
import { useCall } from "../../api/use-call.ts";
import { useMe } from "../../app/session.tsx";
import { useText } from "../../locales/text.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Keys } from "../../ui/keys.tsx";
import { dateTimeOf } from "../../ui/time.tsx";
import { Tip } from "../../ui/tip.tsx";
import { openWork } from "../handling/open-work.ts";
import { PriorityIcon } from "../handling/priority-mark.tsx";
import { standingOf } from "../handling/standing.ts";
import { StandingBadge } from "../handling/standing-badge.tsx";
import { Row } from "./part.tsx";

/** What the conversation is, and what people made of it; what can be changed is a button. */
export function Details({ conversation }: { conversation: Conversation }) {
  const t = useText("panel");
  const work = useText("work");
  const meId = useMe().id;
  const reason = whyHandedOver(conversation);
  const { nameOf } = usePeople();
  const settings = { staleTime: SETTINGS_STALE_MS };
  const outlet = useCall("listOutlets", undefined, settings).data?.outlets.find(
    ({ id }) => id === conversation.outlet_id,
  );
  const inbox = useCall("listInboxes", undefined, settings).data?.inboxes.find(
    ({ id }) => id === conversation.inbox_id,
  );
  const team = useCall("listTeams", undefined, settings).data?.teams.find(
    ({ id }) => id === conversation.handoff_team_id,
  );
  const { control, handoff_agent_id, priority, labels, state } = conversation;
  // Of what is closed: who had it.
  const agentId = control === "agent" || state === "closed" ? handoff_agent_id : null;
  const agent = nameOf(agentId);
  return (
    <dl className="space-y-0.5">
      <Row name={t("details.status")}>
        <StandingBadge standing={standingOf(conversation, meId)} nameOf={nameOf} />
      </Row>
      <Row name={t("details.agent")}>
        <Change label={work("action.assign")} keys="a" disabled={state === "closed"} onClick={() => openWork("assign")}>
          {agentId && agent ? (
            <>
              <Avatar name={agent} id={agentId} size="tiny" />
              <span className="truncate">{agent}</span>
            </>
          ) : (
            <span className="text-muted">{t("details.nobody")}</span>
          )}
        </Change>
      </Row>
      <Row name={work("action.priority")}>
        <Change label={work("action.priority")} keys="p" onClick={() => openWork("priority")}>
          <PriorityIcon priority={priority} />
          <span className={priority === null ? "text-muted" : ""}>{work(`priority.${priority ?? "none"}`)}</span>
        </Change>
      </Row>
      <div className="flex gap-3 text-sm">
        <dt className="w-24 shrink-0 pt-1 text-muted">{work("action.labels")}</dt>
        <dd className="flex min-w-0 grow flex-wrap items-center gap-1 py-1">
          {labels.map((label) => (
            <Badge key={label}>
              <bdi className="truncate">{label}</bdi>
            </Badge>
          ))}
          <Change label={work("action.labels")} keys="l" onClick={() => openWork("labels")} isSmall>
            <Plus aria-hidden className="size-3.5 text-muted" />
            <span className={labels.length === 0 ? "text-muted" : "sr-only"}>{t("details.addLabel")}</span>
          </Change>
        </dd>
      </div>
      {team && <Row name={t("details.team")}>{team.name}</Row>}
      {outlet && (
        <Row name={t("details.outlet")}>
          <bdi className="block truncate">{outlet.name}</bdi>
        </Row>
      )}
      {inbox && (
        <Row name={t("details.inbox")}>
          <bdi className="block truncate">{inbox.name}</bdi>
        </Row>
      )}
      <Row name={t("details.started")}>
        <time dateTime={conversation.started_at}>{dateTimeOf(conversation.started_at)}</time>
      </Row>
      {reason && (
        <div className="flex gap-3 text-sm">
          <dt className="w-24 shrink-0 pt-1 text-muted">{t("details.reason")}</dt>
          <dd className="min-w-0 grow py-1">
            <span className="words line-clamp-4">{reason}</span>
          </dd>
        </div>
      )}
    </dl>
  );
}

interface ChangeProps {
  label: string;
  keys: string;
  disabled?: boolean;
  isSmall?: boolean;
  onClick: () => void;
  children: ReactNode;
}

/** What is, as the button that changes it. */
const Change = ({ label, keys, disabled = false, isSmall = false, onClick, children }: ChangeProps) => (
  <Tip label={label} keys={keys}>
    <button
      type="button"
      disabled={disabled}
      onClick={onClick}
      className={`group/change -mx-1.5 flex min-h-7 items-center gap-1.5 rounded-md px-1.5 text-start hover:bg-hover disabled:cursor-default disabled:hover:bg-transparent ${isSmall ? "" : "w-[calc(100%+0.75rem)]"}`}
    >
      {children}
      {!isSmall && !disabled && (
        <span aria-hidden className="ms-auto opacity-0 group-hover/change:opacity-100">
          <Keys keys={keys} />
        </span>
      )}
    </button>
  </Tip>
);
