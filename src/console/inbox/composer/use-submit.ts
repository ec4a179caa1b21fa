import { useCallback, useEffect, useState } from "react";
import { usePeople } from "../../api/people.ts";
import type { Conversation, Message } from "../../api/types.ts";
import { textsOf } from "../../locales/text.ts";
import { toast } from "../../ui/toast.tsx";
import { type OutgoingDraft, send } from "../outbox.ts";
import { type Attached, outgoingFile } from "./files/attached.ts";
import { withMentions } from "./mentions.ts";
import { messagesOf } from "./messages.ts";
import { seenSeq } from "./seen.ts";

interface Submit {
  conversation: Conversation;
  text: string;
  isNote: boolean;
  files: readonly Attached[];
  quote: Message | null;
  /** What somebody else answered while this was being written. */
  answered: Message | null;
  /** Whether it may be sent as it is. */
  canSend: boolean;
  /** Begins anew. */
  onSent: () => void;
}

/** Sends what was written, once all of its files are there. */
export function useSubmit({ conversation, text, isNote, files, quote, answered, canSend, onSent }: Submit) {
  const { agents } = usePeople();
  const [isPending, setPending] = useState(false);
  const seen = seenSeq(conversation.last_seq, answered?.seq ?? null);

  const say = useCallback(
    (drafts: readonly OutgoingDraft[]): boolean => {
      try {
        for (const draft of drafts) send(conversation.id, draft, draft.is_note ? null : seen);
        return true;
      } catch {
        // The browser has no room to keep it: it stays where it was written.
        toast({ title: textsOf("composer")("send.noRoom"), tone: "danger" });
        return false;
      }
    },
    [conversation.id, seen],
  );

  const isUploading = files.some(({ state }) => state === "uploading");
  const hasFailed = files.some(({ state }) => state === "failed");
  const sendNow = () => {
    const words = isNote ? withMentions(text, agents) : text;
    const given = { text: words, isNote, files: files.flatMap(outgoingFile), replyTo: quote?.id ?? null };
    if (say(messagesOf(given))) onSent();
  };
  const submit = () => {
    if (!canSend) return;
    if (hasFailed) toast({ title: textsOf("composer")("files.failedFirst"), tone: "danger", about: "files" });
    else if (isUploading) setPending(true);
    else sendNow();
  };

  // What waits for its files goes when the last is there; a failed one has to be looked at first.
  useEffect(() => {
    if (!isPending || isUploading) return;
    setPending(false);
    if (!hasFailed && canSend) sendNow();
  });
  return { submit, say, isPending, sendWhenReady: useCallback(() => setPending(true), []) };
}
