import { StickyNote } from "lucide-react";
import type { LogEvent } from "../../api/types.ts";
import { useText } from "../../locales/text.ts";
import { later } from "../../ui/later.tsx";
import { clockOf, dateTimeOf } from "../../ui/time.tsx";
import { useAgentName } from "./context.tsx";
import { harmless } from "./words/harmless.ts";

const plain = ({ content }: { content: string }) => <p className="words">{content}</p>;
const NoteWords = later(() => import("./note-words.tsx").then((module) => module.NoteWords), {
  waiting: plain,
  missing: plain,
});

/** Something that only agents see. */
export function Note({ event }: { event: LogEvent }) {
  const t = useText("thread");
  const agentName = useAgentName();
  const by = event.actor.type === "agent" ? agentName(event.actor.id) : t("note.by.other");
  const content = harmless(`${event.content}`);
  return (
    <div className="max-w-[min(36rem,88%)] min-w-0 rounded-xl bg-note px-3 py-2 text-sm text-note-text">
      <p className="flex items-center gap-1.5 pb-0.5 text-xs">
        <StickyNote aria-hidden className="size-3.5 shrink-0" />
        <strong className="words truncate font-semibold">{by}</strong>
        <span>{t("note.only")}</span>
        <time dateTime={event.at} title={dateTimeOf(event.at)} className="ms-auto ps-3 tabular-nums">
          {clockOf(event.at)}
        </time>
      </p>
      <NoteWords content={content} />
    </div>
  );
}
