import { MessagesSquare } from "lucide-react";
import type { Conversation, Message } from "../../../api/types.ts";
import { useText } from "../../../locales/text.ts";
import { Button } from "../../../ui/button.tsx";
import type { Outgoing, OutgoingDraft } from "../../outbox.ts";
import type { Footing } from "../footing.ts";
import { Closed, WindowClosed } from "./blocked.tsx";
import { FootingNotice } from "./footing-notice.tsx";
import { Notice } from "./notice.tsx";
import { heldOf, StaleNotice } from "./stale-notice.tsx";
import { TypingLine } from "./typing-line.tsx";

interface NoticesProps {
  conversation: Conversation;
  footing: Footing;
  windowLeft: number | null;
  isNote: boolean;
  answered: Message | null;
  outbox: readonly Outgoing[];
  text: string;
  onForget: () => void;
  onEdit: (draft: OutgoingDraft) => void;
  onTemplate: () => void;
}

/** All that whoever writes should know before they send. */
export function Notices({ conversation, footing, isNote, answered, outbox, ...rest }: NoticesProps) {
  const t = useText("composer");
  const held = heldOf(outbox);
  return (
    <>
      <TypingLine conversationId={conversation.id} />
      <div className="flex flex-col gap-1.5 pb-1.5 empty:hidden">
        {held && <StaleNotice held={held} onEdit={rest.onEdit} />}
        {answered && !held && (
          <div role="status">
            <Notice
              icon={MessagesSquare}
              tone="warning"
              actions={
                <Button size="small" tone="quiet" onClick={rest.onForget}>
                  {t("answered.read")}
                </Button>
              }
            >
              {t("answered.by", { name: answered.sender.display_name })}
            </Notice>
          </div>
        )}
        {!isNote && footing.is === "closed" && <Closed conversation={conversation} text={rest.text} />}
        {!isNote && footing.is === "window_closed" && (
          <WindowClosed isNew={footing.isNew} onTemplate={rest.onTemplate} />
        )}
        {!isNote && <FootingNotice footing={footing} windowLeft={rest.windowLeft} />}
      </div>
    </>
  );
}
