import { Clock, RotateCcw, StickyNote, Trash2, TriangleAlert } from "lucide-react";
import { useText } from "../../locales/text.ts";
import { Button } from "../../ui/button.tsx";
import { classes } from "../../ui/classes.ts";
import { wordsOf } from "../../ui/problem.tsx";
import { clockOf } from "../../ui/time.tsx";
import { discard, type Outgoing, retry } from "../outbox.ts";
import { Words } from "./words/words.tsx";

/** Something that the agent said and that is on its way: on screen at once, and kept until it has arrived. */
export function OutgoingBubble({ outgoing, isLast }: { outgoing: Outgoing; isLast: boolean }) {
  const t = useText("thread");
  const { draft, state, at, client_id } = outgoing;
  const isNote = draft.is_note;
  return (
    <div className="flex max-w-full min-w-0 flex-col items-end">
      <div
        aria-busy={state !== "failed"}
        className={classes(
          "max-w-full min-w-0 rounded-2xl border border-transparent px-3 py-2 text-[0.95rem] leading-snug",
          isNote ? "bg-note text-note-text" : "bg-bubble-agent",
          isLast && "rounded-ee-md",
        )}
      >
        {isNote && <StickyNote aria-hidden className="me-1 inline size-3.5" />}
        {draft.files?.map(({ media_id, name }) => (
          <p key={media_id} className="words text-sm font-medium">
            {name}
          </p>
        ))}
        {draft.content !== "" && <Words text={draft.content} />}
        <span className="mt-0.5 flex items-center justify-end gap-1 text-2xs text-muted">
          <span className="tabular-nums">{clockOf(at)}</span>
          {state !== "failed" && <Clock role="img" aria-label={t(`outgoing.${state}`)} className="size-3.5" />}
        </span>
      </div>
      {state === "failed" && <Held outgoing={outgoing} clientId={client_id} />}
    </div>
  );
}

function Held({ outgoing: { problem }, clientId }: { outgoing: Outgoing; clientId: string }) {
  const t = useText("thread");
  const isStale = problem?.code === "stale_reply";
  return (
    <div
      role="alert"
      className="mt-1 flex max-w-full flex-wrap items-center justify-end gap-x-2 gap-y-1 text-xs text-danger-text"
    >
      <span className="flex min-w-0 items-start gap-1">
        <TriangleAlert aria-hidden className="mt-px size-3.5 shrink-0" />
        <span className="words">{isStale ? t("outgoing.stale") : wordsOf(problem)}</span>
      </span>
      <span className="flex gap-1.5">
        <Button size="small" icon={RotateCcw} onClick={() => retry(clientId)}>
          {t(isStale ? "outgoing.anyway" : "failed.again")}
        </Button>
        <Button size="small" tone="quiet" icon={Trash2} onClick={() => discard(clientId)}>
          {t("outgoing.discard")}
        </Button>
      </span>
    </div>
  );
}
