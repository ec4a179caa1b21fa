import { CLOSE_REASONS, OFFER_OUTCOMES, TICKET_STATES } from "../../api/log-words.ts";
import { SETTINGS_STALE_MS, usePeople } from "../../api/people.ts";
import { useCall } from "../../api/use-call.ts";
import { useText } from "../../locales/text.ts";
import { dateTimeOf } from "../../ui/time.tsx";
import { type Deed, fieldOf } from "./activity-words.ts";

const ACTORS = ["customer", "llm", "flow", "system", "api", "channel"] as const;
const PRIORITIES = ["urgent", "high", "normal", "low"] as const;

/** The one of these that it is; null where the log knows more words than we do. */
const oneOf = <T extends string>(words: readonly T[], word: string | null): T | null =>
  words.find((one) => one === word) ?? null;

/** What was done, in a sentence that names who did it. */
export function useDeedWords(): (deed: Deed) => string {
  const t = useText("panel");
  const work = useText("work");
  const { nameOf } = usePeople();
  const outlets = useCall("listOutlets", undefined, { staleTime: SETTINGS_STALE_MS }).data?.outlets;
  const somebody = work("standing.somebody");
  const nameIn = (deed: Deed): string => nameOf(fieldOf(deed, "agent_id")) ?? somebody;
  const actorOf = ({ actor }: Deed): string => {
    if (actor.type === "agent") return nameOf(actor.id) ?? somebody;
    return t(`actor.${oneOf(ACTORS, actor.type) ?? "system"}`);
  };
  return (deed) => {
    const actor = actorOf(deed);
    switch (deed.key) {
      case "assigned":
        return deed.actor.id !== null && deed.actor.id === deed.event.agent_id
          ? t("deed.took", { actor })
          : t("deed.assigned", { actor, name: nameIn(deed) });
      case "closed":
        return t(`deed.closed_by.${oneOf(CLOSE_REASONS, fieldOf(deed, "reason")) ?? "api"}`, { actor });
      case "snoozed": {
        const until = fieldOf(deed, "until");
        return until === null || until.startsWith("9999-")
          ? t("deed.aside", { actor })
          : t("deed.snoozed", { actor, until: dateTimeOf(until) });
      }
      case "priority":
        return t("deed.priority", {
          actor,
          priority: work(`priority.${oneOf(PRIORITIES, fieldOf(deed, "priority")) ?? "none"}`),
        });
      case "moved": {
        const outlet = outlets?.find(({ id }) => id === deed.event.outlet_id)?.name ?? somebody;
        return t("deed.moved", { actor, outlet });
      }
      case "rated":
        return t("deed.rated", { count: Number(deed.event.score) });
      case "customer":
        return t("deed.customer", { id: fieldOf(deed, "customer_id") });
      case "ticketOffered":
        return t("deed.ticketOffered", { name: nameIn(deed) });
      case "offerEnded":
        return t(`deed.offer.${oneOf(OFFER_OUTCOMES, fieldOf(deed, "outcome")) ?? "withdrawn"}`, {
          name: nameIn(deed),
        });
      case "ticketState":
        return t("deed.ticketState", {
          actor,
          state: t(`ticket.${oneOf(TICKET_STATES, fieldOf(deed, "state")) ?? "open"}`),
        });
      default:
        return t(`deed.${deed.key}`, { actor });
    }
  };
}
