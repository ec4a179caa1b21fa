import { X } from "lucide-react";
import { useConversation } from "../../api/conversation.ts";
import { useIsAdmin } from "../../app/session.tsx";
import { useText } from "../../locales/text.ts";
import { IconButton } from "../../ui/button.tsx";
import { Activity } from "./activity.tsx";
import { CustomerPart } from "./customer-part.tsx";
import { Details } from "./details.tsx";
import { Earlier } from "./earlier.tsx";
import { ErasePerson } from "./erase-person.tsx";
import { PanelSkeleton } from "./panel-skeleton.tsx";
import { Part } from "./part.tsx";
import { PersonHead } from "./person-head.tsx";
import { TicketPart } from "./ticket-part.tsx";
import { Timers } from "./timers.tsx";

interface PanelContentProps {
  conversationId: string;
  onClose: () => void;
}

/** All that is known of a conversation and of whom it is with, as it stands. */
export function PanelContent({ conversationId, onClose }: PanelContentProps) {
  const t = useText("panel");
  const common = useText("common");
  const isAdmin = useIsAdmin();
  const { data: conversation, error } = useConversation(conversationId);
  const close = (
    <IconButton
      icon={X}
      label={common("actions.close")}
      size="small"
      onClick={onClose}
      className="absolute end-3 top-3.5 z-10"
    />
  );
  if (!conversation)
    return (
      <div className="relative grow">
        {close}
        {/* What is wrong the thread beside it says, with the way out. */}
        {!error && <PanelSkeleton />}
      </div>
    );
  return (
    <div className="relative pb-6">
      {close}
      <PersonHead conversation={conversation} />
      <Part id="details" title={t("details.title")}>
        <Details conversation={conversation} />
      </Part>
      <Part id="timers" title={t("timers.title")}>
        <Timers conversation={conversation} />
      </Part>
      <Part id="customer" title={t("customer.title")}>
        <CustomerPart key={conversation.id} conversation={conversation} />
      </Part>
      {conversation.ticket && (
        <Part id="ticket" title={t("ticket.title")}>
          <TicketPart conversation={conversation} ticket={conversation.ticket} />
        </Part>
      )}
      <Part id="earlier" title={t("earlier.title")}>
        <Earlier key={conversation.id} conversation={conversation} />
      </Part>
      <Part id="activity" title={t("activity.title")} isClosedFirst>
        <Activity key={conversation.id} conversation={conversation} />
      </Part>
      {isAdmin && <ErasePerson key={`erase-${conversation.id}`} conversation={conversation} />}
    </div>
  );
}
