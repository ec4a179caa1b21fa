import { useState } from "react";
import { Composer } from "./composer/composer.tsx";
import { ThreadHeader } from "./handling/thread-header.tsx";
import { SidePanel } from "./panel/side-panel.tsx";
import { Thread } from "./thread/thread.tsx";

const KEPT = "console:panel";

/** A conversation: what was said, where to answer, and whom it is with. */
export function OpenConversation({ conversationId }: { conversationId: string }) {
  const [isPanelOpen, setPanelOpen] = useState(
    () => localStorage.getItem(KEPT) !== "closed" && window.innerWidth >= 1280,
  );
  const togglePanel = () => {
    localStorage.setItem(KEPT, isPanelOpen ? "closed" : "open");
    setPanelOpen(!isPanelOpen);
  };
  return (
    <>
      <div className="flex h-full min-w-0 grow flex-col">
        <ThreadHeader conversationId={conversationId} isPanelOpen={isPanelOpen} onTogglePanel={togglePanel} />
        <Thread key={conversationId} conversationId={conversationId} />
        <Composer key={`composer-${conversationId}`} conversationId={conversationId} />
      </div>
      {isPanelOpen && <SidePanel conversationId={conversationId} onClose={togglePanel} />}
    </>
  );
}
