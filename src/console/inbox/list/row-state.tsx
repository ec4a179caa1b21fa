import { AlarmClock, Bot, Check, Clock, HandHelping, UserRound, Workflow } from "lucide-react";
import type { ReactNode } from "react";
import type { Conversation } from "../../api/types.ts";
import { useText } from "../../locales/text.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { Badge } from "../../ui/badge.tsx";
import { classes } from "../../ui/classes.ts";
import { dateTimeOf, shortTimeOf, spanOf, useNow } from "../../ui/time.tsx";
import { wakesAt } from "../handling/standing.ts";
import { waitsForPerson } from "./belonging.ts";

/** A customer who waits longer than this should be answered; than the second, is being lost. */
const LONG_MS = 5 * 60_000;
const TOO_LONG_MS = 15 * 60_000;
const MOST_LABELS = 2;
const MOST_BESIDE_OTHERS = 1;

interface StateProps {
  row: Conversation;
  agents: ReadonlyMap<string, string>;
  me: string;
}

/** Where a conversation stands: who has it, since when the customer waits, and its labels. */
export function RowState({ row, agents, me }: StateProps) {
  const t = useText("list");
  const agent = row.handoff_agent_id;
  const isFull = waitsForPerson(row) && agent === null;
  const shown = row.labels.slice(0, isFull ? MOST_BESIDE_OTHERS : MOST_LABELS);
  const more = row.labels.length - shown.length;
  return (
    <span className="flex h-5 min-w-0 items-center gap-1 overflow-hidden">
      <Who row={row} agents={agents} me={me} />
      <Waiting row={row} />
      <span className="flex min-w-0 items-center gap-1 overflow-hidden" title={row.labels.join(", ")}>
        {shown.map((label) => (
          <Small key={label} className="min-w-0 shrink">
            <bdi className="truncate">{label}</bdi>
          </Small>
        ))}
      </span>
      {more > 0 && <span className="shrink-0 text-2xs text-muted">{`+${more}`}</span>}
      {agent !== null && (
        <span title={nameOf(agent, agents, t("row.someAgent"))} className="ms-auto shrink-0">
          <Avatar name={agents.get(agent) ?? agent} id={agent} size="tiny" />
          <span className="sr-only">
            {t("row.assigned", { name: agent === me ? t("row.you") : nameOf(agent, agents, t("row.someAgent")) })}
          </span>
        </span>
      )}
    </span>
  );
}

const nameOf = (id: string, agents: ReadonlyMap<string, string>, otherwise: string) => agents.get(id) ?? otherwise;

const Small = ({ className, ...rest }: Parameters<typeof Badge>[0]) => (
  <Badge {...rest} className={classes("h-[1.15rem] px-1.5 py-0 text-2xs", className)} />
);

const Icons = { ai: Bot, flow: Workflow };

function Who({ row, agents, me }: StateProps): ReactNode {
  const t = useText("list");
  const now = useNow();
  const { control, state, snoozed_until, status } = row;
  if (state === "closed")
    return (
      <Small className="shrink-0">
        <Check aria-hidden className="size-3" />
        {t(status === "expired" ? "status.expired" : "status.resolved")}
      </Small>
    );
  const wakes = snoozed_until && wakesAt(snoozed_until);
  if (snoozed_until !== null)
    return (
      <span title={wakes ? dateTimeOf(wakes) : undefined} className="shrink-0">
        <Small tone="info">
          <AlarmClock aria-hidden className="size-3" />
          {wakes ? t("row.snoozed", { time: shortTimeOf(wakes, now) }) : t("row.aside")}
        </Small>
      </span>
    );
  if (control === "ai" || control === "flow") {
    const Icon = Icons[control];
    return (
      <Small className="shrink-0">
        <Icon aria-hidden className="size-3" />
        {t(`row.${control}`)}
      </Small>
    );
  }
  const offer = row.ticket?.offered_to;
  if (offer)
    return (
      <Small tone={offer.agent_id === me ? "accent" : "warning"} className="max-w-[60%]">
        <HandHelping aria-hidden className="size-3 shrink-0" />
        <span className="truncate">
          {offer.agent_id === me
            ? t("row.offeredToYou")
            : t("row.offered", { name: nameOf(offer.agent_id, agents, t("row.someAgent")) })}
        </span>
      </Small>
    );
  if (row.handoff_agent_id === null)
    return (
      <Small tone="warning" className="shrink-0">
        <UserRound aria-hidden className="size-3" />
        {t("row.needsPerson")}
      </Small>
    );
  return null;
}

function Waiting({ row }: { row: Conversation }): ReactNode {
  const t = useText("list");
  const now = useNow();
  if (!waitsForPerson(row) || row.waiting_since === null) return null;
  const ms = Math.max(0, now - Date.parse(row.waiting_since));
  const tone = ms >= TOO_LONG_MS ? "text-danger-text" : ms >= LONG_MS ? "text-warning-text" : "text-muted";
  const span = spanOf(Math.max(ms, 60_000), "narrow");
  return (
    <span
      title={t("row.waitingSince", { time: dateTimeOf(row.waiting_since) })}
      className={classes("inline-flex shrink-0 items-center gap-0.5 text-2xs font-medium tabular-nums", tone)}
    >
      <Clock aria-hidden className="size-3" />
      <span className="sr-only">{t("row.waiting")} </span>
      {span}
    </span>
  );
}
