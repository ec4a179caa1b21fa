import { useQuery } from "@tanstack/react-query";
import { call } from "../../api/client.ts";
import type { Message } from "../../api/types.ts";
import { useText } from "../../locales/text.ts";
import { useSenderName, useThreadContent } from "./context.tsx";
import { isMessageEvent } from "./store/entry.ts";
import { seqOf } from "./store/place.ts";
import { snippetOf } from "./words/snippet.ts";

/** What a message answers, in a line; leads there. */
export function Quoted({ message }: { message: Message }) {
  const t = useText("thread");
  const { jump } = useThreadContent();
  const senderName = useSenderName();
  const id = message.reply_to?.message_id ?? null;
  const quoted = useQuoted(message.conversation_id, id);
  if (message.reply_to === null || message.deleted_at !== null) return null;
  const seq = id === null ? null : seqOf(id);
  if (seq === null)
    return <p className="border-s-2 border-edge ps-2 text-xs text-muted italic">{t("quote.unknown")}</p>;
  return (
    <button
      type="button"
      onClick={() => jump(seq)}
      className="mb-0.5 flex min-h-9 w-full min-w-0 flex-col justify-center rounded-md border-s-[3px] border-accent bg-hover px-2 py-1 text-start text-xs hover:bg-selected"
    >
      <span className="sr-only">{t("quote.jumpThere")}</span>
      {quoted ? (
        <>
          <span className="words max-w-full truncate font-medium text-accent-text">{senderName(quoted)}</span>
          <span className="words line-clamp-2 text-muted">{quoted.deleted_at ? t("deleted") : snippetOf(quoted)}</span>
        </>
      ) : (
        <span className="text-muted">{t("quote.earlier")}</span>
      )}
    </button>
  );
}

/** The message of an id: of what is here, else read by itself. */
function useQuoted(conversationId: string, id: string | null): Message | null {
  const { store } = useThreadContent();
  const { log } = store.get();
  const place = id === null ? null : seqOf(id);
  const here = place === null ? null : (log.messages.get(place) ?? null);
  const read = useQuery({
    queryKey: ["quoted", id],
    enabled: here === null && place !== null,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => {
      const query = { after_seq: (place ?? 1) - 1, limit: 1 };
      const [event] = (await call("listEvents", { params: { id: conversationId }, query })).events;
      return event && isMessageEvent(event) && event.message.id === id ? event.message : null;
    },
  });
  return here ?? read.data ?? null;
}
