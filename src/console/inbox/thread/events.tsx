import { ChevronDown } from "lucide-react";
import { useState } from "react";
import type { LogEvent } from "../../api/types.ts";
import { useText } from "../../locales/text.ts";
import { classes } from "../../ui/classes.ts";
import { clockOf, dateTimeOf } from "../../ui/time.tsx";
import { useEventWords } from "./event-words.ts";

/** So many stand open; more are folded. */
const FEW = 2;

/** What happened to the conversation, in a line each. */
export function Events({ events }: { events: LogEvent[] }) {
  const t = useText("thread");
  const [isOpen, setOpen] = useState(false);
  const wordsOf = useEventWords();
  const told = events.map((event) => ({ event, words: wordsOf(event) }));
  const shown = isOpen || told.length <= FEW ? told : told.slice(-1);
  return (
    <div className="flex w-full flex-col items-center gap-0.5 text-center text-xs text-muted">
      {told.length > FEW && (
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
          className="inline-flex min-h-6 items-center gap-1 rounded-full px-2 font-medium hover:bg-hover"
        >
          {t("events.folded", { count: told.length })}
          <ChevronDown aria-hidden className={classes("size-3 transition-transform", isOpen && "rotate-180")} />
        </button>
      )}
      {shown.map(({ event, words }) => (
        <p key={event.seq} className="words max-w-full px-2">
          <bdi>{words}</bdi>{" "}
          <time dateTime={event.at} title={dateTimeOf(event.at)} className="ps-0.5 text-faint tabular-nums">
            <bdi>{clockOf(event.at)}</bdi>
          </time>
        </p>
      ))}
    </div>
  );
}
