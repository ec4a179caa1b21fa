import { usePeople } from "../../api/people.ts";
import type { Conversation } from "../../api/types.ts";
import { useText } from "../../locales/text.ts";
import { Badge, type BadgeTone } from "../../ui/badge.tsx";
import { Time } from "../../ui/time.tsx";
import { Row } from "./part.tsx";

type Ticket = NonNullable<Conversation["ticket"]>;

const TONES: Record<Ticket["state"], BadgeTone> = {
  pending: "warning",
  open: "accent",
  standby: "info",
  closed: "neutral",
};

/** People's work on it. */
export function TicketPart({ conversation, ticket }: { conversation: Conversation; ticket: Ticket }) {
  const t = useText("panel");
  const { nameOf } = usePeople();
  const agent = nameOf(ticket.agent_id);
  const offered = nameOf(ticket.offered_to?.agent_id);
  return (
    <dl className="space-y-0.5">
      <Row name={t("ticket.state")}>
        <Badge tone={TONES[ticket.state]}>{t(`ticket.${ticket.state}`)}</Badge>
      </Row>
      {agent && <Row name={t("details.agent")}>{agent}</Row>}
      {offered && <Row name={t("ticket.offered")}>{offered}</Row>}
      <Row name={t("ticket.since")}>
        <Time at={ticket.opened_at} />
      </Row>
      {ticket.closed_at && (
        <Row name={t("ticket.ended")}>
          <Time at={ticket.closed_at} />
        </Row>
      )}
      {conversation.waiting_since && ticket.state !== "closed" && (
        <Row name={t("ticket.unanswered")}>
          <Time at={conversation.waiting_since} />
        </Row>
      )}
    </dl>
  );
}
