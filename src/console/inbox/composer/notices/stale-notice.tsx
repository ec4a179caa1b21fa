import { PencilLine, SendHorizontal, Trash2, TriangleAlert } from "lucide-react";
import type { Message } from "../../../api/types.ts";
import { useText } from "../../../locales/text.ts";
import { Button } from "../../../ui/button.tsx";
import { clockOf } from "../../../ui/time.tsx";
import { discard, type Outgoing, type OutgoingDraft, retry } from "../../outbox.ts";

/** The message that is held because somebody said something while it was written. */
export const heldOf = (outbox: readonly Outgoing[]): Outgoing | undefined =>
  outbox.find(({ state, problem }) => state === "failed" && problem?.code === "stale_reply");

/** What was said since, as the refusal tells it. */
const newsOf = ({ problem }: Outgoing): Message[] => {
  const { messages } = (problem?.document ?? {}) as { messages?: Message[] };
  return (messages ?? []).filter(({ message_type }) => message_type !== "reaction");
};

const SHOWN = 3;

/** Says who said what meanwhile, before an answer goes out that may not fit any more. */
export function StaleNotice({ held, onEdit }: { held: Outgoing; onEdit: (draft: OutgoingDraft) => void }) {
  const t = useText("composer");
  const news = newsOf(held);
  const edit = () => {
    const draft = discard(held.client_id);
    if (draft) onEdit(draft);
  };
  return (
    <div role="alert" className="animate-rise rounded-xl bg-warning-soft p-3 text-sm text-warning-text">
      <p className="flex items-center gap-2 font-medium">
        <TriangleAlert aria-hidden className="size-4 shrink-0" />
        {t("stale.title")}
      </p>
      <ul className="mt-1.5 space-y-1 text-xs">
        {news.slice(-SHOWN).map((message) => (
          <li key={message.id} className="flex gap-1.5">
            <span className="shrink-0 font-medium">{message.sender.display_name}</span>
            <span className="words line-clamp-2 min-w-0">{message.content}</span>
            <time dateTime={message.timestamp} className="ms-auto shrink-0">
              {clockOf(message.timestamp)}
            </time>
          </li>
        ))}
      </ul>
      <p className="mt-2 text-xs">
        {t("stale.yours")}{" "}
        <span className="words line-clamp-2 text-text">{held.draft.content || held.draft.files?.[0]?.name}</span>
      </p>
      <div className="mt-2.5 flex flex-wrap gap-2">
        {held.draft.message_type === "text" ? (
          <Button size="small" icon={PencilLine} onClick={edit}>
            {t("stale.edit")}
          </Button>
        ) : (
          <Button size="small" icon={Trash2} onClick={() => discard(held.client_id)}>
            {t("stale.discard")}
          </Button>
        )}
        <Button size="small" tone="primary" icon={SendHorizontal} onClick={() => retry(held.client_id)}>
          {t("stale.send")}
        </Button>
      </div>
    </div>
  );
}
