import { MessagesSquare } from "lucide-react";
import { useEffect } from "react";
import { useText } from "../locales/text.ts";
import { classes } from "../ui/classes.ts";
import { Empty } from "../ui/empty.tsx";
import { inPane, later } from "../ui/later.tsx";
import { Loading } from "../ui/spinner.tsx";
import { ConversationList } from "./list/conversation-list.tsx";

const OpenConversation = later(
  () => import("./open-conversation.tsx").then(({ OpenConversation }) => OpenConversation),
  { texts: ["thread", "composer", "panel", "work"], ...inPane(<Loading />) },
);

/** Three panes: all conversations, one of them, and whom it is with. On a phone one at a time. */
export function Inbox({ conversationId }: { conversationId: string | null }) {
  const t = useText("list");
  const isOpen = conversationId !== null;
  // The list comes first; what opens a conversation is there before somebody does.
  useEffect(() => {
    if (isOpen) return;
    const timer = setTimeout(() => void OpenConversation.preload(), 300);
    return () => clearTimeout(timer);
  }, [isOpen]);
  return (
    <div className="relative flex h-full">
      <h1 className="sr-only">{t("label")}</h1>
      <div
        className={classes(
          "h-full w-full border-line bg-surface md:w-80 md:shrink-0 md:border-e xl:w-[22rem]",
          isOpen && "max-md:hidden",
        )}
      >
        <ConversationList selectedId={conversationId} />
      </div>
      <div className={classes("flex h-full min-w-0 grow bg-page", !isOpen && "max-md:hidden")}>
        {isOpen ? (
          <OpenConversation conversationId={conversationId} />
        ) : (
          <div className="grow">
            <Empty icon={MessagesSquare} title={t("nothingSelected.title")} detail={t("nothingSelected.detail")} />
          </div>
        )}
      </div>
    </div>
  );
}
