import { CLOSE_REASONS, OFFER_OUTCOMES, TICKET_STATES } from "../../api/log-words.ts";
import { reasonOf } from "../../api/reason.ts";
import type { LogEvent } from "../../api/types.ts";
import { useText } from "../../locales/text.ts";
import { dateTimeOf } from "../../ui/time.tsx";
import { useAgentName } from "./context.tsx";

/** Keys of what is said in several ways, told apart by one of the event's words. */
const CONTROLS = ["flow", "ai", "queue", "agent", "none"] as const;
const TRIGGERS = [
  "people_first",
  "automatic_limit",
  "keyword",
  "low_confidence",
  "sentiment",
  "channel",
  "api",
  "agent",
  "ai_flag",
  "ai_timeout",
  "flow",
  "ticket",
] as const;
const CAUSES = ["time", "customer", "agent", "api"] as const;
const PRIORITIES = ["low", "normal", "high", "urgent"] as const;

const oneOf = <T extends string>(all: readonly T[], value: unknown, otherwise: T): T =>
  all.find((one) => one === value) ?? otherwise;

/** What nobody but the system wished for was no service's wish. */
const triggerOf = ({ actor, trigger }: LogEvent) =>
  actor.type === "system" && trigger === "api" ? "system" : oneOf(TRIGGERS, trigger, "api");

/** What happened, in words for an agent: who did it, why, and until when. */
export function useEventWords(): (event: LogEvent) => string {
  const t = useText("thread");
  const agentName = useAgentName();
  const nameOf = (id: unknown) => agentName(typeof id === "string" ? id : null);
  const actorName = ({ actor }: LogEvent): string =>
    actor.type === "agent" ? agentName(actor.id) : t(`actor.${actor.type}`);
  const wordsOf = (event: LogEvent): string => {
    const by = actorName(event);
    switch (event.type) {
      case "conversation.opened":
        return t("events.opened");
      case "conversation.reopened":
        return t("events.reopened", { by });
      case "conversation.closed": {
        const reason = oneOf(CLOSE_REASONS, event.reason, "api");
        return reason === "agent" ? t("events.closed.agent", { by }) : t(`events.closed.${reason}`);
      }
      case "conversation.snoozed":
        return t("events.snoozed", { by, until: dateTimeOf(`${event.until}`) });
      case "conversation.unsnoozed":
        return t(`events.unsnoozed.${oneOf(CAUSES, event.cause, "api")}`, { by });
      case "conversation.labels_changed": {
        const labels = Array.isArray(event.labels) ? event.labels : [];
        return labels.length === 0
          ? t("events.labelsNone", { by })
          : t("events.labels", { by, labels: labels.join(", ") });
      }
      case "conversation.priority_changed":
        return event.priority === null
          ? t("events.priorityNone", { by })
          : t("events.priority", { by, priority: t(`priority.${oneOf(PRIORITIES, event.priority, "normal")}`) });
      case "conversation.moved":
        return t("events.moved", { by });
      case "conversation.details_changed":
        return t("events.details", { by });
      case "conversation.rated":
        return t("events.rated", { count: Number(event.score) });
      case "inactivity.warned":
        return t("events.warned", { at: dateTimeOf(`${event.closes_at}`) });
      case "thread.forwarded":
        return t("events.forwarded");
      case "thread.joined":
        return t("events.joined");
      case "phone.left":
        return t("events.phoneLeft", { phone: `${event.phone}` });
      case "handoff.requested":
        return t("events.handoff", { trigger: t(`trigger.${triggerOf(event)}`) });
      case "agent.assigned":
        if (event.agent_id === null) return t("events.unassigned", { by });
        return event.actor.type === "agent" && event.actor.id === event.agent_id
          ? t("events.took", { by })
          : t("events.assigned", { by, to: nameOf(event.agent_id) });
      case "control.released":
        return t(`events.released.${oneOf(CONTROLS, event.control, "none")}`, { by });
      case "ai.timed_out":
        return t("events.aiTimedOut");
      case "ai.abstained":
        return t("events.aiAbstained");
      case "flow.requested":
        return t("events.flowBegan");
      case "flow.ended":
        return t("events.flowEnded");
      case "ticket.opened":
        return t("events.ticketOpened");
      case "ticket.offered":
        return t("events.offered", { to: nameOf(event.agent_id) });
      case "ticket.offer_ended":
        return t(`events.offerEnded.${oneOf(OFFER_OUTCOMES, event.outcome, "withdrawn")}`, {
          to: nameOf(event.agent_id),
        });
      case "ticket.state_changed":
        return t(`events.ticket.${oneOf(TICKET_STATES, event.state, "open")}`, { to: nameOf(event.agent_id) });
      case "ticket.closed":
        return t("events.ticket.closed");
      case "messages.purged":
        return t("events.purged");
      default:
        return event.type;
    }
  };
  return (event) => {
    const words = wordsOf(event);
    const reason = reasonOf(event);
    return reason === null ? words : t("events.because", { words, reason });
  };
}
