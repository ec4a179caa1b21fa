import { inPane, later } from "../../ui/later.tsx";
import { ThreadSkeleton } from "./thread-skeleton.tsx";

const ThreadPane = later(() => import("./pane.tsx").then(({ ThreadPane }) => ThreadPane), {
  texts: ["thread"],
  ...inPane(<ThreadSkeleton />),
});
// The list is there first; what a conversation looks like comes beside what it says, not before it is asked for.
if (location.pathname.startsWith("/conversations/")) void ThreadPane.preload();
else window.requestIdleCallback?.(() => void ThreadPane.preload());

/** What was said in a conversation. */
export const Thread = ({ conversationId }: { conversationId: string }) => (
  <ThreadPane conversationId={conversationId} />
);
