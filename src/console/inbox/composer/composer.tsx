import { useConversation } from "../../api/conversation.ts";
import { Skeleton } from "../../ui/skeleton.tsx";
import { Writing } from "./writing.tsx";

/** Where an agent writes. */
export function Composer({ conversationId }: { conversationId: string }) {
  const { data, isLoading } = useConversation(conversationId);
  if (data) return <Writing conversation={data} />;
  if (!isLoading) return null;
  return (
    <div className="border-t border-line bg-surface px-3 pt-5 pb-3">
      <Skeleton className="h-[8.1rem] rounded-xl" />
    </div>
  );
}
